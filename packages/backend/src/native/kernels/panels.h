// Products of matrices of which the right one lies in panels, by sums that stay in registers.
#pragma once
#include "vectors.h"

namespace {

constexpr int panelVectors = 2;
constexpr int panelWidth = panelVectors * lanes;

/** So many rows of sums fit into the registers, beside a row of a panel and what it is multiplied by. */
constexpr int mostRows = (registers - panelVectors - 2) / panelVectors;

static void packPanels(const float* matrix, int rows, int columns, long rowStep, long columnStep,
                       float* panels, int panelRows) {
  for (int first = 0; first < columns; first += panelWidth) {
    const int count = smaller(panelWidth, columns - first);
    float* to = panels + (long)first * panelRows;
    for (int row = 0; row < rows; row++, to += panelWidth) {
      const float* from = matrix + row * rowStep + first * columnStep;
      for (int i = 0; i < count; i++) to[i] = from[i * columnStep];
      for (int i = count; i < panelWidth; i++) to[i] = 0;
    }
  }
}

/** A rectangle of sums: `rows` rows of `vectors` vectors, which stay in registers. */
template <int rows, int vectors>
struct Sums {
  Vector at[rows][vectors];
};

/**
 * Multiplies a matrix by a panel, and adds the products to sums.
 *
 * @param x element `(row, k)` of the matrix lies at `block * blockStep + row * rowStep + i * step`, where `k`
 *   counts `blocks` blocks of `length` elements.
 */
template <int rows, int vectors>
static __attribute__((noinline)) void multiply(const float* x, long rowStep, long step, int blocks,
                                               int length, long blockStep, const float* panel,
                                               Sums<rows, vectors>& result) {
  Sums<rows, vectors> sums;
#pragma GCC unroll 32
  for (int i = 0; i < rows; i++) {
#pragma GCC unroll 4
    for (int v = 0; v < vectors; v++) sums.at[i][v] = result.at[i][v];
  }
  for (int block = 0; block < blocks; block++, x += blockStep) {
    const float* from = x;
    const float* const end = panel + (long)length * panelWidth;
    for (; panel != end; panel += panelWidth, from += step) {
      Vector row[vectors];
#pragma GCC unroll 4
      for (int v = 0; v < vectors; v++) row[v] = load(panel + v * lanes);
#pragma GCC unroll 32
      for (int i = 0; i < rows; i++) {
        const Vector value = Vector{} + from[i * rowStep];
#pragma GCC unroll 4
        for (int v = 0; v < vectors; v++) sums.at[i][v] += value * row[v];
      }
    }
  }
#pragma GCC unroll 32
  for (int i = 0; i < rows; i++) {
#pragma GCC unroll 4
    for (int v = 0; v < vectors; v++) result.at[i][v] = sums.at[i][v];
  }
}

/** The same function for 1 to `mostRows` rows, chosen when it runs. */
template <class Function, template <int, int> class Of, int vectors, int most = mostRows>
static Function choose(int rows) {
  if constexpr (most == 0) return nullptr;
  else return rows == most ? Of<most, vectors>::run : choose<Function, Of, vectors, most - 1>(rows);
}

/** The function for so many rows, and for columns of one vector or of two. */
template <class Function, template <int, int> class Of>
static Function forSize(int rows, int columns) {
  return columns > lanes ? choose<Function, Of, 2>(rows) : choose<Function, Of, 1>(rows);
}

/** Divides rows into blocks as equal as can be, each of at most `mostRows`, and calls back for each. */
template <class Visit>
void forEachBlock(int rows, Visit visit) {
  const int blocks = (rows + mostRows - 1) / mostRows;
  for (int block = 0; block < blocks; block++) {
    const int from = (int)((long)rows * block / blocks);
    visit(from, (int)((long)rows * (block + 1) / blocks) - from);
  }
}

/** Floats of a matrix in panels. */
inline long panelFloats(int rows, int columns) {
  return (long)((columns + panelWidth - 1) / panelWidth) * panelWidth * rows;
}

/** Multiplies some rows of a matrix by a panel, and stores the products. */
template <int rows, int vectors>
struct MultiplyRows {
  static void run(const float* matrix, int depth, const float* panel, float* products, int columns,
                  int count) {
    Sums<rows, vectors> sums{};
    multiply<rows, vectors>(matrix, depth, 1, 1, depth, 0, panel, sums);
    for (int v = 0; v < vectors; v++) {
      for (int i = 0; i < rows; i++) {
        storeFirst(products + (long)i * columns + v * lanes, sums.at[i][v],
                   smaller(lanes, count - v * lanes));
      }
    }
  }
};

/** The product of a matrix `[rows, depth]` with one in panels, `[depth, columns]`. */
inline void multiplyByPanels(const float* matrix, int rows, int depth, const float* panels,
                             int columns, float* products) {
  typedef void (*Run)(const float*, int, const float*, float*, int, int);
  for (int column = 0; column < columns; column += panelWidth) {
    const int count = smaller(panelWidth, columns - column);
    forEachBlock(rows, [&](int from, int here) {
      forSize<Run, MultiplyRows>(here, count)(matrix + (long)from * depth, depth,
                                              panels + (long)column * depth,
                                              products + (long)from * columns + column, columns,
                                              count);
    });
  }
}

}  // namespace
