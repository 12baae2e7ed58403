import type { DecodeContext, Preprocessing } from '@axiswise/data';
import { checkWordsEncoding } from './vocabulary.ts';

/** What `decodeSentences` does, for other software. */
export function sentencePreprocessing({ encoding }: DecodeContext): Preprocessing {
  const { words, length } = checkWordsEncoding(encoding);
  return {
    reads: 'sentences, one a line of a text file in UTF-8',
    steps: [
      'Compose the characters (Unicode NFC), make them lower case, and make ’ an apostrophe.',
      "Replace by a space whatever is no letter, mark, digit or one of ( ) , ! ? ' `.",
      "Put a space before 's, 've, n't, 're, 'd and 'll, one after another, and around each of , ! ( ) ?.",
      'Split at the spaces: these are the words.',
      'Replace each word by its place in the list "words" of the settings, counted from 0; a word that is not there is 1.',
      `Take the first ${length} words, and fill up with 0 behind the last one.`,
    ],
    settings: { length, padding: 0, unknown: 1, words },
    python,
  };
}

const python = String.raw`"""Reads sentences as the network's input, one a line. It needs NumPy alone."""
import json
import pathlib
import re
import unicodedata

import numpy as np

CARD = json.loads((pathlib.Path(__file__).parent / "model-card.json").read_text("utf-8"))
SETTINGS = CARD["preprocessing"]["settings"]
TOKENS = {word: token for token, word in enumerate(SETTINGS["words"])}


def examples(file):
    lines = pathlib.Path(file).read_text("utf-8-sig").splitlines()
    return np.stack([encode(line) for line in lines if line.strip() != ""])


def encode(sentence):
    found = [TOKENS.get(word, SETTINGS["unknown"]) for word in tokenize(sentence)]
    row = np.full((SETTINGS["length"], 1), SETTINGS["padding"], np.float32)
    kept = found[: SETTINGS["length"]]
    row[: len(kept), 0] = kept
    return row


def tokenize(sentence):
    text = unicodedata.normalize("NFC", sentence).lower().replace("\u2019", "'")
    text = "".join(letter if keeps(letter) else " " for letter in text)
    for ending in ("'s", "'ve", "n't", "'re", "'d", "'ll"):
        text = text.replace(ending, " " + ending)
    return re.sub(r"[,!()?]", r" \g<0> ", text).split()


def keeps(letter):
    return unicodedata.category(letter)[0] in "LMN" or letter in "(),!?'${'`'}"
`;
