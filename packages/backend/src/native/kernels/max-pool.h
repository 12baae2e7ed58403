// Max pooling and its gradient.
#pragma once
#include "shapes.h"
#include "vectors.h"

namespace {

typedef int Mask __attribute__((vector_size(lanes * sizeof(int))));

/** A window of an example, cut at the edges. */
struct Window {
  int firstRow, rows, firstColumn, columns;
};

inline Window windowAt(const Pooling& p, int i, int j) {
  const int top = i * p.strideHeight - p.top, left = j * p.strideWidth - p.left;
  const int firstRow = larger(0, top), firstColumn = larger(0, left);
  return {firstRow, smaller(p.height, top + p.filterHeight) - firstRow, firstColumn,
          smaller(p.width, left + p.filterWidth) - firstColumn};
}

void maxPool(const Pooling& p, int first, int end, const float* x, float* y) {
  const long columnStep = p.channels;
  const long rowStep = p.width * columnStep;
  for (int b = first; b < end; b++) {
    for (int i = 0; i < p.outHeight; i++) {
      for (int j = 0; j < p.outWidth; j++) {
        const Window w = windowAt(p, i, j);
        const float* from = x + b * p.height * rowStep + w.firstRow * rowStep + w.firstColumn * columnStep;
        float* to = y + (((long)b * p.outHeight + i) * p.outWidth + j) * p.channels;
        for (int c = 0; c < p.channels; c += lanes) {
          const int count = smaller(lanes, p.channels - c);
          Vector largest = loadFirst(from + c, count);
          for (int row = 0; row < w.rows; row++) {
            for (int column = 0; column < w.columns; column++) {
              const Vector value = loadFirst(from + row * rowStep + column * columnStep + c, count);
              // A NaN is lost where a number comes after it.
              largest = largest >= value ? largest : value;
            }
          }
          storeFirst(to + c, largest, count);
        }
      }
    }
  }
}

/**
 * Gives the gradients of up to a vector of channels of a window to its first largest values. Where windows lie
 * apart, nothing is there to be added to.
 */
template <bool apart>
inline void shareWindow(const float* x, float* dx, Vector largest, Vector share, int count,
                               int rows, int columns, long rowStep, long columnStep) {
  Mask open = Mask{} - 1;
  for (int i = 0; i < rows; i++) {
    for (int j = 0; j < columns; j++) {
      const long at = i * rowStep + j * columnStep;
      const Mask taken = open & (loadFirst(x + at, count) == largest);
      open &= ~taken;
      // As integers: what is not taken is 0.
      const Vector taking = (Vector)((Mask)share & taken);
      storeFirst(dx + at, apart ? taking : loadFirst(dx + at, count) + taking, count);
    }
  }
}

template <bool apart>
void shareWindows(const Pooling& p, int first, int end, const float* x, const float* y,
                  const float* dy, float* dx) {
  const long columnStep = p.channels;
  const long rowStep = p.width * columnStep;
  const long example = p.height * rowStep;
  for (int b = first; b < end; b++) {
    for (int i = 0; i < p.outHeight; i++) {
      for (int j = 0; j < p.outWidth; j++) {
        const Window w = windowAt(p, i, j);
        const long window = b * example + w.firstRow * rowStep + w.firstColumn * columnStep;
        const long out = (((long)b * p.outHeight + i) * p.outWidth + j) * p.channels;
        for (int c = 0; c < p.channels; c += lanes) {
          const int count = smaller(lanes, p.channels - c);
          shareWindow<apart>(x + window + c, dx + window + c, loadFirst(y + out + c, count),
                      loadFirst(dy + out + c, count), count, w.rows, w.columns, rowStep, columnStep);
        }
      }
    }
  }
}

void maxPoolGradient(const Pooling& p, int first, int end, const float* x, const float* y,
                     const float* dy, float* dx) {
  const bool apart = p.strideHeight >= p.filterHeight && p.strideWidth >= p.filterWidth;
  const bool covered = p.strideHeight == p.filterHeight && p.strideWidth == p.filterWidth &&
                       p.outHeight * p.strideHeight - p.top >= p.height &&
                       p.outWidth * p.strideWidth - p.left >= p.width;
  const long example = (long)p.height * p.width * p.channels;
  if (!covered) std::memset(dx + first * example, 0, (end - first) * example * sizeof(float));
  if (apart) shareWindows<true>(p, first, end, x, y, dy, dx);
  else shareWindows<false>(p, first, end, x, y, dy, dx);
}

}  // namespace
