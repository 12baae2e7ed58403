// Compiled into the binding beside the sources of tfjs-node. TensorFlow's newer releases log through
// Abseil, which reads no environment variable by itself: without this, starting the library prints
// two lines on oneDNN whatever TF_CPP_MIN_LOG_LEVEL says.
#if __has_include("absl/log/globals.h")
#include <cstdlib>

#include "absl/log/globals.h"

namespace {
const bool applied = [] {
  if (const char* level = std::getenv("TF_CPP_MIN_LOG_LEVEL")) {
    // The same scale: 0 information, 1 warnings, 2 errors, 3 fatal errors.
    absl::SetMinLogLevel(static_cast<absl::LogSeverityAtLeast>(std::atoi(level)));
  }
  return true;
}();
}  // namespace
#endif
