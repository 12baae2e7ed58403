// The loops that take time, compiled once for each instruction set that a machine may have.
#pragma once
#include "shapes.h"

struct Kernels {
  /** Floats in a panel of weights, see `packPanels`. */
  int panelWidth;

  /**
   * Rearranges a matrix `[rows, columns]` into panels `[panel][row][panelWidth]`; what is beyond the last
   * column is 0. Element `(row, column)` of the matrix lies at `row * rowStep + column * columnStep`. The
   * panels may have more rows, which are left alone.
   */
  void (*packPanels)(const float* matrix, int rows, int columns, long rowStep, long columnStep,
                     float* panels, int panelRows);

  /**
   * Convolves the examples `first` to `end`. The filters are in panels, of which each row belongs to an input
   * of the window. `bias` is null or has a number for each filter.
   */
  void (*convolve)(const Convolution&, int first, int end, const float* x, const float* panels,
                   const float* bias, bool relu, float* out);

  /**
   * Computes the gradient of the filters, `[filterHeight * filterWidth * channels, filters]`, for the rows
   * `first` to `end` of each `filterWidth * channels`. The other rows are left alone.
   */
  void (*filterGradient)(const Convolution&, int first, int end, const float* x, const float* dy,
                         float* gradient);

  /** The gradient of max pooling of some examples: each window's goes to its first largest value. */
  void (*maxPoolGradient)(const Pooling&, int first, int end, const float* x, const float* y,
                          const float* dy, float* dx);

  /** A step of Adam on the parameters `first` to `end`. */
  void (*adam)(const AdamFactors&, long first, long end, const float* weights,
               const float* gradient, const float* m, const float* v, float* newWeights, float* newM,
               float* newV);
};

/** The kernels for the instructions of this machine. */
const Kernels& kernels();
