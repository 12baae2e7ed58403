// A step of Adam in one pass over the numbers, and sums of rows.
#pragma once
#include "shapes.h"

namespace {

void adam(const AdamFactors& f, long first, long end, const float* __restrict weights,
                 const float* __restrict gradient, const float* __restrict m,
                 const float* __restrict v, float* __restrict newWeights, float* __restrict newM,
                 float* __restrict newV) {
  for (long i = first; i < end; i++) {
    const float g = gradient[i];
    const float mean = m[i] * f.beta1 + g * f.rest1;
    const float square = v[i] * f.beta2 + g * g * f.rest2;
    newM[i] = mean;
    newV[i] = square;
    newWeights[i] = weights[i] * f.kept - mean / (__builtin_sqrtf(square) + f.epsilon) * f.rate;
  }
}

/** The same on rows of a table and of its moments, in place; `gradients` has these rows only. */
void adamRows(const AdamFactors& f, long first, long end, const int* rows, long width, float* values,
              float* m, float* v, const float* gradients) {
  for (long i = first; i < end; i++) {
    float* const __restrict w = values + rows[i] * width;
    float* const __restrict mean = m + rows[i] * width;
    float* const __restrict square = v + rows[i] * width;
    const float* const __restrict gradient = gradients + i * width;
    for (long j = 0; j < width; j++) {
      const float g = gradient[j];
      mean[j] = mean[j] * f.beta1 + g * f.rest1;
      square[j] = square[j] * f.beta2 + g * g * f.rest2;
      w[j] = w[j] * f.kept - mean[j] / (__builtin_sqrtf(square[j]) + f.epsilon) * f.rate;
    }
  }
}

/** Adds row `i` of `from` to row `places[i]` of `to`. */
void addRows(long first, long end, const int* places, long width, const float* from, float* to) {
  for (long i = first; i < end; i++) {
    float* const __restrict sum = to + places[i] * width;
    const float* const __restrict row = from + i * width;
    for (long j = 0; j < width; j++) sum[j] += row[j];
  }
}

}  // namespace
