// Convolutions without a copy of the windows: a row of a window is `filterWidth * channels` neighbouring
// floats already, and the next window lies `strideWidth * channels` floats further.
#pragma once
#include "shapes.h"
#include "vectors.h"

namespace {

constexpr int panelVectors = 2;
constexpr int panelWidth = panelVectors * lanes;

/** So many rows of sums fit into the registers, beside a row of a panel and what it is multiplied by. */
constexpr int mostRows = (registers - panelVectors - 2) / panelVectors;

static void packPanels(const float* matrix, int rows, int columns, long rowStep, long columnStep,
                       float* panels, int panelRows) {
  for (int first = 0; first < columns; first += panelWidth) {
    const int count = smaller(panelWidth, columns - first);
    float* to = panels + (long)first * panelRows;
    for (int row = 0; row < rows; row++, to += panelWidth) {
      const float* from = matrix + row * rowStep + first * columnStep;
      for (int i = 0; i < count; i++) to[i] = from[i * columnStep];
      for (int i = count; i < panelWidth; i++) to[i] = 0;
    }
  }
}

/** A rectangle of sums: `rows` rows of `vectors` vectors, which stay in registers. */
template <int rows, int vectors>
struct Sums {
  Vector at[rows][vectors];
};

/**
 * Multiplies a matrix by a panel, and adds the products to sums.
 *
 * @param x element `(row, k)` of the matrix lies at `block * blockStep + row * rowStep + i * step`, where `k`
 *   counts `blocks` blocks of `length` elements.
 */
template <int rows, int vectors>
static __attribute__((noinline)) void multiply(const float* x, long rowStep, long step, int blocks,
                                               int length, long blockStep, const float* panel,
                                               Sums<rows, vectors>& result) {
  Sums<rows, vectors> sums;
#pragma GCC unroll 32
  for (int i = 0; i < rows; i++) {
#pragma GCC unroll 4
    for (int v = 0; v < vectors; v++) sums.at[i][v] = result.at[i][v];
  }
  for (int block = 0; block < blocks; block++, x += blockStep) {
    const float* from = x;
    const float* const end = panel + (long)length * panelWidth;
    for (; panel != end; panel += panelWidth, from += step) {
      Vector row[vectors];
#pragma GCC unroll 4
      for (int v = 0; v < vectors; v++) row[v] = load(panel + v * lanes);
#pragma GCC unroll 32
      for (int i = 0; i < rows; i++) {
        const Vector value = Vector{} + from[i * rowStep];
#pragma GCC unroll 4
        for (int v = 0; v < vectors; v++) sums.at[i][v] += value * row[v];
      }
    }
  }
#pragma GCC unroll 32
  for (int i = 0; i < rows; i++) {
#pragma GCC unroll 4
    for (int v = 0; v < vectors; v++) result.at[i][v] = sums.at[i][v];
  }
}

/** The same function for 1 to `mostRows` rows, chosen when it runs. */
template <class Function, template <int, int> class Of, int vectors, int most = mostRows>
static Function choose(int rows) {
  if constexpr (most == 0) return nullptr;
  else return rows == most ? Of<most, vectors>::run : choose<Function, Of, vectors, most - 1>(rows);
}

/** The function for so many rows, and for columns of one vector or of two. */
template <class Function, template <int, int> class Of>
static Function forSize(int rows, int columns) {
  return columns > lanes ? choose<Function, Of, 2>(rows) : choose<Function, Of, 1>(rows);
}

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
        // A NaN stays one.
        const Vector value = relu ? (sum < 0 ? Vector{} : sum) : sum;
        storeFirst(out + (long)i * c.filters + v * lanes, value, count);
      }
    }
  }
};

static void convolve(const Convolution& c, int firstExample, int endExample, const float* x,
                     const float* panels, const float* bias, bool relu, float* out) {
  typedef void (*Run)(const Convolution&, const float*, const float*, const float*, bool, float*,
                      int);
  const long depth = (long)c.filterHeight * c.filterWidth * c.channels;
  const int blocks = (c.outWidth + mostRows - 1) / mostRows;
  for (int b = firstExample; b < endExample; b++) {
    for (int filter = 0; filter < c.filters; filter += panelWidth) {
      const int filters = smaller(panelWidth, c.filters - filter);
      for (int h = 0; h < c.outHeight; h++) {
        const long row = ((long)b * c.height + h * c.strideHeight) * c.width;
        const long outRow = ((long)b * c.outHeight + h) * c.outWidth;
        for (int block = 0; block < blocks; block++) {
          const int from = c.outWidth * block / blocks;
          const int rows = c.outWidth * (block + 1) / blocks - from;
          forSize<Run, ConvolveWindows>(rows, filters)(
              c, x + (row + (long)from * c.strideWidth) * c.channels, panels + filter * depth,
              bias ? bias + filter : nullptr, relu, out + (outRow + from) * c.filters + filter,
              filters);
        }
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
  const int blocks = (end - first + mostRows - 1) / mostRows;
  const int panelCount = (c.filters + panelWidth - 1) / panelWidth;
  float* const panels =
      new float[(long)together * positions * panelCount * panelWidth];
  for (int row = 0; row < c.filterHeight; row++) {
    std::memset(gradient + ((long)row * run + first) * c.filters, 0,
                (long)(end - first) * c.filters * sizeof(float));
  }
  for (int b = 0; b < c.batch; b += together) {
    const int examples = smaller(together, c.batch - b);
    packPanels(dy + (long)b * positions * c.filters, examples * positions, c.filters, c.filters, 1,
               panels, examples * positions);
    for (int row = 0; row < c.filterHeight; row++) {
      for (int block = 0; block < blocks; block++) {
        const int from = first + (end - first) * block / blocks;
        const int rows = first + (end - first) * (block + 1) / blocks - from;
        for (int filter = 0; filter < c.filters; filter += panelWidth) {
          const int filters = smaller(panelWidth, c.filters - filter);
          forSize<Run, AddFilterGradient>(rows, filters)(
              c, x + ((long)b * c.height + row) * c.width * c.channels + from,
              panels + (long)filter * examples * positions, examples,
              gradient + ((long)row * run + from) * c.filters + filter, filters);
        }
      }
    }
  }
  delete[] panels;
}

}  // namespace
