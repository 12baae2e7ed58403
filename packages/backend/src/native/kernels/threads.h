// Work divided between threads.
#pragma once
#include <thread>
#include <vector>

/** Calls `part(first, end)` on each of several threads, for equal parts of `length` members. */
template <class Part>
void inParallel(int threads, long length, Part part) {
  if (threads > length) threads = (int)length;
  std::vector<std::thread> others;
  for (int i = 1; i < threads; i++) {
    others.emplace_back(part, length * i / threads, length * (i + 1) / threads);
  }
  part(0L, threads > 1 ? length / threads : length);
  for (auto& other : others) other.join();
}
