#pragma once

#include <limits>
#include <span>
#include <vector>

namespace penumbra {

/// Bins of a = l / (beta gamma) = l m / k, the proper length at which a mediator decays at path length l; logarithmic.
class LengthGrid {
 public:
  LengthGrid(double a_min_m, double a_max_m, int bins_per_decade);
  std::size_t size() const { return centre_.size(); }
  /// Bin of a length, looked for from one that is probably close; lengths outside belong to the first or last bin.
  std::size_t bin(std::size_t guess, double a_m) const;
  std::span<double const> centres_m() const { return centre_; }
  std::span<double const> edges_m() const { return edge_; }
  /// exp(-centre / ctau) for every bin: shared by all spectra on this grid. Returned are the first ones, beyond which
  /// all are zero.
  std::span<double const> exponentials(double ctau_m, std::span<double> out) const;

 private:
  std::vector<double> edge_;
  std::vector<double> centre_;
};

/// What a detector sees of one production: the positive density h(a), so that the number of decays seen is
///
///   N = (1 / c tau) int h(a) exp(-a / c tau) da,
///
/// exact for any geometry and any efficiency that depends on the position. Bins keep the moments of h about their
/// centre up to the third, so the error per bin is (width / c tau)^4 / 4!/2^4: below 1e-4 of N where N is not
/// negligible.
class LengthSpectrum {
 public:
  explicit LengthSpectrum(LengthGrid const& grid) : grid_{&grid}, moments_(grid.size()) {}

  /// Adds a path in stretches: from proper length a[i] to a[i + 1] with constant density[i]; a ascends.
  void add(std::span<double const> a_m, std::span<double const> density);
  void add(LengthSpectrum const& other, double factor);
  void clear();
  /// Decays seen at c tau, given `exponentials` of the grid, or those that are not zero.
  double decays(double ctau_m, std::span<double const> exponentials) const;
  std::size_t bytes() const { return moments_.size() * sizeof(Moments); }

 private:
  struct Moments {
    double m0 = 0.0, m1 = 0.0, m2 = 0.0, m3 = 0.0;
    /// Of a constant density from a_first_m to a_last_m about a centre.
    void add(double a_first_m, double a_last_m, double density, double centre_m);
  };
  void add_to(std::size_t bin, Moments const& moments);
  void add_whole(std::size_t first, std::size_t end, double density);

  LengthGrid const* grid_;
  std::size_t last_start_ = 0;  ///< where the path before began
  std::vector<Moments> moments_;
  std::size_t first_ = std::numeric_limits<std::size_t>::max();  ///< bin with a moment
  std::size_t end_ = 0;                                          ///< behind the last one
};

}  // namespace penumbra
