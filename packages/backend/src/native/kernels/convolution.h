// Convolutions without a copy of the windows: a row of a window is `filterWidth * channels` neighbouring
// floats already, and the next window lies `strideWidth * channels` floats further.
#pragma once
#include "panels.h"
#include "shapes.h"

namespace {

/** Computes some neighbouring windows of the same row, for the filters of a panel. */
template <int rows, int vectors>
struct ConvolveWindows {
  static void run(const Convolution& c, const float* x, const float* panel, const float* bias,
                  bool relu, float* out, int filters) {
    Sums<rows, vectors> sums{};
    multiply<rows, vectors>(x, (long)c.strideWidth * c.channels, 1, c.filterHeight,
                            c.filterWidth * c.channels, (long)c.width * c.channels, panel, sums);
    for (int v = 0; v < vectors; v++) {
      const int count = smaller(lanes, filters - v * lanes);
      const Vector constant = bias ? loadFirst(bias + v * lanes, count) : Vector{};
      for (int i = 0; i < rows; i++) {
        const Vector sum = sums.at[i][v] + constant;
        storeFirst(out + (long)i * c.filters + v * lanes, relu ? withoutNegatives(sum) : sum, count);
      }
    }
  }
};

static void convolve(const Convolution& c, int firstExample, int endExample, const float* x,
                     const float* panels, const float* bias, bool relu, float* out) {
  typedef void (*Run)(const Convolution&, const float*, const float*, const float*, bool, float*,
                      int);
  const long depth = (long)c.filterHeight * c.filterWidth * c.channels;
  for (int b = firstExample; b < endExample; b++) {
    for (int filter = 0; filter < c.filters; filter += panelWidth) {
      const int filters = smaller(panelWidth, c.filters - filter);
      for (int h = 0; h < c.outHeight; h++) {
        const long row = ((long)b * c.height + h * c.strideHeight) * c.width;
        const long outRow = ((long)b * c.outHeight + h) * c.outWidth;
        forEachBlock(c.outWidth, [&](int from, int rows) {
          forSize<Run, ConvolveWindows>(rows, filters)(
              c, x + (row + (long)from * c.strideWidth) * c.channels, panels + filter * depth,
              bias ? bias + filter : nullptr, relu, out + (outRow + from) * c.filters + filter,
              filters);
        });
      }
    }
  }
}

/** Adds to the gradients of some neighbouring weights, of the filters of a panel, by some examples. */
template <int rows, int vectors>
struct AddFilterGradient {
  static void run(const Convolution& c, const float* x, const float* panel, int examples,
                  float* gradient, int filters) {
    Sums<rows, vectors> sums{};
    const long rowLength = (long)c.width * c.channels;
    for (int b = 0; b < examples; b++) {
      multiply<rows, vectors>(x + b * c.height * rowLength, 1, (long)c.strideWidth * c.channels,
                              c.outHeight, c.outWidth, c.strideHeight * rowLength,
                              panel + (long)b * c.outHeight * c.outWidth * panelWidth, sums);
    }
    for (int v = 0; v < vectors; v++) {
      const int count = smaller(lanes, filters - v * lanes);
      for (int i = 0; i < rows; i++) {
        float* to = gradient + (long)i * c.filters + v * lanes;
        storeFirst(to, loadFirst(to, count) + sums.at[i][v], count);
      }
    }
  }
};

static void filterGradient(const Convolution& c, int first, int end, const float* x,
                           const float* dy, float* gradient) {
  typedef void (*Run)(const Convolution&, const float*, const float*, int, float*, int);
  const int run = c.filterWidth * c.channels;
  const int positions = c.outHeight * c.outWidth;
  // As many as stay in the cache of a core.
  const int together = larger(1, smaller(c.batch, 256 / positions));
  float* const panels = newFloats(panelFloats(together * positions, c.filters));
  for (int row = 0; row < c.filterHeight; row++) {
    std::memset(gradient + ((long)row * run + first) * c.filters, 0,
                (long)(end - first) * c.filters * sizeof(float));
  }
  for (int b = 0; b < c.batch; b += together) {
    const int examples = smaller(together, c.batch - b);
    packPanels(dy + (long)b * positions * c.filters, examples * positions, c.filters, c.filters, 1,
               panels, examples * positions);
    for (int row = 0; row < c.filterHeight; row++) {
      forEachBlock(end - first, [&](int offset, int rows) {
        const int from = first + offset;
        for (int filter = 0; filter < c.filters; filter += panelWidth) {
          const int filters = smaller(panelWidth, c.filters - filter);
          forSize<Run, AddFilterGradient>(rows, filters)(
              c, x + ((long)b * c.height + row) * c.width * c.channels + from,
              panels + (long)filter * examples * positions, examples,
              gradient + ((long)row * run + from) * c.filters + filter, filters);
        }
      });
    }
  }
  deleteFloats(panels);
}

}  // namespace
