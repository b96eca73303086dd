#include "core/toml_reader.hpp"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>
#include <set>
#include <stdexcept>

namespace penumbra {

struct TomlTable::Node {
  std::shared_ptr<toml::table> document;  // keeps everything alive
  toml::table const* table = nullptr;
  std::string file;
  Problems* problems = nullptr;
  std::set<std::string, std::less<>> asked;

  std::string place(toml::source_region const& region) const {
    return fmt::format("{}:{}:{}", region.path ? *region.path : file, region.begin.line, region.begin.column);
  }
  toml::node const* find(std::string_view key) {
    asked.emplace(key);
    return table->get(key);
  }
  toml::node const* need(std::string_view key, std::string_view what) {
    auto const* found = find(key);
    if (!found) problems->add(place(table->source()), fmt::format("'{}' is missing (expected {})", key, what));
    return found;
  }
};

namespace {

std::string kind_of(toml::node const& node) {
  switch (node.type()) {
    case toml::node_type::string:
      return fmt::format("the text \"{}\"", node.as_string()->get());
    case toml::node_type::integer:
      return fmt::format("the number {}", node.as_integer()->get());
    case toml::node_type::floating_point:
      return fmt::format("the number {}", node.as_floating_point()->get());
    case toml::node_type::boolean:
      return node.as_boolean()->get() ? "true" : "false";
    case toml::node_type::array:
      return "a list";
    case toml::node_type::table:
      return "a table";
    default:
      return "something else";
  }
}

}  // namespace

TomlTable TomlTable::parse(std::string_view text, std::string const& name, Problems& problems) {
  TomlTable result;
  result.node_ = std::make_shared<Node>();
  auto& node = *result.node_;
  node.file = name;
  node.problems = &problems;
  try {
    node.document = std::make_shared<toml::table>(toml::parse(text, name));
  } catch (toml::parse_error const& error) {
    problems.add(fmt::format("{}:{}:{}", name, error.source().begin.line, error.source().begin.column),
                 fmt::format("not valid TOML: {}", error.description()));
    node.document = std::make_shared<toml::table>();
  }
  node.table = node.document.get();
  return result;
}

namespace {

void overlay_table(toml::table& target, toml::table& source) {
  for (auto&& [key, value] : source) {
    auto* const present = target.get(key);
    if (value.is_table() && present && present->is_table())
      overlay_table(*present->as_table(), *value.as_table());
    else  // moving keeps the place where the value was read; copying would lose it
      value.visit([&](auto& concrete) { target.insert_or_assign(key, std::move(concrete)); });
  }
}

}  // namespace

void TomlTable::overlay(TomlTable& other) { overlay_table(*node_->document, *other.node_->document); }

bool TomlTable::has(std::string_view key) const { return node_->table->contains(key); }

std::vector<std::string> TomlTable::keys() const {
  // In the order of the file: toml++ sorts keys by name.
  std::vector<std::pair<std::pair<unsigned, unsigned>, std::string>> found;
  for (auto const& [key, value] : *node_->table)
    found.push_back({{key.source().begin.line, key.source().begin.column}, std::string{key.str()}});
  std::sort(found.begin(), found.end());
  std::vector<std::string> names;
  for (auto& entry : found) names.push_back(std::move(entry.second));
  return names;
}

std::string TomlTable::where() const { return node_->place(node_->table->source()); }

std::string TomlTable::where(std::string_view key) const {
  auto const* found = node_->table->get(key);
  return found ? node_->place(found->source()) : where();
}

void TomlTable::problem(std::string_view key, std::string message) {
  node_->problems->add(where(key), std::move(message));
}

bool TomlTable::is_table(std::string_view key) const {
  auto const* found = node_->table->get(key);
  return found && found->is_table();
}

bool TomlTable::is_text(std::string_view key) const {
  auto const* found = node_->table->get(key);
  return found && found->is_string();
}

bool TomlTable::is_array(std::string_view key) const {
  auto const* found = node_->table->get(key);
  return found && found->is_array();
}

std::string TomlTable::text(std::string_view key) {
  auto const* found = node_->need(key, "text");
  if (!found) return {};
  if (auto const* text = found->as_string()) return text->get();
  problem(key, fmt::format("'{}' is {}, expected text in quotes", key, kind_of(*found)));
  return {};
}

std::optional<std::string> TomlTable::optional_text(std::string_view key) {
  if (!node_->find(key)) return std::nullopt;
  return text(key);
}

bool TomlTable::flag(std::string_view key, bool otherwise) {
  auto const* found = node_->find(key);
  if (!found) return otherwise;
  if (auto const* value = found->as_boolean()) return value->get();
  problem(key, fmt::format("'{}' is {}, expected true or false", key, kind_of(*found)));
  return otherwise;
}

std::vector<std::string> TomlTable::texts(std::string_view key) {
  std::vector<std::string> result;
  auto const* found = node_->need(key, "a list of texts");
  if (!found) return result;
  auto const* list = found->as_array();
  if (!list) {
    problem(key, fmt::format("'{}' is {}, expected a list of texts", key, kind_of(*found)));
    return result;
  }
  for (auto const& element : *list) {
    if (auto const* text = element.as_string())
      result.push_back(text->get());
    else
      node_->problems->add(node_->place(element.source()),
                           fmt::format("'{}' holds {}, expected text in quotes", key, kind_of(element)));
  }
  return result;
}

namespace {

/// Number of a node, or nullopt with `why` set.
std::optional<double> number_of(toml::node const& node, Dimension dimension, std::string& why) {
  if (auto const* integer = node.as_integer()) return static_cast<double>(integer->get());
  if (auto const* floating = node.as_floating_point()) {
    double const value = floating->get();
    if (value == value && value - value == 0.0) return value;
    why = "not a finite number";
    return std::nullopt;
  }
  if (auto const* text = node.as_string(); text && dimension != Dimension::none) {
    try {
      return parse_quantity(text->get(), dimension);
    } catch (std::invalid_argument const& error) {
      why = error.what();
      return std::nullopt;
    }
  }
  why = fmt::format("found {}, expected a number{}", kind_of(node),
                    dimension == Dimension::none ? "" : fmt::format(" (units: {})", known_units(dimension)));
  return std::nullopt;
}

}  // namespace

double TomlTable::number(std::string_view key, Dimension dimension) {
  auto const* found = node_->need(key, "a number");
  if (!found) return 0.0;
  std::string why;
  if (auto const value = number_of(*found, dimension, why)) return *value;
  problem(key, fmt::format("'{}': {}", key, why));
  return 0.0;
}

std::optional<double> TomlTable::optional_number(std::string_view key, Dimension dimension) {
  if (!node_->find(key)) return std::nullopt;
  return number(key, dimension);
}

std::vector<double> TomlTable::numbers(std::string_view key, Dimension dimension) {
  std::vector<double> result;
  auto const* found = node_->need(key, "a list of numbers");
  if (!found) return result;
  auto const* list = found->as_array();
  if (!list) {
    problem(key, fmt::format("'{}' is {}, expected a list of numbers", key, kind_of(*found)));
    return result;
  }
  for (auto const& element : *list) {
    std::string why;
    if (auto const value = number_of(element, dimension, why))
      result.push_back(*value);
    else
      node_->problems->add(node_->place(element.source()), fmt::format("'{}': {}", key, why));
  }
  return result;
}

Sourced TomlTable::sourced(std::string_view key, Dimension dimension) {
  Sourced result;
  auto const* found = node_->need(key, "{ value = ..., unit = \"...\", source = \"...\" }");
  if (!found) return result;
  if (!found->is_table()) {
    problem(key,
            fmt::format("'{}' is {}, expected {{ value = ..., unit = \"...\", source = \"...\" }}: every number has a "
                        "source",
                        key, kind_of(*found)));
    return result;
  }
  auto inner = table(key);
  result.value = inner.number("value");
  result.source = inner.text("source");
  if (dimension == Dimension::none) {
    if (auto unit = inner.optional_text("unit"); unit && *unit != "1")
      inner.problem("unit", fmt::format("'{}' is a plain number, it takes no unit '{}'", key, *unit));
  } else {
    auto const unit = inner.text("unit");
    auto const value = in_base_units(result.value, unit, dimension);
    if (!value || unit.empty())
      inner.problem("unit",
                    fmt::format("'{}': unit '{}' does not fit here (known: {})", key, unit, known_units(dimension)));
    else
      result.value = *value;
  }
  inner.finish();
  return result;
}

std::optional<Sourced> TomlTable::optional_sourced(std::string_view key, Dimension dimension) {
  if (!node_->find(key)) return std::nullopt;
  return sourced(key, dimension);
}

TomlTable TomlTable::table(std::string_view key) {
  TomlTable result;
  result.node_ = std::make_shared<Node>(*node_);
  result.node_->asked.clear();
  static toml::table const empty;
  auto const* found = node_->need(key, "a table");
  result.node_->table = found && found->is_table() ? found->as_table() : &empty;
  if (found && !found->is_table()) problem(key, fmt::format("'{}' is {}, expected a table", key, kind_of(*found)));
  return result;
}

std::optional<TomlTable> TomlTable::optional_table(std::string_view key) {
  if (!node_->find(key)) return std::nullopt;
  return table(key);
}

std::vector<TomlTable> TomlTable::tables(std::string_view key) {
  std::vector<TomlTable> result;
  auto const* found = node_->find(key);
  if (!found) return result;
  auto const* list = found->as_array();
  if (!list) {
    problem(key, fmt::format("'{}' is {}, expected a list of tables [[{}]]", key, kind_of(*found), key));
    return result;
  }
  for (auto const& element : *list) {
    auto const* inner = element.as_table();
    if (!inner) {
      node_->problems->add(node_->place(element.source()),
                           fmt::format("'{}' holds {}, expected a table", key, kind_of(element)));
      continue;
    }
    TomlTable one;
    one.node_ = std::make_shared<Node>(*node_);
    one.node_->asked.clear();
    one.node_->table = inner;
    result.push_back(std::move(one));
  }
  return result;
}

std::string TomlTable::as_typed(std::string_view key) {
  auto const* found = node_->need(key, "a value");
  if (!found) return {};
  if (auto const* text = found->as_string()) return text->get();
  if (auto const* integer = found->as_integer()) return fmt::format("{}", integer->get());
  if (auto const* floating = found->as_floating_point()) return fmt::format("{}", floating->get());
  if (auto const* boolean = found->as_boolean()) return boolean->get() ? "true" : "false";
  problem(key, fmt::format("'{}' is {}, expected one value", key, kind_of(*found)));
  return {};
}

void TomlTable::finish() {
  std::string known;
  for (auto const& key : node_->asked) known += (known.empty() ? "" : ", ") + key;
  for (auto const& [key, value] : *node_->table)
    if (!node_->asked.contains(key.str()))
      node_->problems->add(node_->place(key.source()),
                           fmt::format("unknown key '{}' (known here: {})", key.str(), known));
}

}  // namespace penumbra
