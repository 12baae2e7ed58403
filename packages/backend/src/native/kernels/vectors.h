// Vectors of floats, as wide as the instruction set that a file is compiled for.
#pragma once
#include <cstdlib>
#include <cstring>
#if defined(__AVX512F__)
#include <immintrin.h>
#endif

// Everything here has a name of its own in each file that includes it, since the files are compiled for
// different instruction sets. For the same reason, the standard library's templates are not used.

#if defined(__AVX512F__)
constexpr int lanes = 16;
/** Vector registers. */
constexpr int registers = 32;
#elif defined(__AVX__)
constexpr int lanes = 8;
constexpr int registers = 16;
#elif defined(__aarch64__)
constexpr int lanes = 4;
constexpr int registers = 32;
#else
constexpr int lanes = 4;
constexpr int registers = 16;
#endif

typedef float Vector __attribute__((vector_size(lanes * sizeof(float))));

static inline Vector load(const float* from) {
  Vector vector;
  std::memcpy(&vector, from, sizeof vector);
  return vector;
}

static inline void store(float* to, Vector vector) { std::memcpy(to, &vector, sizeof vector); }

/** Loads `count` floats, at most a vector; the other lanes are 0. */
static inline Vector loadFirst(const float* from, int count) {
#if defined(__AVX512F__)
  return _mm512_maskz_loadu_ps((1u << count) - 1, from);
#else
  if (count == lanes) return load(from);
  Vector vector{};
  for (int i = 0; i < count; i++) vector[i] = from[i];
  return vector;
#endif
}

/** Stores `count` floats, at most a vector. */
static inline void storeFirst(float* to, Vector vector, int count) {
#if defined(__AVX512F__)
  _mm512_mask_storeu_ps(to, (1u << count) - 1, vector);
#else
  if (count == lanes) return store(to, vector);
  for (int i = 0; i < count; i++) to[i] = vector[i];
#endif
}

static inline int smaller(int a, int b) { return a < b ? a : b; }
static inline int larger(int a, int b) { return a > b ? a : b; }

/** As a ReLU does; a NaN stays one. */
static inline Vector withoutNegatives(Vector vector) { return vector < 0 ? Vector{} : vector; }

/** Memory that begins where a line of the cache does. */
static inline float* newFloats(long count) {
  return static_cast<float*>(std::aligned_alloc(64, (count * sizeof(float) + 63) / 64 * 64));
}

static inline void deleteFloats(float* floats) { std::free(floats); }
