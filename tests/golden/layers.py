"""Golden values for normalisations, activations and grouped convolutions: PyTorch's outputs and gradients.

    pip install torch numpy
    python tests/golden/layers.py > tests/golden/layers.json

Arrays are laid out channels last, as ours are. The gradients are those of sum(output * weighting).
"""

import json
import torch
import torch.nn.functional as F

torch.set_num_threads(1)
generator = torch.Generator().manual_seed(20)


def draw(*shape):
    return torch.randn(*shape, generator=generator)


def last(x):
    """[batch, channels, ...] -> [batch, ..., channels]"""
    return x.movedim(1, -1).contiguous()


def first(x):
    return x.movedim(-1, 1).contiguous()


def numbers(x):
    return [round(float(n), 9) for n in x.detach().flatten()]


BATCH, HEIGHT, WIDTH, CHANNELS = 5, 3, 2, 6
INPUT = draw(BATCH, HEIGHT, WIDTH, CHANNELS) * 2 + 1
WEIGHTING = draw(BATCH, HEIGHT, WIDTH, CHANNELS)
SCALE, OFFSET = draw(CHANNELS) + 1, draw(CHANNELS)


def normalization(module):
    """Two steps on different inputs, then what it gives in use."""
    with torch.no_grad():
        module.weight.copy_(SCALE)
        module.bias.copy_(OFFSET)
    x = first(INPUT).requires_grad_()
    module.train()
    y = module(x)
    (y * first(WEIGHTING)).sum().backward()
    found = {
        "output": numbers(last(y)),
        "inputGradient": numbers(last(x.grad)),
        "scaleGradient": numbers(module.weight.grad),
        "offsetGradient": numbers(module.bias.grad),
    }
    if isinstance(module, torch.nn.BatchNorm2d):
        # Running means with momentum 0.9 and without the numbers they begin with: weights 0.09 and 0.1.
        batches = [first(INPUT), first(INPUT) * 0.5 - 2]
        weights = torch.tensor([0.09, 0.1]) / 0.19
        mean_of = lambda of: sum(w * of(b) for w, b in zip(weights, batches))
        module.running_mean = mean_of(lambda b: b.mean(dim=(0, 2, 3)))
        module.running_var = mean_of(lambda b: b.var(dim=(0, 2, 3), unbiased=True))
        module.eval()
        found |= {
            "movingMean": numbers(module.running_mean),
            "movingVariance": numbers(module.running_var),
            "inUse": numbers(last(module(first(INPUT)))),
        }
    return found


class ChannelLayerNorm(torch.nn.LayerNorm):
    def forward(self, x):
        return first(super().forward(last(x)))


VALUES = [-6.0, -3.0, -1.5, -0.5, -0.01, 0.0, 0.01, 0.3, 1.0, 2.5, 5.0]


def activation(function):
    x = torch.tensor(VALUES, requires_grad=True)
    y = function(x)
    y.sum().backward()
    return {"output": numbers(y), "gradient": numbers(x.grad)}


def convolution(groups, filters, **options):
    x = first(INPUT).clone().requires_grad_()
    kernel = draw(filters, CHANNELS // groups, 3, 2).requires_grad_()
    bias = draw(filters).requires_grad_()
    y = F.conv2d(F.pad(x, (0, 1, 1, 1)), kernel, bias, groups=groups, **options)
    weighting = draw(*y.shape)
    (y * weighting).sum().backward()
    # [filters, channels of a group, height, width] -> [height, width, channels of a group, filters]
    turned = lambda k: k.permute(2, 3, 1, 0).contiguous()
    return {
        "groups": groups,
        "filters": filters,
        **{name: list(value) for name, value in options.items()},
        "kernel": numbers(turned(kernel)),
        "bias": numbers(bias),
        "weighting": numbers(last(weighting)),
        "output": numbers(last(y)),
        "inputGradient": numbers(last(x.grad)),
        "kernelGradient": numbers(turned(kernel.grad)),
        "biasGradient": numbers(bias.grad),
    }


print(
    json.dumps(
        {
            "torch": torch.__version__.split("+")[0],
            "shape": [BATCH, HEIGHT, WIDTH, CHANNELS],
            "input": numbers(INPUT),
            "weighting": numbers(WEIGHTING),
            "scale": numbers(SCALE),
            "offset": numbers(OFFSET),
            "normalizations": {
                "batch": normalization(torch.nn.BatchNorm2d(CHANNELS, momentum=0.1, eps=1e-5)),
                "layer": normalization(ChannelLayerNorm(CHANNELS, eps=1e-5)),
                "groups": normalization(torch.nn.GroupNorm(3, CHANNELS, eps=1e-3)),
                "oneGroup": normalization(torch.nn.GroupNorm(1, CHANNELS, eps=1e-5)),
            },
            "values": VALUES,
            "activations": {
                "gelu": activation(F.gelu),
                "swish": activation(F.silu),
            },
            "convolutions": {
                "grouped": convolution(3, 9),
                "strided": convolution(2, 4, stride=(2, 1)),
                "depthwise": convolution(CHANNELS, CHANNELS),
            },
        }
    )
)
