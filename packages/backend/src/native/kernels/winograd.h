// Convolutions by fewer multiplications: Winograd's F(m, r), along one axis or nested along two (Lavin and
// Gray 2016), as in ../../wasm/simd/winograd.as, where the points and the transforms are explained.
//
// A transformed tile has `rows * columns` numbers a channel, which lie in so many planes. A plane is a matrix
// `[tiles, depth]`, and the convolution at a point is the product of a plane with the filters there.
#pragma once
#include <type_traits>
#include "panels.h"
#include "shapes.h"

namespace {

/** Floats of a group of transformed tiles and of their products: they fit into the cache of a core. */
constexpr long floatsAtOnce = 1 << 17;

/** Values at the points in place of inputs of a tile, `step` apart. */
template <int points>
inline void evaluate(Vector* d, int step) {
  static_assert(points == 6 || points == 8);
  const Vector d0 = d[0], d1 = d[step], d2 = d[2 * step], d3 = d[3 * step], d4 = d[4 * step],
               d5 = d[5 * step];
  if constexpr (points == 6) {
    const Vector even1 = d4 - 4 * d2, odd1 = d3 - 4 * d1;
    const Vector even2 = d4 - d2, odd2 = 2 * (d3 - d1);
    d[0] = 4 * d0 - 5 * d2 + d4;
    d[step] = even1 + odd1;
    d[2 * step] = even1 - odd1;
    d[3 * step] = even2 + odd2;
    d[4 * step] = even2 - odd2;
    d[5 * step] = 4 * d1 - 5 * d3 + d5;
  } else {
    const Vector d6 = d[6 * step], d7 = d[7 * step];
    const Vector even1 = d2 + d6 - 4.25f * d4, odd1 = d1 + d5 - 4.25f * d3;
    const Vector even2 = d6 + 0.25f * d2 - 1.25f * d4, odd2 = 0.5f * d1 - 2.5f * d3 + 2 * d5;
    const Vector even3 = d6 + 4 * d2 - 5 * d4, odd3 = 2 * d1 - 2.5f * d3 + 0.5f * d5;
    d[0] = d0 - d6 + 5.25f * (d4 - d2);
    d[step] = even1 + odd1;
    d[2 * step] = even1 - odd1;
    d[3 * step] = even2 + odd2;
    d[4 * step] = even2 - odd2;
    d[5 * step] = even3 + odd3;
    d[6 * step] = even3 - odd3;
    d[7 * step] = d7 - d1 + 5.25f * (d3 - d5);
  }
}

/** `m` outputs in place of their values at the points. */
template <int points>
inline void interpolate(Vector* p, int step, int m) {
  const Vector p0 = p[0], p1 = p[step], p2 = p[2 * step], p3 = p[3 * step], p4 = p[4 * step];
  const Vector even1 = p1 + p2, odd1 = p1 - p2, even2 = p3 + p4, odd2 = p3 - p4;
  const Vector last = p[(points - 1) * step];
  if constexpr (points == 6) {
    p[0] = p0 + even1 + even2;
    p[step] = odd1 + 2 * odd2;
    p[2 * step] = even1 + 4 * even2;
    p[3 * step] = odd1 + 8 * odd2;
  } else {
    const Vector p5 = p[5 * step], p6 = p[6 * step];
    const Vector even3 = p5 + p6, odd3 = p5 - p6;
    p[0] = p0 + even1 + even2 + even3;
    p[step] = odd1 + 2 * odd2 + 0.5f * odd3;
    p[2 * step] = even1 + 4 * even2 + 0.25f * even3;
    p[3 * step] = odd1 + 8 * odd2 + 0.125f * odd3;
    p[4 * step] = even1 + 16 * even2 + 0.0625f * even3;
    p[5 * step] = odd1 + 32 * odd2 + 0.03125f * odd3;
  }
  p[(m - 1) * step] += last;
}

/** Values at the points in place of `m` gradients of outputs: the adjoint of `interpolate`. */
template <int points>
inline void spread(Vector* y, int step, int m) {
  const Vector zero{};
  const Vector y0 = y[0], y1 = y[step], y2 = m > 2 ? y[2 * step] : zero,
               y3 = m > 3 ? y[3 * step] : zero;
  const Vector last = y[(m - 1) * step];
  if constexpr (points == 6) {
    const Vector even1 = y0 + y2, odd1 = y1 + y3;
    const Vector even2 = y0 + 4 * y2, odd2 = 2 * (y1 + 4 * y3);
    y[step] = even1 + odd1;
    y[2 * step] = even1 - odd1;
    y[3 * step] = even2 + odd2;
    y[4 * step] = even2 - odd2;
  } else {
    const Vector y4 = m > 4 ? y[4 * step] : zero, y5 = m > 5 ? y[5 * step] : zero;
    const Vector even1 = y0 + y2 + y4, odd1 = y1 + y3 + y5;
    const Vector even2 = y0 + 4 * (y2 + 4 * y4), odd2 = 2 * (y1 + 4 * (y3 + 4 * y5));
    const Vector even3 = y0 + 0.25f * (y2 + 0.25f * y4);
    const Vector odd3 = 0.5f * (y1 + 0.25f * (y3 + 0.25f * y5));
    y[step] = even1 + odd1;
    y[2 * step] = even1 - odd1;
    y[3 * step] = even2 + odd2;
    y[4 * step] = even2 - odd2;
    y[5 * step] = even3 + odd3;
    y[6 * step] = even3 - odd3;
  }
  y[(points - 1) * step] = last;
}

/** Where a tile of a batch is. */
struct Tile {
  int example, top, left;
};

inline Tile tileAt(const Tiles& t, int index) {
  const int inExample = index % (t.tileRows * t.tileColumns);
  return {index / (t.tileRows * t.tileColumns), inExample / t.tileColumns * t.stepHeight,
          inExample % t.tileColumns * t.stepWidth};
}

/** Some positions of an example, and the distances to the next row and column. */
struct Patch {
  const float* at;
  long rowStep, columnStep;
};

/** `rows * columns` positions from `(top, left)`; where they reach beyond the edge, a copy with zeros. */
inline Patch patchAt(const float* example, int height, int width, int channels, int top, int left,
                     int rows, int columns, float* copy) {
  const long rowStep = (long)width * channels;
  if (top >= 0 && left >= 0 && top + rows <= height && left + columns <= width) {
    return {example + top * rowStep + (long)left * channels, rowStep, channels};
  }
  const long copyStep = (long)columns * channels;
  std::memset(copy, 0, rows * copyStep * sizeof(float));
  const int from = larger(0, left), to = smaller(width, left + columns);
  for (int row = larger(0, top); to > from && row < smaller(height, top + rows); row++) {
    std::memcpy(copy + (row - top) * copyStep + (long)(from - left) * channels,
                example + row * rowStep + (long)from * channels,
                (long)(to - from) * channels * sizeof(float));
  }
  return {copy, copyStep, channels};
}

/** Transforms the inputs of some tiles into planes of `[tiles, blocks * channels]`. */
template <int rows, int columns>
void transformInputs(const Tiles& t, const float* x, int first, int tiles, float* planes, long plane,
                     float* copy) {
  const int seen = rows + (t.blocks - 1) * t.blockTaps;
  const long example = (long)t.height * t.width * t.channels;
  for (int i = 0; i < tiles; i++) {
    const Tile tile = tileAt(t, first + i);
    const Patch patch = patchAt(x + tile.example * example, t.height, t.width, t.channels,
                                tile.top - t.padTop, tile.left - t.padLeft, seen, columns, copy);
    for (int block = 0; block < t.blocks; block++) {
      const float* from = patch.at + block * t.blockTaps * patch.rowStep;
      float* to = planes + ((long)i * t.blocks + block) * t.channels;
      for (int c = 0; c < t.channels; c += lanes) {
        const int count = smaller(lanes, t.channels - c);
        Vector d[rows * columns];
        for (int row = 0; row < rows; row++) {
          for (int column = 0; column < columns; column++) {
            d[row * columns + column] =
                loadFirst(from + row * patch.rowStep + column * patch.columnStep + c, count);
          }
        }
        if constexpr (rows > 1) {
          for (int column = 0; column < columns; column++) evaluate<rows>(d + column, columns);
        }
        if constexpr (columns > 1) {
          for (int row = 0; row < rows; row++) evaluate<columns>(d + row * columns, 1);
        }
        for (int p = 0; p < rows * columns; p++) storeFirst(to + p * plane + c, d[p], count);
      }
    }
  }
}

/** Transforms planes of `[tiles, filters]` into outputs. Those beyond the edge are left out. */
template <int rows, int columns>
void transformOutputs(const Tiles& t, const float* planes, long plane, int first, int tiles,
                      const float* bias, bool relu, float* out) {
  for (int i = 0; i < tiles; i++) {
    const Tile tile = tileAt(t, first + i);
    const int down = smaller(t.stepHeight, t.outHeight - tile.top);
    const int across = smaller(t.stepWidth, t.outWidth - tile.left);
    float* to = out + (((long)tile.example * t.outHeight + tile.top) * t.outWidth + tile.left) *
                          t.filters;
    for (int f = 0; f < t.filters; f += lanes) {
      const int count = smaller(lanes, t.filters - f);
      Vector p[rows * columns];
      for (int q = 0; q < rows * columns; q++) {
        p[q] = loadFirst(planes + q * plane + (long)i * t.filters + f, count);
      }
      if constexpr (rows > 1) {
        for (int column = 0; column < columns; column++) {
          interpolate<rows>(p + column, columns, t.stepHeight);
        }
      }
      if constexpr (columns > 1) {
        for (int row = 0; row < t.stepHeight; row++) {
          interpolate<columns>(p + row * columns, 1, t.stepWidth);
        }
      }
      const Vector constant = bias ? loadFirst(bias + f, count) : Vector{};
      for (int row = 0; row < down; row++) {
        for (int column = 0; column < across; column++) {
          const Vector value = p[row * columns + column] + constant;
          storeFirst(to + ((long)row * t.outWidth + column) * t.filters + f,
                     relu ? withoutNegatives(value) : value, count);
        }
      }
    }
  }
}

/** Transforms gradients by outputs of some tiles into planes of panels of `[tiles, panelWidth]`. */
template <int rows, int columns>
void transformOutputGradients(const Tiles& t, const float* dy, int first, int tiles, float* planes,
                              long plane, float* copy) {
  const long example = (long)t.outHeight * t.outWidth * t.filters;
  for (int i = 0; i < tiles; i++) {
    const Tile tile = tileAt(t, first + i);
    const Patch patch = patchAt(dy + tile.example * example, t.outHeight, t.outWidth, t.filters,
                                tile.top, tile.left, t.stepHeight, t.stepWidth, copy);
    for (int f = 0; f < t.filters; f += lanes) {
      const int count = smaller(lanes, t.filters - f);
      Vector y[rows * columns];
      for (int row = 0; row < t.stepHeight; row++) {
        for (int column = 0; column < t.stepWidth; column++) {
          y[row * columns + column] =
              loadFirst(patch.at + row * patch.rowStep + column * patch.columnStep + f, count);
        }
      }
      if constexpr (columns > 1) {
        for (int row = 0; row < t.stepHeight; row++) {
          spread<columns>(y + row * columns, 1, t.stepWidth);
        }
      }
      if constexpr (rows > 1) {
        for (int column = 0; column < columns; column++) {
          spread<rows>(y + column, columns, t.stepHeight);
        }
      }
      float* to = planes + ((long)(f / panelWidth) * tiles + i) * panelWidth + f % panelWidth;
      for (int p = 0; p < rows * columns; p++) store(to + p * plane, y[p]);
    }
  }
}

/** The weights of an axis at the points, `[points, taps]`: G of Lavin and Gray. */
inline void axisTransform(int points, int taps, float* to) {
  static const double six[][2] = {{0, 4}, {1, -6}, {-1, -6}, {2, 24}, {-2, 24}};
  static const double eight[][2] = {{0, 1},     {1, -4.5},      {-1, -4.5},     {2, 90},
                                    {-2, 90}, {0.5, 45. / 32}, {-0.5, 45. / 32}};
  if (points == 1) {
    to[0] = 1;
    return;
  }
  const double(*const divisors)[2] = points == 6 ? six : eight;
  for (int point = 0; point < points; point++) {
    double power = 1;
    for (int tap = 0; tap < taps; tap++) {
      const bool infinity = point == points - 1;
      to[point * taps + tap] =
          (float)(infinity ? tap == taps - 1 : power / divisors[point][1]);
      if (!infinity) power *= divisors[point][0];
    }
  }
}

/** What a weight counts for at a point. A long filter is cut into blocks along the first axis. */
struct FilterTransform {
  float down[8 * 8], across[8 * 8];
  int columns, blockTaps, filterWidth;

  explicit FilterTransform(const Tiles& t)
      : columns(t.columns), blockTaps(t.blockTaps), filterWidth(t.filterWidth) {
    axisTransform(t.rows, t.blockTaps, down);
    axisTransform(t.columns, t.filterWidth, across);
  }

  /** @param y counts from the beginning of a block. */
  float at(int plane, int y, int x) const {
    return down[plane / columns * blockTaps + y] * across[plane % columns * filterWidth + x];
  }
};

/** The filters at the points, in panels: a plane has `blocks * channels` rows of each. */
void winogradFilters(const Tiles& t, const float* filter, bool turned, float* panels) {
  const FilterTransform transform(t);
  const int depth = t.blocks * t.channels;
  const long pairs = (long)t.channels * t.filters;
  const int taps = t.filterHeight * t.filterWidth;
  const long plane = panelFloats(depth, t.filters);
  float* const at = new float[pairs];
  for (int p = 0; p < t.rows * t.columns; p++) {
    for (int block = 0; block < t.blocks; block++) {
      std::memset(at, 0, pairs * sizeof(float));
      for (int y = 0; y < t.blockTaps; y++) {
        const int row = block * t.blockTaps + y;
        for (int x = 0; row < t.filterHeight && x < t.filterWidth; x++) {
          const float factor = transform.at(p, y, x);
          const int tap = row * t.filterWidth + x;
          const float* weights = filter + (turned ? taps - 1 - tap : tap) * pairs;
          if (factor != 0) {
            for (long i = 0; i < pairs; i++) at[i] += factor * weights[i];
          }
        }
      }
      // A filter that is turned has its channels and filters exchanged.
      packPanels(at, t.channels, t.filters, turned ? 1 : t.filters, turned ? t.channels : 1,
                 panels + p * plane + (long)block * t.channels * panelWidth, depth);
    }
  }
  delete[] at;
}

/** So many tiles at once that what is computed of them stays in the cache. */
inline int tilesAtOnce(const Tiles& t, int all) {
  const long each = (long)t.rows * t.columns * (t.blocks * t.channels + t.filters);
  const int fit = (int)(floatsAtOnce / each) / mostRows * mostRows;
  return smaller(all, larger(mostRows, fit));
}

/** Not a multiple of a page, or the planes would drive each other out of the cache. */
inline long planeFloats(long floats) { return (floats + 1023) / 1024 * 1024 + 16; }

inline long patchFloats(const Tiles& t) {
  return (long)(t.rows + (t.blocks - 1) * t.blockTaps) * t.columns * larger(t.channels, t.filters);
}

template <int rows, int columns>
void winogradWith(const Tiles& t, int firstExample, int endExample, const float* x,
                  const float* panels, const float* bias, bool relu, float* out) {
  const int perExample = t.tileRows * t.tileColumns;
  const int end = endExample * perExample;
  const int together = tilesAtOnce(t, end - firstExample * perExample);
  const int depth = t.blocks * t.channels;
  const long factorPlane = planeFloats((long)together * depth);
  const long productPlane = planeFloats((long)together * t.filters);
  float* const factors = newFloats(rows * columns * (factorPlane + productPlane) + patchFloats(t));
  float* const products = factors + rows * columns * factorPlane;
  float* const copy = products + rows * columns * productPlane;
  for (int first = firstExample * perExample; first < end; first += together) {
    const int tiles = smaller(together, end - first);
    transformInputs<rows, columns>(t, x, first, tiles, factors, factorPlane, copy);
    for (int p = 0; p < rows * columns; p++) {
      multiplyByPanels(factors + p * factorPlane, tiles, depth,
                       panels + p * panelFloats(depth, t.filters), t.filters,
                       products + p * productPlane);
    }
    transformOutputs<rows, columns>(t, products, productPlane, first, tiles, bias, relu, out);
  }
  deleteFloats(factors);
}

/** Adds the products of some rows of a plane with a panel of gradients to sums. */
template <int rows, int vectors>
struct AddTiles {
  static void run(const float* plane, int depth, const float* panel, int tiles, float* sums) {
    Sums<rows, vectors> at;
    for (int i = 0; i < rows; i++) {
      for (int v = 0; v < vectors; v++) at.at[i][v] = load(sums + i * panelWidth + v * lanes);
    }
    multiply<rows, vectors>(plane, 1, depth, 1, tiles, 0, panel, at);
    for (int i = 0; i < rows; i++) {
      for (int v = 0; v < vectors; v++) store(sums + i * panelWidth + v * lanes, at.at[i][v]);
    }
  }
};

template <int rows, int columns>
void winogradGradientWith(const Tiles& t, int firstExample, int endExample, const float* x,
                          const float* dy, float* sums) {
  typedef void (*Run)(const float*, int, const float*, int, float*);
  const int perExample = t.tileRows * t.tileColumns;
  const int end = endExample * perExample;
  const int together = tilesAtOnce(t, end - firstExample * perExample);
  const int depth = t.blocks * t.channels;
  const long inputPlane = planeFloats((long)together * depth);
  const long sharePlane = planeFloats(panelFloats(together, t.filters));
  const long sumPlane = panelFloats(depth, t.filters);
  float* const inputs = newFloats(rows * columns * (inputPlane + sharePlane) + patchFloats(t));
  float* const shares = inputs + rows * columns * inputPlane;
  float* const copy = shares + rows * columns * sharePlane;
  std::memset(sums, 0, rows * columns * sumPlane * sizeof(float));
  for (int first = firstExample * perExample; first < end; first += together) {
    const int tiles = smaller(together, end - first);
    transformInputs<rows, columns>(t, x, first, tiles, inputs, inputPlane, copy);
    transformOutputGradients<rows, columns>(t, dy, first, tiles, shares, sharePlane, copy);
    for (int p = 0; p < rows * columns; p++) {
      for (int filter = 0; filter < t.filters; filter += panelWidth) {
        const int filters = smaller(panelWidth, t.filters - filter);
        const float* panel = shares + p * sharePlane + (long)filter * tiles;
        float* const sum = sums + p * sumPlane + (long)filter * depth;
        forEachBlock(depth, [&](int from, int count) {
          forSize<Run, AddTiles>(count, filters)(inputs + p * inputPlane + from, depth, panel, tiles,
                                                 sum + (long)from * panelWidth);
        });
      }
    }
  }
  deleteFloats(inputs);
}

/** The weights' gradients from sums at the points. */
void winogradGradientOfSums(const Tiles& t, const float* sums, float* gradient) {
  const FilterTransform transform(t);
  const int depth = t.blocks * t.channels;
  const long sumPlane = panelFloats(depth, t.filters);
  for (int row = 0; row < t.filterHeight; row++) {
    const int block = row / t.blockTaps;
    for (int x = 0; x < t.filterWidth; x++) {
      for (int c = 0; c < t.channels; c++, gradient += t.filters) {
        for (int f = 0; f < t.filters; f += lanes) {
          const float* from = sums + (long)(f / panelWidth) * panelWidth * depth +
                              ((long)block * t.channels + c) * panelWidth + f % panelWidth;
          Vector sum{};
          for (int p = 0; p < t.rows * t.columns; p++) {
            sum += transform.at(p, row - block * t.blockTaps, x) * load(from + p * sumPlane);
          }
          storeFirst(gradient + f, sum, smaller(lanes, t.filters - f));
        }
      }
    }
  }
}

/** Calls back with the numbers of points as types, of which loops are made. */
template <class Visit>
void withPoints(const Tiles& t, Visit visit) {
  const std::integral_constant<int, 1> one;
  const std::integral_constant<int, 6> six;
  const std::integral_constant<int, 8> eight;
  if (t.rows == 6 && t.columns == 6) visit(six, six);
  if (t.rows == 6 && t.columns == 1) visit(six, one);
  if (t.rows == 8 && t.columns == 1) visit(eight, one);
  if (t.rows == 1 && t.columns == 6) visit(one, six);
  if (t.rows == 1 && t.columns == 8) visit(one, eight);
}

void winogradConvolve(const Tiles& t, int first, int end, const float* x, const float* panels,
                      const float* bias, bool relu, float* out) {
  withPoints(t, [&](auto rows, auto columns) {
    winogradWith<rows, columns>(t, first, end, x, panels, bias, relu, out);
  });
}

void winogradGradientSums(const Tiles& t, int first, int end, const float* x, const float* dy,
                          float* sums) {
  withPoints(t, [&](auto rows, auto columns) {
    winogradGradientWith<rows, columns>(t, first, end, x, dy, sums);
  });
}

}  // namespace
