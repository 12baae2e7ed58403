"""Golden values for averages of weights: PyTorch's exponential moving average of 20 states of a 2×2 kernel.

    pip install torch numpy
    python -P tests/golden/averages.py > tests/golden/averages.json
"""

import json

import torch
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

MOMENTUM = 0.9
generator = torch.Generator().manual_seed(1)
model = torch.nn.Linear(2, 2, bias=False)
averaged = AveragedModel(model, multi_avg_fn=get_ema_multi_avg_fn(MOMENTUM))
weights, averages = [], []
for _ in range(20):
    with torch.no_grad():
        model.weight.copy_(torch.randn(2, 2, generator=generator))
    averaged.update_parameters(model)
    weights.append(model.weight.flatten().tolist())
    averages.append(averaged.module.weight.detach().flatten().tolist())
print(
    json.dumps(
        {
            "torch": torch.__version__.split("+")[0],
            "momentum": MOMENTUM,
            "weights": weights,
            "averages": averages,
        }
    )
)
