#pragma once

#include <span>
#include <vector>

#include "detection/scattering_window.hpp"
#include "production/decay_products.hpp"

namespace penumbra {

/// Targets of one kind and their number per m^3.
struct TargetDensity {
  RecoilTarget target;
  double per_m3;
};

/// Targets and which of their outcomes count.
struct OutcomeWindow {
  std::vector<TargetDensity> targets;
  ScatteringWindow outcomes;
};

/// What dark matter does in a detector, in one or more windows of outcomes: targets per m^3 times cross section, at
/// alpha_D = 1 and matter coupling 1, as a sum over functions of the energy. The functions know dark matter but not the
/// mediator, so that a spectrum is folded with them once for all mediators; their strengths know both.
class EnergyResponse {
 public:
  virtual ~EnergyResponse() = default;
  /// Nothing happens below this energy.
  virtual double threshold_GeV() const = 0;
  /// The sum of weight x function over a spectrum, for every function.
  virtual std::vector<double> fold(std::span<EnergyNode const> spectrum) const = 0;
  std::size_t functions() const { return strengths_.size(); }
  std::size_t windows() const { return first_.size() - 1; }
  /// What happens in a window: the functions of a folded spectrum times their strengths.
  double in_window(std::size_t window, std::span<double const> folded) const;

 protected:
  std::vector<double> strengths_;
  std::vector<std::size_t> first_{0};  ///< function of each window, and the end
};

/// Any windows, by tables of their cross sections: the functions are those that a table interpolates with.
class TabulatedResponse : public EnergyResponse {
 public:
  TabulatedResponse(DarkMatter const& dm, double mediator_GeV, std::span<OutcomeWindow const> windows, double E_max_GeV,
                    Numerics const& numerics);
  double threshold_GeV() const override { return threshold_; }
  std::vector<double> fold(std::span<EnergyNode const> spectrum) const override;

 private:
  double threshold_;
  std::vector<CrossSectionTable> tables_;  ///< of every target of every window
};

}  // namespace penumbra
