// The gradient of max pooling.
#pragma once
#include "shapes.h"
#include "vectors.h"

namespace {

typedef int Mask __attribute__((vector_size(lanes * sizeof(int))));

/** Gives the gradients of up to a vector of channels of a window to its first largest values. */
static inline void shareWindow(const float* x, float* dx, Vector largest, Vector share, int count,
                               int rows, int columns, long rowStep, long columnStep) {
  Mask open = Mask{} - 1;
  for (int i = 0; i < rows; i++) {
    for (int j = 0; j < columns; j++) {
      const long at = i * rowStep + j * columnStep;
      const Mask taken = open & (loadFirst(x + at, count) == largest);
      open &= ~taken;
      // As integers: what is not taken adds 0.
      storeFirst(dx + at, loadFirst(dx + at, count) + (Vector)((Mask)share & taken), count);
    }
  }
}

static void maxPoolGradient(const Pooling& p, int first, int end, const float* x, const float* y,
                            const float* dy, float* dx) {
  const long columnStep = p.channels;
  const long rowStep = p.width * columnStep;
  const long example = p.height * rowStep;
  std::memset(dx + first * example, 0, (end - first) * example * sizeof(float));
  for (int b = first; b < end; b++) {
    for (int i = 0; i < p.outHeight; i++) {
      const int top = i * p.strideHeight - p.top;
      const int firstRow = larger(0, top);
      const int rows = smaller(p.height, top + p.filterHeight) - firstRow;
      for (int j = 0; j < p.outWidth; j++) {
        const int left = j * p.strideWidth - p.left;
        const int firstColumn = larger(0, left);
        const int columns = smaller(p.width, left + p.filterWidth) - firstColumn;
        const long window = b * example + firstRow * rowStep + firstColumn * columnStep;
        const long out = (((long)b * p.outHeight + i) * p.outWidth + j) * p.channels;
        for (int c = 0; c < p.channels; c += lanes) {
          const int count = smaller(lanes, p.channels - c);
          shareWindow(x + window + c, dx + window + c, loadFirst(y + out + c, count),
                      loadFirst(dy + out + c, count), count, rows, columns, rowStep, columnStep);
        }
      }
    }
  }
}

}  // namespace
