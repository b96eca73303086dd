#include "core/shared_results.hpp"

namespace penumbra {

std::shared_ptr<SharedResults::Place> SharedResults::place_of(Key const& key) {
  std::lock_guard const lock{mutex_};
  auto const [found, is_new] = places_.try_emplace(key);
  auto& place = found->second;
  if (is_new) {
    place = std::make_shared<Place>();
    place->key = &found->first;
    place->age = by_age_.insert(by_age_.begin(), place);
  } else {
    by_age_.splice(by_age_.begin(), by_age_, place->age);
  }
  return place;
}

void SharedResults::account(std::shared_ptr<Place> const& place, std::size_t bytes) {
  std::lock_guard const lock{mutex_};
  if (place->key == nullptr) return;  // forgotten while it was made
  place->bytes = bytes;
  bytes_ += bytes;
  while (bytes_ > max_bytes_ && by_age_.back() != place) {
    auto const oldest = by_age_.back();
    bytes_ -= oldest->bytes;
    by_age_.pop_back();
    auto const* key = oldest->key;
    oldest->key = nullptr;
    places_.erase(*key);
  }
}

std::size_t SharedResults::bytes() const {
  std::lock_guard const lock{mutex_};
  return bytes_;
}

}  // namespace penumbra
