#pragma once
#include <cstddef>
#include <string>

/** Adds our operations to the TensorFlow of this process; returns why it could not, or nothing. */
std::string addOperations();

/** The numbers of a JavaScript array, where they lie. */
struct SharedMemory {
  float* data = nullptr;
  size_t floats = 0;
};

/** Lets the next operation of this thread read or write an array. */
void shareMemory(SharedMemory memory);
