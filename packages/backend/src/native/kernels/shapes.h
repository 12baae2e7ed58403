// What kernels compute, in numbers.
#pragma once

/** A convolution of `[batch, height, width, channels]` without padding. */
struct Convolution {
  int batch, height, width, channels;
  int filterHeight, filterWidth, filters;
  int strideHeight, strideWidth;
  int outHeight, outWidth;
};

/** A convolution with strides of 1, in tiles of Winograd's algorithm; see winograd.h. */
struct Tiles {
  int batch, height, width, channels;
  int filterHeight, filterWidth, filters;
  int outHeight, outWidth, padTop, padLeft;
  /** Points along each axis: 6 or 8 along one with tiles, else 1. */
  int rows, columns;
  /** Outputs of a tile. */
  int stepHeight, stepWidth;
  /** Pieces into which a long filter along the first axis is cut, and their taps. */
  int blocks, blockTaps;
  /** Tiles of an example. */
  int tileRows, tileColumns;
};

/** Max pooling of `[batch, height, width, channels]`; windows may reach beyond the edges. */
struct Pooling {
  int batch, height, width, channels;
  int filterHeight, filterWidth;
  int strideHeight, strideWidth;
  int top, left;
  int outHeight, outWidth;
};

/** The factors of a step of Adam. */
struct AdamFactors {
  float beta1, rest1, beta2, rest2, epsilon, rate, kept;
};
