import { crossValidationFold, holdOut, type Split } from '@axiswise/data';
import { InputError } from '@axiswise/messages';

/** Without a test part a fifth of each class is for test, the same fifth for every run. */
const testShare = 0.2;
const splitSeed = 0;
/** A Float32Array holds integers exactly up to this. */
const mostSentences = 2 ** 24;

/** The numbers of the sentences of train and test, in the order in which they are there. */
interface TrainAndTest {
  readonly train: Uint32Array;
  readonly test: Uint32Array;
}

/** What sentences are divided by: their classes, and where they are in groups, these. */
interface Divided {
  readonly labels: Int32Array;
  readonly groups?: Int32Array | undefined;
}

/** Puts one fold into test and the other nine into train: see {@link crossValidationFold}. */
export function divideIntoFold(sentences: Divided, fold: string): TrainAndTest {
  const { train, test } = crossValidationFold(positions(sentences), fold);
  return { train: numbersOf(train), test: numbersOf(test) };
}

/**
 * Puts a fifth of each class, at least one sentence, into test, the same for every run; of groups, whole
 * ones (see {@link holdOut}).
 *
 * @throws InputError if a class has a single sentence, or groups would leave a part empty.
 */
export function setFifthAside(
  sentences: Divided,
  { classes, name }: { readonly classes: readonly string[]; readonly name: string },
): TrainAndTest {
  const { labels } = sentences;
  const counts = new Uint32Array(classes.length);
  for (const label of labels) counts[label]++;
  const rare = counts.indexOf(1);
  if (rare !== -1) {
    throw new InputError(
      'data',
      `the class "${classes[rare]}" in ${name} must have at least two sentences, got one: without a test part each class ` +
        `needs one for train and one for test; add sentences, or check which column is the label`,
    );
  }
  const present = counts.filter((each) => each > 0).length;
  const count = Math.max(Math.round(labels.length * testShare), present);
  const { rest, heldOut } = holdOut(positions(sentences), { count, seed: splitSeed });
  return { train: numbersOf(rest), test: numbersOf(heldOut) };
}

/** Makes a split whose inputs are the numbers of its examples, to trace them. */
function positions({ labels, groups }: Divided): Split {
  if (labels.length > mostSentences) {
    throw new InputError(
      'data',
      `${labels.length} sentences are more than the ${mostSentences} that can be divided; give fewer`,
    );
  }
  return {
    length: labels.length,
    labels,
    ...(groups && { groups }),
    gather: (indices, out) => out.set(indices),
  };
}

function numbersOf(split: Split): Uint32Array {
  const places = new Float32Array(split.length);
  void split.gather(
    new Uint32Array(split.length).map((_, i) => i),
    places,
  );
  return Uint32Array.from(places);
}
