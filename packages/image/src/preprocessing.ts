import type { DecodeContext, Preprocessing } from '@axiswise/data';

/** What `readPicture` does, for other software. */
export function picturePreprocessing({ shape }: DecodeContext): Preprocessing {
  const [height, width, channels] = shape;
  return {
    reads: 'a PNG or JPEG picture',
    steps: [
      'Turn the picture as its EXIF orientation says, and put transparent parts on black.',
      channels === 1
        ? 'Make it grey: remove the gamma of sRGB, take 0.2126 red + 0.7152 green + 0.0722 blue, and apply the gamma again. A grey picture stays as it is.'
        : 'Make it red, green and blue (sRGB), in this order.',
      `Resize it to ${height} rows and ${width} columns by Lanczos, without keeping its proportions. A picture of that size stays as it is.`,
      'Divide each byte by 255, so that black is 0 and white is 1.',
    ],
    settings: { height, width, channels, scale: 255 },
    python,
  };
}

const python = String.raw`"""Reads a PNG or JPEG picture as the network's input. It needs NumPy and Pillow.

The numbers are those of training, but for the last bits of pictures that are resized or made grey.
"""
import json
import pathlib

import numpy as np
from PIL import Image, ImageOps

CARD = json.loads((pathlib.Path(__file__).parent / "model-card.json").read_text("utf-8"))
SETTINGS = CARD["preprocessing"]["settings"]


def examples(file):
    picture = ImageOps.exif_transpose(Image.open(file))
    if picture.mode in ("LA", "PA", "RGBA") or "transparency" in picture.info:
        picture = picture.convert("RGBA")
        picture = Image.alpha_composite(Image.new("RGBA", picture.size, "black"), picture)
    picture = picture.convert("L" if picture.mode in ("1", "L") else "RGB")
    size = (SETTINGS["width"], SETTINGS["height"])
    if picture.size != size:
        picture = picture.resize(size, Image.Resampling.LANCZOS)
    pixels = np.asarray(picture)
    if pixels.ndim == 2:
        pixels = pixels[..., None]
    if SETTINGS["channels"] == 1 and pixels.shape[-1] == 3:
        pixels = grey(pixels)[..., None]
    if SETTINGS["channels"] == 3 and pixels.shape[-1] == 1:
        pixels = np.repeat(pixels, 3, axis=-1)
    return (pixels / SETTINGS["scale"]).astype(np.float32)[None]


def grey(pixels):
    values = pixels / 255
    linear = np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)
    light = linear @ np.array([0.2126, 0.7152, 0.0722])
    curved = np.where(light <= 0.0031308, 12.92 * light, 1.055 * light ** (1 / 2.4) - 0.055)
    return np.round(255 * curved)
`;
