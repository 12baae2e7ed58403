"""Golden values for schedules: what PyTorch's schedulers do in 70 steps, and what optimizers make of it.

    pip install torch numpy
    python -P tests/golden/schedules.py > tests/golden/schedules.json
"""

import json

import torch
from torch.optim.lr_scheduler import CosineAnnealingLR, CosineAnnealingWarmRestarts, OneCycleLR

STEPS = 70
RATE = 0.05
START, TARGET = [[0.5, -1.0, 2.0], [1.5, 0.0, -0.5]], [[1.0, 1.0, -1.0], [0.5, 0.25, -2.0]]

CASES = {
    "cosine": (dict(kind="cosine"), lambda o: CosineAnnealingLR(o, STEPS)),
    "warm restarts": (dict(kind="warmRestarts"), lambda o: CosineAnnealingWarmRestarts(o, 10, 2)),
    "warm restarts of one length": (
        dict(kind="warmRestarts", cycles=5, multiplier=1),
        lambda o: CosineAnnealingWarmRestarts(o, 14, 1),
    ),
    "one cycle": (dict(kind="oneCycle"), lambda o: OneCycleLR(o, RATE, total_steps=STEPS)),
    "one cycle otherwise": (
        dict(
            kind="oneCycle",
            rise=0.45,
            startDivisor=10,
            endDivisor=100,
            lowestMomentum=0.7,
            highestMomentum=0.9,
        ),
        lambda o: OneCycleLR(
            o,
            RATE,
            total_steps=STEPS,
            pct_start=0.45,
            div_factor=10,
            final_div_factor=100,
            base_momentum=0.7,
            max_momentum=0.9,
        ),
    ),
}

OPTIMIZERS = {
    "sgd": lambda p: torch.optim.SGD(p, lr=RATE, momentum=0.9),
    "adam": lambda p: torch.optim.Adam(p, lr=RATE),
}


def run(make_schedule, make_optimizer):
    """Minimises sum((w - target)^2) / 2, whose gradient is w - target."""
    w = torch.tensor(START, requires_grad=True)
    optimizer = make_optimizer([w])
    schedule = make_schedule(optimizer)
    factors, momenta = [], []
    for _ in range(STEPS):
        group = optimizer.param_groups[0]
        factors.append(group["lr"] / RATE)
        momenta.append(group["betas"][0] if "betas" in group else group["momentum"])
        optimizer.zero_grad()
        ((w - torch.tensor(TARGET)) ** 2).sum().div(2).backward()
        optimizer.step()
        schedule.step()
    return factors, momenta, w.detach().tolist()


def case(name, schedule, make):
    factors, momenta, _ = run(make, OPTIMIZERS["sgd"])
    return {
        "schedule": schedule,
        "factors": factors,
        **({"momenta": momenta} if "one cycle" in name else {}),
        "weights": {kind: run(make, optimizer)[2] for kind, optimizer in OPTIMIZERS.items()},
    }


print(
    json.dumps(
        {
            "torch": torch.__version__.split("+")[0],
            "steps": STEPS,
            "learningRate": RATE,
            "start": START,
            "target": TARGET,
            "optimizers": {"sgd": {"momentum": 0.9}, "adam": {}},
            "cases": {name: case(name, *both) for name, both in CASES.items()},
        }
    )
)
