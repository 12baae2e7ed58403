import { crossValidationFold, holdOut, type Split } from '@axiswise/data';
import { InputError } from '@axiswise/messages';
import type { LabelledSentence } from './labelled-sentences.ts';

/** Without a test part a fifth of each class is for test, the same fifth for every run. */
const testShare = 0.2;
const splitSeed = 0;
/** A Float32Array holds integers exactly up to this. */
const mostSentences = 2 ** 24;

/**
 * Sentences before they are encoded. They are split first, because the vocabulary comes from
 * `train`.
 */
interface TrainAndTest<Sentence> {
  readonly train: readonly Sentence[];
  readonly test: readonly Sentence[];
}

/** Puts one fold into test and the other nine into train: see {@link crossValidationFold}. */
export function divideIntoFold<Sentence extends LabelledSentence>(
  sentences: readonly Sentence[],
  fold: string,
): TrainAndTest<Sentence> {
  const { train, test } = crossValidationFold(positions(sentences), fold);
  return { train: at(sentences, train), test: at(sentences, test) };
}

/**
 * Puts a fifth of each class, at least one sentence, into test, the same for every run.
 *
 * @throws InputError if a class has a single sentence.
 */
export function setFifthAside<Sentence extends LabelledSentence>(
  sentences: readonly Sentence[],
  { classes, name }: { readonly classes: readonly string[]; readonly name: string },
): TrainAndTest<Sentence> {
  const counts = new Uint32Array(classes.length);
  for (const { label } of sentences) counts[label]++;
  const rare = counts.indexOf(1);
  if (rare !== -1) {
    throw new InputError(
      'data',
      `the class "${classes[rare]}" in ${name} must have at least two sentences, got one: without a test part each class ` +
        `needs one for train and one for test; add sentences, or check which column is the label`,
    );
  }
  const present = counts.filter((each) => each > 0).length;
  const count = Math.max(Math.round(sentences.length * testShare), present);
  const { rest, heldOut } = holdOut(positions(sentences), { count, seed: splitSeed });
  return { train: at(sentences, rest), test: at(sentences, heldOut) };
}

/** Makes a split whose inputs are the indices of its examples, to trace them. */
function positions(sentences: readonly LabelledSentence[]): Split {
  if (sentences.length > mostSentences) {
    throw new InputError(
      'data',
      `${sentences.length} sentences are more than the ${mostSentences} that can be divided; give fewer`,
    );
  }
  return {
    length: sentences.length,
    labels: Int32Array.from(sentences, ({ label }) => label),
    gather: (indices, out) => out.set(indices),
  };
}

function at<Sentence>(sentences: readonly Sentence[], split: Split): Sentence[] {
  const places = new Float32Array(split.length);
  void split.gather(
    Uint32Array.from(places, (_, i) => i),
    places,
  );
  return Array.from(places, (place) => sentences[place]);
}
