// Windows over several axes, laid out side by side, and the way back.
#pragma once
#include <cstring>
#include <vector>

/** What happens along one axis; see `unfolding.ts`. */
struct UnfoldedAxis {
  int length, cells, stride, dilation, before, positions, wraps;
};

/**
 * Of each cell of each window: which position of the input it lies on, −1 for one outside. In the order of the
 * output: windows along each axis in the order that is given, then cells along each axis.
 */
inline std::vector<int> findPicks(const std::vector<UnfoldedAxis>& axes, const std::vector<int>& order) {
  struct Loop {
    int axis, count, by;
  };
  std::vector<Loop> loops;
  for (int axis : order) loops.push_back({axis, axes[axis].positions, axes[axis].stride});
  long total = 1;
  for (size_t axis = 0; axis < axes.size(); axis++) {
    loops.push_back({(int)axis, axes[axis].cells, axes[axis].dilation});
  }
  for (const Loop& loop : loops) total *= loop.count;
  std::vector<int> picks(total), counters(loops.size(), 0), at;
  for (const UnfoldedAxis& axis : axes) at.push_back(-axis.before);
  for (long i = 0; i < total; i++) {
    int pick = 0;
    for (size_t axis = 0; axis < axes.size(); axis++) {
      const UnfoldedAxis& a = axes[axis];
      const int place = a.wraps ? ((at[axis] % a.length) + a.length) % a.length : at[axis];
      if (place < 0 || place >= a.length) {
        pick = -1;
        break;
      }
      pick = pick * a.length + place;
    }
    picks[i] = pick;
    for (size_t loop = loops.size(); loop-- > 0;) {
      at[loops[loop].axis] += loops[loop].by;
      if (++counters[loop] < loops[loop].count) break;
      at[loops[loop].axis] -= loops[loop].by * loops[loop].count;
      counters[loop] = 0;
    }
  }
  return picks;
}

/** Copies the picked rows of an example; zeros for −1. */
inline void copyPicked(const float* from, const std::vector<int>& picks, int size, float* to) {
  for (int pick : picks) {
    const float* source = from + (long)pick * size;
    if (size == 1) *to = pick < 0 ? 0.0f : *source;
    else if (pick < 0) std::memset(to, 0, size * sizeof(float));
    else if (size > 32) std::memcpy(to, source, size * sizeof(float));
    else for (int i = 0; i < size; i++) to[i] = source[i];
    to += size;
  }
}

/** Adds rows of an example to where they were picked; `to` is zero before. */
inline void addPicked(const float* from, const std::vector<int>& picks, int size, float* to) {
  for (int pick : picks) {
    if (pick >= 0) {
      float* target = to + (long)pick * size;
      for (int i = 0; i < size; i++) target[i] += from[i];
    }
    from += size;
  }
}
