"""Golden values for resampling: scipy's polyphase filter with the same Kaiser-windowed sinc.

    pip install scipy numpy
    python tests/golden/resample.py > tests/golden/resample.json
"""

import json
from math import ceil, gcd
import numpy as np
import scipy
from scipy.signal import resample_poly
from scipy.signal.windows import kaiser

ZERO_CROSSINGS, ROLLOFF, BETA = 64, 0.955, 9.0


def resample(samples, from_hz, to_hz):
    up, down = to_hz // gcd(to_hz, from_hz), from_hz // gcd(to_hz, from_hz)
    cutoff = ROLLOFF * min(1, to_hz / from_hz)
    # The filter at `up` points for each input sample; scipy multiplies it by `up`.
    half = ceil(ZERO_CROSSINGS / cutoff) * up
    distance = np.arange(-half, half + 1) / up
    inside = np.abs(distance) * cutoff <= ZERO_CROSSINGS
    window = np.i0(BETA * np.sqrt(np.maximum(1 - (distance * cutoff / ZERO_CROSSINGS) ** 2, 0)))
    taps = inside * cutoff * np.sinc(cutoff * distance) * window / np.i0(BETA)
    if half * cutoff == ZERO_CROSSINGS * up:  # the window by scipy, where its ends fall on points
        assert np.allclose(window / np.i0(BETA), kaiser(2 * half + 1, BETA))
    return resample_poly(samples, up, down, window=taps / up)


generator = np.random.default_rng(0)
cases = []
for from_hz, to_hz in [(44100, 16000), (8000, 22050), (48000, 8000), (11025, 8000)]:
    samples = np.round(generator.uniform(-0.5, 0.5, 300), 6)
    values = np.round(resample(samples, from_hz, to_hz), 9)
    cases.append(
        {"fromHz": from_hz, "toHz": to_hz, "samples": samples.tolist(), "values": values.tolist()}
    )
print(json.dumps({"scipy": scipy.__version__, "cases": cases}))
