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

  /**
   * The same for a few filters and strides of 1. The panels are those of a matrix
   * `[channels, filterHeight * filterWidth * filters]`.
   */
  void (*convolveToFew)(const Convolution&, int first, int end, const float* x, const float* panels,
                        const float* bias, bool relu, float* out);

  /** The gradient of a few filters, by all examples; strides are 1. */
  void (*filterGradientOfFew)(const Convolution&, const float* x, const float* dy, float* gradient);

  /**
   * The filters at the points of Winograd's algorithm, in panels of `blocks * channels` rows, plane after plane.
   * A filter that is `turned` is `[filterHeight, filterWidth, filters, channels]` and seen from its other end.
   */
  void (*winogradFilters)(const Tiles&, const float* filter, bool turned, float* panels);

  /** As `convolve`, with {@link winogradFilters}; `x` has no padding. */
  void (*winogradConvolve)(const Tiles&, int first, int end, const float* x, const float* panels,
                           const float* bias, bool relu, float* out);

  /** The gradient of the filters at the points by some examples, in panels as those of the filters. */
  void (*winogradGradientSums)(const Tiles&, int first, int end, const float* x, const float* dy,
                               float* sums);

  /** The gradient of the filters from that at the points. */
  void (*winogradGradientOfSums)(const Tiles&, const float* sums, float* gradient);

  /** Max pooling of some examples. */
  void (*maxPool)(const Pooling&, int first, int end, const float* x, float* y);

  /** The gradient of max pooling of some examples: each window's goes to its first largest value. */
  void (*maxPoolGradient)(const Pooling&, int first, int end, const float* x, const float* y,
                          const float* dy, float* dx);

  /** A step of Adam on the parameters `first` to `end`. */
  void (*adam)(const AdamFactors&, long first, long end, const float* weights,
               const float* gradient, const float* m, const float* v, float* newWeights, float* newM,
               float* newV);

  /** A step of Adam, in place, on the rows of a table that `rows[first]` to `rows[end]` name. */
  void (*adamRows)(const AdamFactors&, long first, long end, const int* rows, long width,
                   float* values, float* m, float* v, const float* gradients);

  /** Adds row `i` of `from` to row `places[i]` of `to`, for `first` to `end`. */
  void (*addRows)(long first, long end, const int* places, long width, const float* from, float* to);
};

/** The kernels for the instructions of this machine. */
const Kernels& kernels();
