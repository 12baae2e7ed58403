// Convolutions with a few filters only, which would leave most lanes of a vector empty. All weights that an
// input meets are computed as columns of one product, and added afterwards.
#pragma once
#include "panels.h"
#include "shapes.h"

namespace {

inline int weightsOfInput(const Convolution& c) {
  return c.filterHeight * c.filterWidth * c.filters;
}

/** `panels` are of `[channels, filterHeight * filterWidth * filters]`; strides are 1. */
void convolveToFew(const Convolution& c, int firstExample, int endExample, const float* x,
                   const float* panels, const float* bias, bool relu, float* out) {
  const int columns = weightsOfInput(c);
  const int positions = c.height * c.width;
  float* const products = newFloats((long)positions * columns);
  for (int b = firstExample; b < endExample; b++) {
    multiplyByPanels(x + (long)b * positions * c.channels, positions, c.channels, panels, columns,
                     products);
    float* to = out + (long)b * c.outHeight * c.outWidth * c.filters;
    for (int h = 0; h < c.outHeight; h++) {
      for (int w = 0; w < c.outWidth; w++) {
        for (int f = 0; f < c.filters; f++, to++) {
          float sum = bias ? bias[f] : 0;
          const float* weight = products + ((long)h * c.width + w) * columns + f;
          for (int i = 0; i < c.filterHeight; i++) {
            const float* from = weight + (long)i * (c.width * columns + c.filterWidth * c.filters);
            for (int j = 0; j < c.filterWidth; j++) sum += from[j * (columns + c.filters)];
          }
          *to = relu && sum < 0 ? 0 : sum;
        }
      }
    }
  }
  deleteFloats(products);
}

/** Adds products of gradients, one for each of some taps, with a panel of inputs. */
template <int rows, int vectors>
struct AddTaps {
  static void run(const float* dy, int filters, int positions, const float* panel, float* sums,
                  long sumStep) {
    Sums<rows, vectors> at{};
    multiply<rows, vectors>(dy, -filters, filters, 1, positions, 0, panel, at);
    for (int i = 0; i < rows; i++) {
      for (int v = 0; v < vectors; v++) {
        float* to = sums + i * sumStep + v * lanes;
        store(to, load(to) + at.at[i][v]);
      }
    }
  }
};

/** The gradient of the filters; strides are 1. */
void filterGradientOfFew(const Convolution& c, const float* x, const float* dy, float* gradient) {
  typedef void (*Run)(const float*, int, int, const float*, float*, long);
  const int positions = c.height * c.width;
  const int panelCount = (c.channels + panelWidth - 1) / panelWidth;
  const int wide = panelCount * panelWidth;
  // Gradients at the places of the inputs that their windows begin with, and before them as many zeros as the
  // last tap lies behind the first.
  const int reach = (c.filterHeight - 1) * c.width + c.filterWidth - 1;
  const long sumFloats = (long)weightsOfInput(c) * wide;
  const long gridFloats = (long)(reach + positions) * c.filters;
  float* const panels = newFloats((long)positions * wide + sumFloats + gridFloats);
  float* const sums = panels + (long)positions * wide;
  float* const grid = sums + sumFloats;
  std::memset(sums, 0, (sumFloats + gridFloats) * sizeof(float));
  for (int b = 0; b < c.batch; b++) {
    packPanels(x + (long)b * positions * c.channels, positions, c.channels, c.channels, 1, panels,
               positions);
    for (int h = 0; h < c.outHeight; h++) {
      std::memcpy(grid + (long)(reach + h * c.width) * c.filters,
                  dy + ((long)b * c.outHeight + h) * c.outWidth * c.filters,
                  (long)c.outWidth * c.filters * sizeof(float));
    }
    for (int i = 0; i < c.filterHeight; i++) {
      for (int f = 0; f < c.filters; f++) {
        for (int panel = 0; panel < panelCount; panel++) {
          const int channels = smaller(panelWidth, c.channels - panel * panelWidth);
          forEachBlock(c.filterWidth, [&](int from, int taps) {
            forSize<Run, AddTaps>(taps, channels)(
                grid + (long)(reach - i * c.width - from) * c.filters + f, c.filters, positions,
                panels + (long)panel * panelWidth * positions,
                sums + ((long)(i * c.filterWidth + from) * c.filters + f) * wide +
                    panel * panelWidth,
                (long)c.filters * wide);
          });
        }
      }
    }
  }
  for (int tap = 0; tap < c.filterHeight * c.filterWidth; tap++) {
    for (int channel = 0; channel < c.channels; channel++) {
      for (int f = 0; f < c.filters; f++) {
        *gradient++ = sums[((long)tap * c.filters + f) * wide + channel];
      }
    }
  }
  deleteFloats(panels);
}

}  // namespace
