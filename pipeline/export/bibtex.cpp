#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "pipeline/export/citations.hpp"
#include "pipeline/export/export_job.hpp"

namespace penumbra {
namespace {

/// Text that LaTeX sets as it is.
std::string latex(std::string const& text) {
  static std::map<char, std::string> const special{{'_', "\\_"},
                                                   {'&', "\\&"},
                                                   {'%', "\\%"},
                                                   {'#', "\\#"},
                                                   {'$', "\\$"},
                                                   {'{', "\\{"},
                                                   {'}', "\\}"},
                                                   {'^', "\\textasciicircum{}"},
                                                   {'~', "\\textasciitilde{}"},
                                                   {'<', "$<$"},
                                                   {'>', "$>$"},
                                                   {'\\', "\\textbackslash{}"}};
  std::string result;
  for (char const c : text) {
    auto const found = special.find(c);
    result += found == special.end() ? std::string{c} : found->second;
  }
  return result;
}

using Keys = std::map<std::string, std::vector<std::string>>;  // by role

std::string cite(Keys const& keys, std::vector<std::string> const& roles) {
  std::string all;
  for (auto const& role : roles)
    if (auto const found = keys.find(role); found != keys.end())
      for (auto const& key : found->second) all += (all.empty() ? "" : ",") + key;
  return all.empty() ? "" : "~\\cite{" + all + "}";
}

/// "Observed: E137: electrons...~\cite{Bjorken:1988as}, ..."; who read the curves off comes after all of them.
std::string sentences(ExportJob& job, std::vector<Citation> const& citations) {
  std::map<std::string, Keys> of;
  std::set<std::string> digitisers;
  for (auto const& [analysis, role, key] : citations) {
    of[analysis][role].push_back(key);
    if (role == "digitised") digitisers.insert(key);
  }
  std::string text = "% Which key stands for which curve; goes with references.bib.\n";
  for (auto const status : {Status::observed, Status::projected, Status::favoured}) {
    std::string list;
    std::string before;  // a comment ends its line: it has to follow the comma
    for (auto const& name : job.names()) {
      if (job.map.entry(name).status != status) continue;
      auto const& info = job.analysis(name, "the bibliography").info();
      auto const& keys = of[name];
      if (!list.empty()) list += fmt::format(",  % {}\n  ", before);
      before = name;
      list += latex(info.title) + cite(keys, {"publication"});
      if (keys.contains("recast")) list += " as recast in" + cite(keys, {"recast"});
      if (keys.contains("numbers") || keys.contains("beam"))
        list += " (with numbers from" + cite(keys, {"numbers", "beam"}) + ")";
    }
    if (list.empty()) continue;
    auto name = to_string(status);
    name.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(name.front())));
    text += fmt::format("{}:\n  {}.  % {}\n", name, list, before);
  }
  if (!digitisers.empty())
    text += fmt::format("Published curves were read off by~\\cite{{{}}}.\n", fmt::join(digitisers, ","));
  if (of.contains("model")) text += fmt::format("Model: {}{}.\n", latex(job.story.model), cite(of["model"], {"model"}));
  return text;
}

}  // namespace

void export_bibtex(ExportJob& job) {
  auto const bibliography = Bibliography::load(job.places);
  auto const all = citations(job, bibliography);
  std::string table = "analysis,role,key\n";
  for (auto const& [analysis, role, key] : all) table += fmt::format("{},{},{}\n", analysis, role, key);
  job.folder.write("references.bib", bibtex_entries(all, bibliography));
  job.folder.write("citations.tex", sentences(job, all));
  job.folder.write("citations.csv", table);
}

}  // namespace penumbra
