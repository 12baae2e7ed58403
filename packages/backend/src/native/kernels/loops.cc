// Compiled once for each instruction set; AXISWISE_KERNELS is the name of the result.
#include "adam.h"
#include "convolution.h"
#include "few-outputs.h"
#include "kernels.h"
#include "max-pool.h"
#include "winograd.h"

extern const Kernels AXISWISE_KERNELS;
const Kernels AXISWISE_KERNELS = {panelWidth,
                                  packPanels,
                                  convolve,
                                  filterGradient,
                                  convolveToFew,
                                  filterGradientOfFew,
                                  winogradFilters,
                                  winogradConvolve,
                                  winogradGradientSums,
                                  winogradGradientOfSums,
                                  maxPool,
                                  maxPoolGradient,
                                  adam,
                                  adamRows,
                                  addRows};
