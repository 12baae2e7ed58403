// What kernels compute, in numbers.
#pragma once

/** A convolution of `[batch, height, width, channels]` without padding. */
struct Convolution {
  int batch, height, width, channels;
  int filterHeight, filterWidth, filters;
  int strideHeight, strideWidth;
  int outHeight, outWidth;
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
