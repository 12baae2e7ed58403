import type { DecodeContext, Preprocessing } from './data-format.ts';

/** What `decodeExamples` does, for other software. */
export const examplePreprocessing = ({ shape }: DecodeContext): Preprocessing => ({
  reads: 'examples in JSON lines',
  steps: [
    `Take "input" of each line: lists within lists, ${shape.slice(0, -1).join(' × ')} numbers, each a list of ` +
      `${shape.at(-1)} where there are several channels.`,
  ],
  settings: { shape },
  python,
});

const python = String.raw`"""Reads examples in JSON lines as the network's input. It needs NumPy alone."""
import json
import pathlib

import numpy as np

CARD = json.loads((pathlib.Path(__file__).parent / "model-card.json").read_text("utf-8"))
SHAPE = CARD["preprocessing"]["settings"]["shape"]


def examples(file):
    lines = pathlib.Path(file).read_text("utf-8").splitlines()
    found = [json.loads(line)["input"] for line in lines if line.strip() != ""]
    return np.stack([np.asarray(one, np.float32).reshape(SHAPE) for one in found])
`;
