// Expected decays of dark photons at the LHC against FORESEE (arXiv:2105.07077), channel by channel and generator by
// generator: tests/data/foresee.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <cstdlib>
#include <iostream>
#include <limits>
#include <map>

#include "analysis/decay_search.hpp"
#include "analysis/foresee_spectra.hpp"
#include "analysis/reference_model.hpp"
#include "analysis/registry.hpp"
#include "core/table_reader.hpp"
#include "production/flux_store.hpp"

using namespace penumbra;

namespace {

std::filesystem::path const root = PENUMBRA_SOURCE_DIR;
auto const& folder = test::foresee_folder;
constexpr double tolerance = 0.10;

/// One production channel of one of FORESEE's columns.
struct Channel {
  std::string file;        ///< <set-up>.<file>.csv: a generator of hadrons, or a treatment of bremsstrahlung
  std::string column;      ///< in that file
  std::string production;  ///< ours
  std::string parent;      ///< whose spectrum is the generator's; empty for bremsstrahlung
  /// Decay lengths, of a mediator with the momentum of the beam, in front of the volume: rows with more are left out.
  double most_lengths;
  double yield;  ///< of FORESEE's table of the parent over ours (README.md)
};

/// Above 1.5 lengths, mesons of more than half the beam momentum decide, of which our events of PYTHIA are too few
/// (README.md).
std::vector<Channel> mesons(std::string const& generator) {
  bool const forward = generator == "pythia-8-forward";
  double const most = forward ? 1.5 : std::numeric_limits<double>::infinity();
  return {{generator, "pi0", "meson-decay:pi0", "pi0", most, 1.0},
          {generator, "eta", "meson-decay:eta", "eta", most, 1.0},
          {generator, "rho", "mixing:rho0", "rho0", most, forward ? 1.03 : 1.06}};
}

/// The last momentum bin of FORESEE reaches 4 % beyond the beam energy, which decides when even the hardest mediator
/// decays early.
Channel const bremsstrahlung{"brem-fww", "brem", "proton-bremsstrahlung", "", 1.0, 1.0};

/// The table of a parent: a shipped one, or one that is only here.
TextTable parent_table(std::string const& beam, std::string const& parent, std::string const& generator) {
  auto const name = std::filesystem::path{beam} / (parent + '.' + generator + ".csv");
  return test::read_reference(std::filesystem::exists(folder / name) ? folder / name
                                                                     : root / "experiments/beams" / name);
}

/// The search as FORESEE has computed it: one spectrum, at the cross section of its generator; FORESEE's spectra are in
/// pb of the generator. Bremsstrahlung from 1 GeV to the beam momentum, at the inelastic cross section that FORESEE's
/// tables of it hold (README.md).
std::unique_ptr<DecaySearch> like_foresee(std::string const& set_up, Channel const& channel) {
  Problems problems;
  auto const loaded = load_experiment(folder / (set_up + ".toml"), {root, root / "experiments", {}}, problems);
  INFO(problems.text());
  REQUIRE(problems.empty());
  auto input = dynamic_cast<DecaySearch const&>(*loaded).input();
  auto beam = std::make_shared<Beam>(*input.beam);
  if (channel.parent.empty()) {
    beam->sigma_inelastic_pb->value = (beam->name == "lhc-14TeV" ? 76.3 : 75.9) * 1e9;
    beam->proton_bremsstrahlung->z_min = 1.0 / beam->energy_GeV;
    beam->proton_bremsstrahlung->z_max = 0.9999;
    beam->proton_bremsstrahlung->splittings = {*proton_splitting("fww")};
  } else {
    auto const table = parent_table(beam->name, channel.parent, channel.file);
    beam->sigma_inelastic_pb->value = channel.yield * table.number("sigma_inel_mb") * 1e9;
    beam->parents = {{channel.parent, {{channel.file, std::make_shared<ParentSpectrum const>(table)}}, 1.0, {}, {}}};
  }
  input.beam = beam;
  input.productions = {channel.production};
  return std::make_unique<DecaySearch>(std::move(input));
}

struct Row {
  double m_GeV;
  double eps;
  double ours;
  double theirs;
  double error;  ///< quoted for theirs, relative
  double ratio() const { return ours / theirs; }
};

/// Every row with more than 1e-3 events and 1e-3 of the peak of its mass, except where one end of the momenta decides:
/// the hard one (see Channel), or the soft one, since our hadron tables begin at 10 GeV (softer mediators count at long
/// lifetimes; searches have thresholds).
std::vector<Row> rows_of(std::string const& set_up, Channel const& channel) {
  auto const table = test::read_reference(folder / (set_up + '.' + channel.file + ".csv"));
  auto const& masses = table.column("m_GeV");
  auto const& couplings = table.column("eps");
  auto const& ctau = table.column("ctau_m");
  auto const& expected = table.column("n_" + channel.column);
  auto const& error = table.column("e_" + channel.column);
  auto const search = like_foresee(set_up, channel);
  double const front = distances(search->input().volume).nearest_m;
  std::vector<Row> rows;
  for (std::size_t first = 0, last = 0; first < masses.size(); first = last) {
    while (last < masses.size() && masses[last] == masses[first]) ++last;
    auto const model = test::foresee_dark_photon(ctau[first] * couplings[first] * couplings[first]);
    FluxStore fluxes{model, {&masses[first], 1}};
    auto const response = search->respond(model, {&masses[first], 1}, fluxes);
    double const peak = *std::max_element(expected.begin() + static_cast<std::ptrdiff_t>(first),
                                          expected.begin() + static_cast<std::ptrdiff_t>(last));
    for (std::size_t i = first; i < last; ++i) {
      auto const lengths_before = [&](double k_GeV) { return front * masses[i] / (k_GeV * ctau[i]); };
      bool const soft = !channel.parent.empty() && lengths_before(10.0) < 2.0;
      bool const hard = lengths_before(search->input().beam->energy_GeV) > channel.most_lengths;
      if (expected[i] <= std::max(1e-3, 1e-3 * peak) || soft || hard) continue;
      Couplings const point{&couplings[i], 1};
      Outcome outcome;
      std::vector<ComponentSignal> components(search->component_groups().size());
      response->evaluate({&point, 1}, {&outcome, 1}, components);
      rows.push_back({masses[i], couplings[i], outcome.expected, expected[i], error[i]});
    }
  }
  return rows;
}

struct Comparison {
  double mean = 0.0;   ///< ln(ours / theirs), mean of the masses
  double worst = 0.0;  ///< deviation of a row beyond twice the error quoted for it
  std::size_t rows = 0;
};

Comparison compare(std::string const& what, std::vector<Row> const& rows) {
  Comparison result;
  result.rows = rows.size();
  std::map<double, std::pair<double, int>> masses;
  for (auto const& row : rows) {
    auto& [sum, counted] = masses[row.m_GeV];
    sum += std::log(row.ratio());
    ++counted;
    result.worst = std::max(result.worst, std::abs(row.ratio() - 1.0) - 2.0 * row.error);
  }
  for (auto const& [mass, of_mass] : masses)
    result.mean += of_mass.first / of_mass.second / static_cast<double>(masses.size());
  if (std::getenv("PENUMBRA_VERBOSE")) {
    std::cout << "FORESEE " << what << ": " << result.rows << " rows, mean " << result.mean << ", worst row "
              << result.worst << '\n';
    for (auto const& [mass, of_mass] : masses)
      std::cout << "  " << mass << " GeV: " << of_mass.first / of_mass.second << '\n';
  }
  return result;
}

/// Our ratio of two generators over FORESEE's, where both have the row: the decays that FORESEE has sampled for this
/// mass are the same for all generators and cancel.
std::vector<Row> ratios(std::vector<Row> const& of, std::vector<Row> const& to) {
  std::vector<Row> result;
  for (auto const& row : of)
    for (auto const& other : to)
      if (row.m_GeV == other.m_GeV && row.eps == other.eps)
        result.push_back(
            {row.m_GeV, row.eps, row.ours / other.ours, row.theirs / other.theirs, std::hypot(row.error, other.error)});
  return result;
}

}  // namespace

TEST_CASE("parent spectra agree with the hadron tables of FORESEE", "[foresee][independent]") {
  // Cross sections into one hemisphere at 13.6 TeV within 1 mrad and above a momentum, mb, from FORESEE's tables of the
  // generators.
  struct Yield {
    std::string generator, parent;
    double above_100_GeV, above_1_TeV;
  };
  auto const expected =
      GENERATE(Yield{"sibyll-2.3d", "pi0", 55.3143, 13.5668}, Yield{"sibyll-2.3d", "eta", 14.8132, 5.22648},
               Yield{"sibyll-2.3d", "rho0", 11.0797, 4.55137}, Yield{"pythia-8-forward", "pi0", 66.6568, 14.6203},
               Yield{"pythia-8-forward", "eta", 10.5147, 3.44656}, Yield{"pythia-8-forward", "rho0", 14.6390, 5.42568});
  auto const table = parent_table("lhc-13.6TeV", expected.parent, expected.generator);
  ParentSpectrum const spectrum{table};
  auto const cross_section_mb = [&](double p_min_GeV) {
    return test::within_1_mrad_mb(spectrum, table.number("sigma_inel_mb"), p_min_GeV);
  };
  CAPTURE(expected.generator, expected.parent);
  CHECK(cross_section_mb(100.0) == Approx(expected.above_100_GeV).epsilon(tolerance));
  CHECK(cross_section_mb(1000.0) == Approx(expected.above_1_TeV).epsilon(tolerance));
}

TEST_CASE("decays of dark photons at the LHC agree with FORESEE", "[foresee][independent]") {
  auto const [set_up, generator] = GENERATE(table<std::string, std::string>({{"faser", "sibyll-2.3d"},
                                                                             {"faser2", "sibyll-2.3d"},
                                                                             {"sndlike", "sibyll-2.3d"},
                                                                             {"faser", "pythia-8-forward"},
                                                                             {"sndlike", "pythia-8-forward"}}));
  for (auto const& channel : mesons(generator)) {
    auto const what = set_up + ' ' + generator + ' ' + channel.column;
    CAPTURE(what);
    auto const result = compare(what, rows_of(set_up, channel));
    CHECK(result.rows > 15);
    // Means over the masses: each mass of FORESEE has a spectrum of its own, sampled, with an error that is not quoted
    // (README.md).
    CHECK(std::abs(result.mean) < tolerance);
    // Nothing is sampled for mixing but the place in a wide opening: every row.
    if (channel.column == "rho" && set_up != "sndlike") CHECK(result.worst < tolerance);
  }
}

TEST_CASE("ratios of generators agree with those of FORESEE row by row", "[foresee][independent]") {
  std::string const set_up = GENERATE("faser", "sndlike");
  auto const forward = mesons("pythia-8-forward");
  auto const sibyll = mesons("sibyll-2.3d");
  for (std::size_t i = 0; i < forward.size(); ++i) {
    auto const what = set_up + " pythia-8-forward / sibyll-2.3d " + forward[i].column;
    CAPTURE(what);
    auto const result = compare(what, ratios(rows_of(set_up, forward[i]), rows_of(set_up, sibyll[i])));
    CHECK(result.rows > 15);
    CHECK(std::abs(result.mean) < tolerance);
    CHECK(result.worst < tolerance);
  }
}

TEST_CASE("decays of dark photons from proton bremsstrahlung at the LHC agree with FORESEE", "[foresee][independent]") {
  std::string const set_up = GENERATE("faser", "faser2", "sndlike");
  CAPTURE(set_up);
  auto const result = compare(set_up + " bremsstrahlung", rows_of(set_up, bremsstrahlung));
  CHECK(result.rows > 15);
  CHECK(std::abs(result.mean) < tolerance);
  if (set_up != "sndlike") CHECK(result.worst < tolerance);  // the place in a wide opening is sampled
}
