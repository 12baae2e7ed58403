// A step of Adam in one pass over the numbers.
#pragma once
#include "shapes.h"

static void adam(const AdamFactors& f, long first, long end, const float* __restrict weights,
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
