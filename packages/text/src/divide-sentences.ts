import {
  crossValidationFold,
  divideWhole,
  type LoadContext,
  type Split,
  type Targets,
} from '@axiswise/data';
import { InputError } from '@axiswise/messages';

/** A Float32Array holds integers exactly up to this. */
const mostSentences = 2 ** 24;

/** The numbers of the sentences of train and test, in the order in which they are there. */
interface TrainAndTest {
  readonly train: Uint32Array;
  readonly test: Uint32Array;
}

/** What sentences are divided by: their classes or targets, and where they are in groups, these. */
interface Divided {
  readonly labels: Int32Array;
  readonly groups?: Int32Array | undefined;
  /** The numbers that are right for each, where they have no classes. */
  readonly targets?: Targets | undefined;
}

/** Puts one fold into test and the other nine into train: see {@link crossValidationFold}. */
export function divideIntoFold(sentences: Divided, fold: string): TrainAndTest {
  const { train, test } = crossValidationFold(positions(sentences), fold);
  return { train: numbersOf(train), test: numbersOf(test) };
}

/** Divides the sentences of a table that names no splits: see {@link divideWhole}. */
export function divideSentences(
  sentences: Divided,
  context: LoadContext,
  { place, classes }: { readonly place: string; readonly classes: readonly string[] },
): TrainAndTest {
  const { train, test } = divideWhole(positions(sentences), context, {
    place,
    classes,
    remedy: 'add sentences, or check which column is the label',
  });
  return { train: numbersOf(train), test: numbersOf(test) };
}

/** Makes a split whose inputs are the numbers of its examples, to trace them. */
function positions({ labels, groups, targets }: Divided): Split {
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
    ...(targets && { targets }),
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
