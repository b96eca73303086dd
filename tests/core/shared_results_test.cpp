#include "core/shared_results.hpp"

#include <atomic>
#include <catch2/catch.hpp>
#include <stdexcept>
#include <thread>
#include <vector>

using penumbra::SharedResults;

namespace {

int const owner = 0;
int const other_owner = 0;
std::size_t one_byte(double) { return 1; }

}  // namespace

TEST_CASE("a shared result is made once for each key, whoever asks", "[shared-results]") {
  SharedResults shared;
  std::atomic<int> made = 0;
  std::atomic<int> wrong = 0;
  std::vector<std::jthread> threads;
  for (int thread = 0; thread < 8; ++thread)
    threads.emplace_back([&] {
      for (int i = 0; i < 1000; ++i) {
        double const x = i % 10;
        auto const result = shared.get<double>(
            {&owner, "square", {x}}, [&] { return ++made, x * x; }, one_byte);
        if (*result != x * x) ++wrong;
      }
    });
  threads.clear();
  CHECK(made == 10);
  CHECK(wrong == 0);
  CHECK(*shared.get<double>(
            {&other_owner, "square", {3.0}}, [] { return -1.0; }, one_byte) == -1.0);
  CHECK(*shared.get<double>(
            {&owner, "cube", {3.0}}, [] { return 27.0; }, one_byte) == 27.0);
}

TEST_CASE("what was not asked for longest is forgotten first", "[shared-results]") {
  SharedResults shared{3};
  int made = 0;
  auto const ask = [&](double x) {
    return *shared.get<double>(
        {&owner, "x", {x}}, [&] { return ++made, x; }, one_byte);
  };
  for (double const x : {1.0, 2.0, 3.0, 1.0}) ask(x);
  CHECK(made == 3);
  ask(4.0);  // 2 goes
  for (double const x : {1.0, 3.0, 4.0}) ask(x);
  CHECK(made == 4);
  ask(2.0);
  CHECK(made == 5);
  CHECK(shared.bytes() == 3);
  // What is too large is given, and kept until something else comes.
  auto const held = shared.get<double>(
      {&owner, "large", {}}, [] { return 7.0; }, [](double) { return 100; });
  CHECK(shared.bytes() == 100);
  ask(1.0);
  CHECK(shared.bytes() == 1);
  CHECK(*held == 7.0);
}

TEST_CASE("a result that could not be made is tried again", "[shared-results]") {
  SharedResults shared;
  auto const fails = []() -> double { throw std::runtime_error("no"); };
  CHECK_THROWS_AS(shared.get<double>({&owner, "x", {}}, fails, one_byte), std::runtime_error);
  CHECK(*shared.get<double>(
            {&owner, "x", {}}, [] { return 1.0; }, one_byte) == 1.0);
}
