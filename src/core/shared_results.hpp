#pragma once

#include <compare>
#include <cstddef>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace penumbra {

/// Costly results that several mass points have in common, made once by whoever asks first and then shared by all
/// threads. Results are pure functions of their key, so that it does not matter who made them, nor whether they had to
/// be made again: what was not asked for longest is forgotten when there is more than `max_bytes`.
class SharedResults {
 public:
  /// Enough for what a hundred searches keep of sixty-four masses of a mediator, 11 MiB each, and of one of dark
  /// matter: with less, a scan whose last mass is the mediator's would make all of it again for each mass of dark
  /// matter.
  static constexpr std::size_t default_bytes = std::size_t{1024} << 20;

  struct Key {
    void const* owner;           ///< what asks: an analysis, a beam; must outlive this object
    std::string what;            ///< which of its results
    std::vector<double> values;  ///< everything the result depends on, masses first
    auto operator<=>(Key const&) const = default;
  };

  explicit SharedResults(std::size_t max_bytes = default_bytes) : max_bytes_{max_bytes} {}

  /// The result of `make`, from now on or from before. `bytes(result)` is about what it occupies. Other threads that
  /// want the same wait; an exception of `make` goes to its caller, and the next one tries again.
  template <class Result, class Make, class Bytes>
  std::shared_ptr<Result const> get(Key const& key, Make const& make, Bytes const& bytes) {
    auto const place = place_of(key);
    std::lock_guard const making{place->mutex};
    if (!place->result) {
      auto result = std::make_shared<Result const>(make());
      place->result = result;
      account(place, bytes(*result));
    }
    return std::static_pointer_cast<Result const>(place->result);
  }

  std::size_t bytes() const;

 private:
  struct Place {
    std::mutex mutex;
    std::shared_ptr<void const> result;
    Key const* key = nullptr;  ///< in `places_`; null once forgotten
    std::size_t bytes = 0;
    std::list<std::shared_ptr<Place>>::iterator age;
  };

  /// The place of a key, now the youngest.
  std::shared_ptr<Place> place_of(Key const& key);
  /// Counts what a place holds, and forgets others until there is room.
  void account(std::shared_ptr<Place> const& place, std::size_t bytes);

  std::size_t max_bytes_;
  std::size_t bytes_ = 0;
  mutable std::mutex mutex_;
  std::map<Key, std::shared_ptr<Place>> places_;
  std::list<std::shared_ptr<Place>> by_age_;  ///< youngest first
};

}  // namespace penumbra
