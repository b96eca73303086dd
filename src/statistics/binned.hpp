#pragma once

#include <cstddef>
#include <span>
#include <utility>
#include <vector>

namespace penumbra {

/// Expected events per bin, with what each shape nuisance at +-1 standard deviation makes of them.
struct ShapedTemplate {
  std::vector<double> nominal;
  std::vector<std::pair<std::vector<double>, std::vector<double>>> minus_plus;  ///< one pair per shape nuisance

  /// Adds `factor` times another template with the same bins and nuisances.
  void add(ShapedTemplate const& other, double factor);
};

/// A background whose size has a Gaussian error, and whose shape may have nuisances of its own.
struct ScaledBackground {
  std::vector<double> events;
  double relative_error = 0.0;
  std::vector<std::pair<std::vector<double>, std::vector<double>>> minus_plus = {};  ///< one pair per shape nuisance
};

/// A steady background measured outside the beam pulse with equal exposure: `control[r]` events in row r. Bin i belongs
/// to row `row[i]` and gets the share `share[i]` of it (of a row the shares add up to one). Everything empty: none.
struct SteadyBackground {
  std::vector<double> control;
  std::vector<std::size_t> row;
  std::vector<double> share;
  double relative_error = 0.0;  ///< of its size against the control sample
};

/// Poisson counts in bins over backgrounds of both kinds and over a known signal-like background (neutrinos), which
/// shares the flux error and the shape nuisances with the signal.
///
///   mean_i = (1 + e_f)^t_f [s_i(t) + nu_i(t)] + (1 + e_s t_s) share_i A_row + sum_b (1 + e_b t_b) B_b,i(t)
///   s_i(t) = s_i exp sum_k [ (ln r_k+ - ln r_k-)/2 t_k + (ln r_k+ + ln r_k-)/2 t_k^2 ],   r_k+- = s_i,k+- / s_i
///
/// and its tangent beyond |t_k| = 1, so that far nuisances move events and do not make them vanish. B_b(t) as s(t),
/// with nuisances of its own. Unit Gaussian constraints on all t; what the beam makes stays positive whatever they are.
/// A_row is constrained by its own Poisson control count, as sparse control samples need (Barlow and Beeston, Comput.
/// Phys. Commun. 77 (1993) 219). Everything is profiled.
class BinnedLikelihood {
 public:
  struct Input {
    std::vector<double> observed;
    ShapedTemplate neutrinos;
    double flux_error = 0.0;
    SteadyBackground steady;
    std::vector<ScaledBackground> backgrounds;
  };
  /// Throws InternalError when sizes do not match, InputError when a bin with events has no background at all.
  explicit BinnedLikelihood(Input input);

  std::size_t bins() const { return input_.observed.size(); }
  std::size_t shapes() const { return input_.neutrinos.minus_plus.size(); }

  struct Ratios {
    double observed = 0.0;  ///< ln L(s+b)/L(b), each maximised over the nuisances
    double asimov = 0.0;    ///< the same for data equal to the nominal background
  };
  /// A signal of more than `most()` events, ten times the counts, is judged as one of so many: far excluded.
  double most() const { return most_; }
  Ratios operator()(ShapedTemplate signal) const;

  /// A fit: maximum of ln L (up to a constant of the data) and where it is.
  struct Fit {
    double log_likelihood = 0.0;
    double neutrino_scale = 1.0;
    double neutrino_error = 0.0;    ///< from the curvature; only where the scale is free
    std::vector<double> errors;     ///< of the nuisances, from the curvature; only where the scale is free
    std::vector<double> nuisances;  ///< flux, shapes, steady, backgrounds, shapes of each background
    std::vector<double> rows;       ///< A_row
  };
  /// Where fits of a signal begin, and then where they ended: the next larger signal of the same shape is near. It
  /// decides how long fits take and, beyond their tolerance (1e-8 in ln L), nothing else.
  struct Starts {
    Fit observed;
    Fit asimov;
  };
  Starts starts() const { return {null_observed_, null_asimov_}; }
  Ratios operator()(ShapedTemplate signal, Starts& starts) const;

  /// Fits the observed counts without a signal; with `free_neutrinos` the number of neutrino events floats without
  /// constraint (how the experiment measured it).
  Fit fit_background(bool free_neutrinos) const;
  /// Nominal background per bin.
  std::vector<double> const& expected() const { return expected_; }

 private:
  struct Shapes {  // events, and the slope and curvature of their logarithm in each shape nuisance
    std::vector<double> nominal;
    std::vector<std::vector<double>> slope;
    std::vector<std::vector<double>> curvature;
  };
  static Shapes shapes_of(ShapedTemplate const& shape);
  /// Part of the mean: events x size x exp(shapes), with the places of its nuisances in the list of parameters.
  struct Component {
    Shapes const* events;
    std::size_t size;  ///< parameter: ln of the size is `log_error` times it, or the size 1 + `error` times it
    double log_error = 0.0;
    double error = 0.0;
    std::size_t first_shape;  ///< parameter of its first shape nuisance; the others follow
    bool scaled = false;      ///< times the free scale of the neutrinos
  };
  struct Sample {  // data to fit: counts and control counts
    std::vector<double> counts;
    std::vector<double> control;
  };
  Fit fit(Sample const& sample, Shapes const* signal, Fit const& start, bool free_neutrinos) const;
  Fit start() const;

  Input input_;
  Shapes neutrinos_;
  std::vector<Shapes> backgrounds_;
  double most_ = 0.0;
  std::vector<double> expected_;
  Sample observed_;
  Sample asimov_;
  Fit null_observed_;
  Fit null_asimov_;
};

}  // namespace penumbra
