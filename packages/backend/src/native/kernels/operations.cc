// Our operations of TensorFlow, added when this library is loaded. Each has one attribute, a list of numbers.
#include "operations.h"
#include <cstring>
#include <initializer_list>
#include <memory>
#include <mutex>
#include <string>
#include <vector>
#include "kernels.h"
#include "tensorflow-c.h"
#include "threads.h"
#include "unfold.h"

namespace {

class Status {
 public:
  ~Status() { TF_DeleteStatus(status_); }
  operator TF_Status*() const { return status_; }
  bool failed() const { return TF_GetCode(status_) != TF_OK; }
  const char* message() const { return TF_Message(status_); }

 private:
  TF_Status* status_ = TF_NewStatus();
};

typedef std::vector<int64_t> Numbers;

void* createOperation(TF_OpKernelConstruction* construction) {
  Status status;
  int32_t length = 0, bytes = 0;
  TF_OpKernelConstruction_GetAttrSize(construction, "numbers", &length, &bytes, status);
  auto* numbers = new Numbers(status.failed() ? 0 : length);
  if (!status.failed()) {
    TF_OpKernelConstruction_GetAttrInt64List(construction, "numbers", numbers->data(), length,
                                             status);
  }
  if (status.failed()) TF_OpKernelConstruction_Failure(construction, status);
  return numbers;
}

/** Gives an operation's numbers to the members, one after another; returns those that are left. */
Numbers readNumbers(void* operation, std::initializer_list<int*> members) {
  const Numbers& numbers = *static_cast<Numbers*>(operation);
  size_t i = 0;
  for (int* member : members) *member = (int)numbers[i++];
  return Numbers(numbers.begin() + i, numbers.end());
}

void removeOperation(void* numbers) { delete static_cast<Numbers*>(numbers); }

/** An input, for as long as an operation computes. */
class Input {
 public:
  Input(TF_OpKernelContext* context, int index) {
    Status status;
    TF_GetInput(context, index, &tensor_, status);
  }
  Input(const Input&) = delete;
  ~Input() { TF_DeleteTensor(tensor_); }
  const float* data() const { return static_cast<const float*>(TF_TensorData(tensor_)); }
  int dimension(int axis) const { return (int)TF_Dim(tensor_, axis); }
  int64_t size() const { return TF_TensorElementCount(tensor_); }
  Numbers shape() const {
    Numbers shape(TF_NumDims(tensor_));
    for (size_t i = 0; i < shape.size(); i++) shape[i] = TF_Dim(tensor_, (int)i);
    return shape;
  }

 private:
  TF_Tensor* tensor_ = nullptr;
};

/** An output; without memory, the operation has failed. */
class Output {
 public:
  Output(TF_OpKernelContext* context, int index, const Numbers& shape) {
    size_t bytes = sizeof(float);
    for (int64_t length : shape) bytes *= length;
    Status status;
    tensor_ = TF_AllocateOutput(context, index, TF_FLOAT, shape.data(), (int)shape.size(), bytes,
                                status);
    if (status.failed()) TF_OpKernelContext_Failure(context, status);
  }
  Output(const Output&) = delete;
  ~Output() {
    if (tensor_) TF_DeleteTensor(tensor_);
  }
  float* data() const { return tensor_ ? static_cast<float*>(TF_TensorData(tensor_)) : nullptr; }

 private:
  TF_Tensor* tensor_ = nullptr;
};

/** The numbers of a convolution, as `own-kernels.ts` gives them. */
struct ConvolutionNumbers {
  int threads, relu, biased, batch, height, width, channels, filterHeight, filterWidth, filters, strideHeight,
      strideWidth, top, left, outHeight, outWidth;
  /** Of the result: the axes of the caller. */
  Numbers shape;

  explicit ConvolutionNumbers(void* operation) {
    shape = readNumbers(operation, {&threads, &relu, &biased, &batch, &height, &width, &channels,
                                    &filterHeight, &filterWidth, &filters, &strideHeight,
                                    &strideWidth, &top, &left, &outHeight, &outWidth});
  }

  /** On an input that has its padding. */
  Convolution padded() const {
    return {batch,
            (outHeight - 1) * strideHeight + filterHeight,
            (outWidth - 1) * strideWidth + filterWidth,
            channels,
            filterHeight,
            filterWidth,
            filters,
            strideHeight,
            strideWidth,
            outHeight,
            outWidth};
  }
};

struct Size {
  int height, width;
};

/**
 * Examples of `from.height * from.width` positions laid into ones of `to.height * to.width`: position `(h, w)`
 * comes to `(offset.height + h * spread.height, offset.width + w * spread.width)`, or is left out where that is
 * outside. All else is 0. Nothing is copied where nothing changes.
 */
class Laid {
 public:
  Laid(const float* x, int batch, int channels, Size from, Size to, Size offset, Size spread,
       int threads) {
    const bool same = !offset.height && !offset.width && from.height == to.height &&
                      from.width == to.width && spread.height == 1 && spread.width == 1;
    data_ = x;
    if (same) return;
    const long example = (long)to.height * to.width * channels;
    copy_.reset(new float[batch * example]());
    float* const copy = copy_.get();
    data_ = copy;
    inParallel(threads, batch, [=](long first, long end) {
      for (long b = first; b < end; b++) {
        for (int h = 0; h < from.height; h++) {
          const int row = offset.height + h * spread.height;
          if (row < 0 || row >= to.height) continue;
          const float* source = x + (b * from.height + h) * from.width * channels;
          float* target = copy + b * example + (long)row * to.width * channels;
          layRow(source, target, channels, from.width, to.width, offset.width, spread.width);
        }
      }
    });
  }
  const float* data() const { return data_; }

 private:
  static void layRow(const float* source, float* target, int channels, int from, int to, int offset,
                     int spread) {
    if (spread == 1) {
      const int first = offset < 0 ? -offset : 0;
      const int end = from < to - offset ? from : to - offset;
      if (end <= first) return;
      std::memcpy(target + (long)(first + offset) * channels, source + (long)first * channels,
                  (long)(end - first) * channels * sizeof(float));
      return;
    }
    for (int w = 0; w < from; w++) {
      const int column = offset + w * spread;
      if (column < 0 || column >= to) continue;
      std::memcpy(target + (long)column * channels, source + (long)w * channels,
                  channels * sizeof(float));
    }
  }

  const float* data_;
  std::unique_ptr<float[]> copy_;
};

/** Floats of a matrix in panels. */
long panelFloats(int rows, int columns) {
  const int width = kernels().panelWidth;
  return (long)((columns + width - 1) / width) * width * rows;
}

std::unique_ptr<float[]> floatMemory(long floats) {
  return std::unique_ptr<float[]>(new float[floats]);
}

/** Whether so few filters would leave most lanes of vectors empty, and it pays to do it otherwise. */
bool hasFewOutputs(const Convolution& c) {
  return c.filters < 4 && c.channels >= 8 && c.filterHeight * c.filterWidth > 1 &&
         c.strideHeight == 1 && c.strideWidth == 1;
}

/** `(x, filter, bias)`; any tensor stands for a bias that is not there. */
void computeConvolution(void* kernel, TF_OpKernelContext* context) {
  const ConvolutionNumbers n(kernel);
  const Input x(context, 0), filter(context, 1), bias(context, 2);
  const Output out(context, 0, n.shape);
  if (!out.data()) return;
  const Convolution c = n.padded();
  const Laid padded(x.data(), n.batch, n.channels, {n.height, n.width}, {c.height, c.width},
                    {n.top, n.left}, {1, 1}, n.threads);
  const int taps = n.filterHeight * n.filterWidth;
  const bool few = hasFewOutputs(c);
  const auto compute = few ? kernels().convolveToFew : kernels().convolve;
  const auto panels = floatMemory(few ? panelFloats(n.channels, taps * n.filters)
                                      : panelFloats(taps * n.channels, n.filters));
  if (few) {
    std::vector<float> byChannel((size_t)taps * n.channels * n.filters);
    for (int tap = 0; tap < taps; tap++) {
      for (int channel = 0; channel < n.channels; channel++) {
        std::memcpy(&byChannel[((long)channel * taps + tap) * n.filters],
                    filter.data() + ((long)tap * n.channels + channel) * n.filters,
                    n.filters * sizeof(float));
      }
    }
    const int columns = taps * n.filters;
    kernels().packPanels(byChannel.data(), n.channels, columns, columns, 1, panels.get(),
                         n.channels);
  } else {
    const int depth = taps * n.channels;
    kernels().packPanels(filter.data(), depth, n.filters, n.filters, 1, panels.get(), depth);
  }
  inParallel(n.threads, n.batch, [&](long first, long end) {
    compute(c, first, end, padded.data(), panels.get(), n.biased ? bias.data() : nullptr, n.relu,
            out.data());
  });
}

/** `(x, dy)`. */
void computeFilterGradient(void* kernel, TF_OpKernelContext* context) {
  const ConvolutionNumbers n(kernel);
  const Input x(context, 0), dy(context, 1);
  const Output gradient(context, 0, n.shape);
  if (!gradient.data()) return;
  const Convolution c = n.padded();
  const Laid padded(x.data(), n.batch, n.channels, {n.height, n.width}, {c.height, c.width},
                    {n.top, n.left}, {1, 1}, n.threads);
  if (hasFewOutputs(c)) {
    kernels().filterGradientOfFew(c, padded.data(), dy.data(), gradient.data());
    return;
  }
  inParallel(n.threads, n.filterWidth * n.channels, [&](long first, long end) {
    kernels().filterGradient(c, first, end, padded.data(), dy.data(), gradient.data());
  });
}

/** `(dy, filter)`: the convolution of `dy`, spread by the strides, with the filters turned around. */
void computeInputGradient(void* kernel, TF_OpKernelContext* context) {
  const ConvolutionNumbers n(kernel);
  const Input dy(context, 0), filter(context, 1);
  const Output dx(context, 0, n.shape);
  if (!dx.data()) return;
  const Convolution c = {n.batch,        n.height + n.filterHeight - 1,
                         n.width + n.filterWidth - 1,
                         n.filters,      n.filterHeight,
                         n.filterWidth,  n.channels,
                         1,              1,
                         n.height,       n.width};
  const Laid spread(dy.data(), n.batch, n.filters, {n.outHeight, n.outWidth}, {c.height, c.width},
                    {n.filterHeight - 1 - n.top, n.filterWidth - 1 - n.left},
                    {n.strideHeight, n.strideWidth}, n.threads);
  const int places = n.filterHeight * n.filterWidth;
  const int depth = places * n.filters;
  const auto panels = floatMemory(panelFloats(depth, n.channels));
  for (int place = 0; place < places; place++) {
    // The filter as `[filters, channels]`, at the place across.
    const float* from = filter.data() + (long)(places - 1 - place) * n.channels * n.filters;
    kernels().packPanels(from, n.filters, n.channels, 1, n.filters,
                         panels.get() + (long)place * n.filters * kernels().panelWidth, depth);
  }
  inParallel(n.threads, n.batch, [&](long first, long end) {
    kernels().convolve(c, first, end, spread.data(), panels.get(), nullptr, false, dx.data());
  });
}

/** The numbers of a convolution in tiles, as `own-kernels.ts` gives them. */
struct TileNumbers {
  int threads, relu, biased, turned;
  Tiles tiles;
  Numbers shape;

  explicit TileNumbers(void* operation) {
    Tiles& t = tiles;
    shape = readNumbers(
        operation, {&threads, &relu, &biased, &turned, &t.batch, &t.height, &t.width, &t.channels,
                    &t.filterHeight, &t.filterWidth, &t.filters, &t.outHeight, &t.outWidth,
                    &t.padTop, &t.padLeft, &t.rows, &t.columns, &t.stepHeight, &t.stepWidth,
                    &t.blocks, &t.blockTaps, &t.tileRows, &t.tileColumns});
  }

  /** Floats of the filters, or of their gradients, at the points. */
  long floatsAtPoints() const {
    return panelFloats(tiles.blocks * tiles.channels, tiles.filters) * tiles.rows * tiles.columns;
  }
};

/** `(x, filter, bias)`; or `(dy, filter)` with a filter that is turned, for the gradient of the input. */
void computeWinogradConvolution(void* kernel, TF_OpKernelContext* context) {
  const TileNumbers n(kernel);
  const Input x(context, 0), filter(context, 1), bias(context, 2);
  const Output out(context, 0, n.shape);
  if (!out.data()) return;
  const auto panels = floatMemory(n.floatsAtPoints());
  kernels().winogradFilters(n.tiles, filter.data(), n.turned, panels.get());
  inParallel(n.threads, n.tiles.batch, [&](long first, long end) {
    kernels().winogradConvolve(n.tiles, first, end, x.data(), panels.get(),
                               n.biased ? bias.data() : nullptr, n.relu, out.data());
  });
}

/** `(x, dy)`. The sums of several threads are added in their order. */
void computeWinogradFilterGradient(void* kernel, TF_OpKernelContext* context) {
  const TileNumbers n(kernel);
  const Input x(context, 0), dy(context, 1);
  const Output gradient(context, 0, n.shape);
  if (!gradient.data()) return;
  const int parts = n.threads < n.tiles.batch ? n.threads : n.tiles.batch;
  const long floats = n.floatsAtPoints();
  const auto sums = floatMemory(parts * floats);
  inParallel(parts, parts, [&](long part, long) {
    kernels().winogradGradientSums(n.tiles, n.tiles.batch * part / parts,
                                   n.tiles.batch * (part + 1) / parts, x.data(), dy.data(),
                                   sums.get() + part * floats);
  });
  for (int part = 1; part < parts; part++) {
    for (long i = 0; i < floats; i++) sums[i] += sums[part * floats + i];
  }
  kernels().winogradGradientOfSums(n.tiles, sums.get(), gradient.data());
}

/** The numbers of max pooling, as `own-kernels.ts` gives them. */
struct PoolingNumbers {
  int threads;
  Pooling pooling;

  explicit PoolingNumbers(void* operation) {
    Pooling& p = pooling;
    readNumbers(operation, {&threads, &p.batch, &p.height, &p.width, &p.channels, &p.outHeight,
                            &p.outWidth, &p.filterHeight, &p.filterWidth, &p.strideHeight,
                            &p.strideWidth, &p.top, &p.left});
  }
};

/** `(x)`. */
void computeMaxPool(void* kernel, TF_OpKernelContext* context) {
  const PoolingNumbers n(kernel);
  const Pooling& p = n.pooling;
  const Input x(context, 0);
  const Output y(context, 0, {p.batch, p.outHeight, p.outWidth, p.channels});
  if (!y.data()) return;
  inParallel(n.threads, p.batch, [&](long first, long end) {
    kernels().maxPool(p, first, end, x.data(), y.data());
  });
}

/** `(x, y, dy)`. */
void computeMaxPoolGradient(void* kernel, TF_OpKernelContext* context) {
  const PoolingNumbers n(kernel);
  const Input x(context, 0), y(context, 1), dy(context, 2);
  const Output dx(context, 0, x.shape());
  if (!dx.data()) return;
  inParallel(n.threads, n.pooling.batch, [&](long first, long end) {
    kernels().maxPoolGradient(n.pooling, first, end, x.data(), y.data(), dy.data(), dx.data());
  });
}

/** The numbers of windows over several axes, as `own-kernels.ts` gives them. */
struct UnfoldNumbers {
  int threads, batch, channels, positions = 1;
  std::vector<int> picks;
  /** Of the result. */
  Numbers shape;

  explicit UnfoldNumbers(void* operation) {
    int count = 0;
    shape = readNumbers(operation, {&threads, &batch, &channels, &count});
    std::vector<UnfoldedAxis> axes(count);
    size_t next = 0;
    for (UnfoldedAxis& a : axes) {
      for (int* member : {&a.length, &a.cells, &a.stride, &a.dilation, &a.before, &a.positions, &a.wraps}) {
        *member = (int)shape[next++];
      }
      positions *= a.length;
    }
    std::vector<int> order(count);
    for (int& axis : order) axis = (int)shape[next++];
    shape.erase(shape.begin(), shape.begin() + next);
    picks = findPicks(axes, order);
  }
};

/** `(x)`: `[batch, ...lengths, channels]`. */
void computeUnfold(void* kernel, TF_OpKernelContext* context) {
  const UnfoldNumbers n(kernel);
  const Input x(context, 0);
  const Output out(context, 0, n.shape);
  if (!out.data()) return;
  const long from = (long)n.positions * n.channels, to = (long)n.picks.size() * n.channels;
  inParallel(n.threads, n.batch, [&](long first, long end) {
    for (long b = first; b < end; b++) {
      copyPicked(x.data() + b * from, n.picks, n.channels, out.data() + b * to);
    }
  });
}

/** `(dy)`: the windows, which are added up. */
void computeFold(void* kernel, TF_OpKernelContext* context) {
  const UnfoldNumbers n(kernel);
  const Input dy(context, 0);
  const Output out(context, 0, n.shape);
  if (!out.data()) return;
  const long from = (long)n.picks.size() * n.channels, to = (long)n.positions * n.channels;
  inParallel(n.threads, n.batch, [&](long first, long end) {
    std::memset(out.data() + first * to, 0, (end - first) * to * sizeof(float));
    for (long b = first; b < end; b++) {
      addPicked(dy.data() + b * from, n.picks, n.channels, out.data() + b * to);
    }
  });
}

/** `(weights, gradient, m, v, factors)`. */
void computeAdam(void*, TF_OpKernelContext* context) {
  const Input weights(context, 0), gradient(context, 1), m(context, 2), v(context, 3), factors(context, 4);
  const Output newWeights(context, 0, weights.shape()), newM(context, 1, weights.shape()),
      newV(context, 2, weights.shape());
  if (!newWeights.data() || !newM.data() || !newV.data()) return;
  AdamFactors f;
  std::memcpy(&f, factors.data(), sizeof f);
  kernels().adam(f, 0, weights.size(), weights.data(), gradient.data(), m.data(), v.data(), newWeights.data(),
                 newM.data(), newV.data());
}

/** Memory of a JavaScript array: where the next operation of this thread reads or writes. */
thread_local SharedMemory sharedMemory;

/** Takes the memory, if it has the size that is needed; else the operation fails. */
float* takeSharedMemory(TF_OpKernelContext* context, int64_t floats) {
  const SharedMemory memory = sharedMemory;
  sharedMemory = {};
  if (memory.data && (int64_t)memory.floats == floats) return memory.data;
  Status status;
  TF_SetStatus(status, TF_INVALID_ARGUMENT, "an array of the size of the tensor must be shared first");
  TF_OpKernelContext_Failure(context, status);
  return nullptr;
}

/** `(x)`: copies it into the shared array. The output is empty. */
void computeCopyToArray(void*, TF_OpKernelContext* context) {
  const Input x(context, 0);
  if (float* to = takeSharedMemory(context, x.size())) std::memcpy(to, x.data(), x.size() * sizeof(float));
  const Output nothing(context, 0, {0});
}

/** A tensor with a copy of the shared array, whose shape are the numbers. */
void computeCopyOfArray(void* kernel, TF_OpKernelContext* context) {
  const Numbers& shape = *static_cast<Numbers*>(kernel);
  int64_t floats = 1;
  for (int64_t length : shape) floats *= length;
  const float* from = takeSharedMemory(context, floats);
  if (!from) return;
  const Output out(context, 0, shape);
  if (out.data()) std::memcpy(out.data(), from, floats * sizeof(float));
}

struct Operation {
  const char* name;
  std::vector<const char*> inputs, outputs;
  void (*compute)(void*, TF_OpKernelContext*);
};

const Operation operations[] = {
    {"AxiswiseConvolution", {"x", "filter", "bias"}, {"y"}, computeConvolution},
    {"AxiswiseConvolutionFilterGradient", {"x", "dy"}, {"gradient"}, computeFilterGradient},
    {"AxiswiseConvolutionInputGradient", {"dy", "filter"}, {"dx"}, computeInputGradient},
    {"AxiswiseWinogradConvolution", {"x", "filter", "bias"}, {"y"}, computeWinogradConvolution},
    {"AxiswiseWinogradFilterGradient", {"x", "dy"}, {"gradient"}, computeWinogradFilterGradient},
    {"AxiswiseMaxPool", {"x"}, {"y"}, computeMaxPool},
    {"AxiswiseMaxPoolGradient", {"x", "y", "dy"}, {"dx"}, computeMaxPoolGradient},
    {"AxiswiseUnfold", {"x"}, {"y"}, computeUnfold},
    {"AxiswiseFold", {"dy"}, {"dx"}, computeFold},
    {"AxiswiseAdam",
     {"weights", "gradient", "m", "v", "factors"},
     {"new_weights", "new_m", "new_v"},
     computeAdam},
    {"AxiswiseCopyToArray", {"x"}, {"nothing"}, computeCopyToArray},
    {"AxiswiseCopyOfArray", {}, {"x"}, computeCopyOfArray},
};

std::string addOperation(const Operation& operation) {
  Status status;
  TF_OpDefinitionBuilder* definition = TF_NewOpDefinitionBuilder(operation.name);
  TF_OpDefinitionBuilderAddAttr(definition, "numbers: list(int)");
  for (std::string name : operation.inputs) {
    TF_OpDefinitionBuilderAddInput(definition, (name + ": float").c_str());
  }
  for (std::string name : operation.outputs) {
    TF_OpDefinitionBuilderAddOutput(definition, (name + ": float").c_str());
  }
  TF_RegisterOpDefinition(definition, status);
  if (status.failed()) return status.message();
  TF_RegisterKernelBuilder(
      operation.name,
      TF_NewKernelBuilder(operation.name, "CPU", createOperation, operation.compute, removeOperation),
      status);
  return status.failed() ? status.message() : "";
}

}  // namespace

void shareMemory(SharedMemory memory) { sharedMemory = memory; }

std::string addOperations() {
  // Threads load this library too, and there is one TensorFlow for all.
  static std::once_flag once;
  static std::string failure;
  std::call_once(once, [] {
    for (const Operation& operation : operations) {
      if (failure.empty()) failure = addOperation(operation);
    }
  });
  return failure;
}
