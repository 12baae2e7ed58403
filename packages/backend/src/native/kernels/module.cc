// What Node sees of this library: loading it adds the operations; its functions work on arrays of JavaScript.
#include <node_api.h>
#include <cstdint>
#include "kernels.h"
#include "operations.h"

namespace {

/** The arguments of a call. What is wrong with them becomes a TypeError, after which nothing is to be done. */
class Arguments {
 public:
  Arguments(napi_env env, napi_callback_info info) : env_(env) {
    size_t count = most;
    good_ = napi_get_cb_info(env, info, &count, values_, nullptr, nullptr) == napi_ok;
  }

  template <class Number>
  Number* array(int index, napi_typedarray_type expected, size_t* length) {
    napi_typedarray_type type = napi_uint8_array;
    void* data = nullptr;
    good_ = good_ &&
            napi_get_typedarray_info(env_, values_[index], &type, length, &data, nullptr,
                                     nullptr) == napi_ok &&
            type == expected;
    return static_cast<Number*>(data);
  }
  float* floats(int index, size_t* length) {
    return array<float>(index, napi_float32_array, length);
  }
  int32_t* integers(int index, size_t* length) {
    return array<int32_t>(index, napi_int32_array, length);
  }
  int64_t integer(int index) {
    int64_t value = 0;
    good_ = good_ && napi_get_value_int64(env_, values_[index], &value) == napi_ok;
    return value;
  }

  /** Whether the arguments are as expected, and this holds of them too. */
  bool good(bool more = true) {
    if (!good_ || !more) {
      napi_throw_type_error(env_, nullptr, "an array has another type or length than is expected");
    }
    return good_ && more;
  }

 private:
  static constexpr int most = 8;
  napi_env env_;
  napi_value values_[most] = {};
  bool good_;
};

bool below(const int32_t* indices, size_t count, size_t limit) {
  for (size_t i = 0; i < count; i++) {
    if (indices[i] < 0 || (size_t)indices[i] >= limit) return false;
  }
  return true;
}

/** `share(array: Float32Array)`: for the next operation of this thread. */
napi_value share(napi_env env, napi_callback_info info) {
  Arguments arguments(env, info);
  size_t length = 0;
  float* const data = arguments.floats(0, &length);
  if (arguments.good()) shareMemory({data, length});
  return nullptr;
}

/** `adamRows(values, m, v, rows: Int32Array, gradients, width, factors)`, see `Kernels::adamRows`. */
napi_value adamRows(napi_env env, napi_callback_info info) {
  Arguments arguments(env, info);
  size_t valueCount = 0, mCount = 0, vCount = 0, rowCount = 0, gradientCount = 0, factorCount = 0;
  float* const values = arguments.floats(0, &valueCount);
  float* const m = arguments.floats(1, &mCount);
  float* const v = arguments.floats(2, &vCount);
  const int32_t* const rows = arguments.integers(3, &rowCount);
  const float* const gradients = arguments.floats(4, &gradientCount);
  const size_t width = arguments.integer(5);
  const float* const factors = arguments.floats(6, &factorCount);
  if (!arguments.good()) return nullptr;
  if (arguments.good(width > 0 && mCount == valueCount && vCount == valueCount &&
                     gradientCount >= rowCount * width &&
                     factorCount * sizeof(float) == sizeof(AdamFactors) &&
                     below(rows, rowCount, valueCount / (width > 0 ? width : 1)))) {
    const AdamFactors f = {factors[0], factors[1], factors[2], factors[3],
                           factors[4], factors[5], factors[6]};
    kernels().adamRows(f, 0, rowCount, rows, width, values, m, v, gradients);
  }
  return nullptr;
}

/** `addRows(places: Int32Array, from, width, to)`, see `Kernels::addRows`. */
napi_value addRows(napi_env env, napi_callback_info info) {
  Arguments arguments(env, info);
  size_t placeCount = 0, fromCount = 0, toCount = 0;
  const int32_t* const places = arguments.integers(0, &placeCount);
  const float* const from = arguments.floats(1, &fromCount);
  const size_t width = arguments.integer(2);
  float* const to = arguments.floats(3, &toCount);
  if (!arguments.good()) return nullptr;
  if (arguments.good(width > 0 && fromCount >= placeCount * width &&
                     below(places, placeCount, toCount / (width > 0 ? width : 1)))) {
    kernels().addRows(0, placeCount, places, width, from, to);
  }
  return nullptr;
}

}  // namespace

NAPI_MODULE_INIT() {
  const std::string failure = addOperations();
  if (!failure.empty()) {
    napi_throw_error(env, nullptr, failure.c_str());
    return nullptr;
  }
  const struct {
    const char* name;
    napi_callback call;
  } functions[] = {{"share", share}, {"adamRows", adamRows}, {"addRows", addRows}};
  for (const auto& [name, call] : functions) {
    napi_value function;
    if (napi_create_function(env, name, NAPI_AUTO_LENGTH, call, nullptr, &function) != napi_ok ||
        napi_set_named_property(env, exports, name, function) != napi_ok) {
      napi_throw_error(env, nullptr, "the kernels cannot be given to Node");
    }
  }
  return exports;
}
