"""Golden values for mel spectrograms: librosa on short sounds of 16-bit samples.

    pip install librosa numpy
    python tests/golden/mel.py > tests/golden/mel.json

Frames begin with the first sample (center=False); librosa pads a window shorter than the transform
on both sides, so the sound is padded by as much to have its windows begin with the first sample.
All in doubles.
"""

import json
import librosa
import numpy as np

CASES = {
    "8 kHz, window as long as the transform": dict(
        sampleRateHz=8000,
        windowLengthSamples=256,
        hopLengthSamples=128,
        fftLength=256,
        bands=40,
        lowHz=50,
        highHz=4000,
    ),
    "16 kHz, window filled up with zeros": dict(
        sampleRateHz=16000,
        windowLengthSamples=400,
        hopLengthSamples=160,
        fftLength=512,
        bands=26,
        lowHz=0,
        highHz=7600,
    ),
    "22.05 kHz, overlap of three quarters": dict(
        sampleRateHz=22050,
        windowLengthSamples=512,
        hopLengthSamples=128,
        fftLength=512,
        bands=32,
        lowHz=80,
        highHz=11025,
    ),
}


def sound(rate, length, generator):
    """Two rising tones, noise, and a silent end."""
    t = np.arange(length) / rate
    tones = np.sin(2 * np.pi * (300 + 4000 * t) * t) + 0.3 * np.sin(2 * np.pi * 0.31 * rate * t)
    mixed = 0.3 * tones + 0.02 * generator.standard_normal(length)
    mixed[-length // 3 :] = 0
    return np.round(32768 * mixed).astype(int)


def spectrogram(samples, s):
    pad = (s["fftLength"] - s["windowLengthSamples"]) // 2
    power = (
        np.abs(
            librosa.stft(
                np.pad(samples / 32768.0, pad),
                n_fft=s["fftLength"],
                win_length=s["windowLengthSamples"],
                hop_length=s["hopLengthSamples"],
                window="hann",
                center=False,
            )
        )
        ** 2
    )
    filters = librosa.filters.mel(
        sr=s["sampleRateHz"],
        n_fft=s["fftLength"],
        n_mels=s["bands"],
        fmin=s["lowHz"],
        fmax=s["highHz"],
        htk=True,
        norm=None,
        dtype=np.float64,
    )
    return np.log(np.maximum(filters @ power, 1e-10))


generator = np.random.default_rng(0)
cases = {}
for name, settings in CASES.items():
    length = settings["windowLengthSamples"] + 9 * settings["hopLengthSamples"] + 17
    samples = sound(settings["sampleRateHz"], length, generator)
    cases[name] = {
        "settings": settings,
        "samples": samples.tolist(),
        "values": np.round(spectrogram(samples, settings), 6).tolist(),
    }
print(json.dumps({"librosa": librosa.__version__, "cases": cases}))
