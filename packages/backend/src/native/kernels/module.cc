// What Node sees of this library: loading it adds the operations.
#include <node_api.h>
#include "operations.h"

namespace {

/** `share(array: Float32Array)`: for the next operation of this thread. */
napi_value share(napi_env env, napi_callback_info info) {
  size_t count = 1, length = 0;
  napi_value array;
  napi_typedarray_type type = napi_uint8_array;
  void* data = nullptr;
  if (napi_get_cb_info(env, info, &count, &array, nullptr, nullptr) != napi_ok ||
      napi_get_typedarray_info(env, array, &type, &length, &data, nullptr, nullptr) != napi_ok ||
      type != napi_float32_array) {
    napi_throw_type_error(env, nullptr, "share takes a Float32Array");
    return nullptr;
  }
  shareMemory({static_cast<float*>(data), length});
  return nullptr;
}

}  // namespace

NAPI_MODULE_INIT() {
  const std::string failure = addOperations();
  if (!failure.empty()) {
    napi_throw_error(env, nullptr, failure.c_str());
    return nullptr;
  }
  napi_value function;
  if (napi_create_function(env, "share", NAPI_AUTO_LENGTH, share, nullptr, &function) != napi_ok ||
      napi_set_named_property(env, exports, "share", function) != napi_ok) {
    napi_throw_error(env, nullptr, "the kernels cannot be given to Node");
  }
  return exports;
}
