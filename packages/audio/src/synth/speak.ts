import type { Random } from '@axiswise/random';
import { Deck } from './deck.ts';
import { synthesize } from './formant-synth.ts';
import {
  type Articulation,
  PAUSE,
  type Phoneme,
  phonemeTable,
  SILENCE,
  type Triple,
} from './phoneme-table.ts';
import type { Speaker } from './speaker.ts';
import type { Segment } from './targets.ts';

/** A phoneme with the start and end of its sound. */
export interface PhonemeInterval {
  /** The name of a phoneme, or {@link SILENCE}. */
  readonly phoneme: string;
  readonly startSeconds: number;
  readonly endSeconds: number;
}

/** Speech with its labels. */
export interface Utterance {
  /** Clean samples: without noise, room and microphone. */
  readonly samples: Float32Array;
  readonly sampleRateHz: number;
  /** In order and without gaps, from 0 to the end. */
  readonly intervals: readonly PhonemeInterval[];
}

/** The silence before and after speech: more than half a window of frames. */
const EDGE_SECONDS = 0.15;
/**
 * The relative standard deviation of each formant of each sound, since nobody says it twice alike.
 */
const WANDER = 0.03;
const PAUSE_CHANCE = 0.25;
const PAUSE_SECONDS = [0.06, 0.16] as const;

/** A syllable: a vowel with perhaps a consonant before it and after it. */
export type Syllable = readonly Phoneme[];

/**
 * Draws syllables for one speaker: consonant-vowel, vowel-consonant and consonant-vowel-consonant,
 * with all vowels equally frequent, and all consonants.
 */
export class SyllableDeck {
  readonly #vowels: Deck<Phoneme>;
  readonly #consonants: Deck<Phoneme>;
  readonly #shapes: Deck<readonly [onset: boolean, coda: boolean]>;

  constructor(random: Random) {
    const ofKind = (kind: Phoneme['kind']): Phoneme[] =>
      phonemeTable.filter((phoneme) => phoneme.kind === kind);
    this.#vowels = new Deck(ofKind('vowel'), random);
    this.#consonants = new Deck(ofKind('consonant'), random);
    this.#shapes = new Deck(
      [
        [true, false],
        [false, true],
        [true, true],
      ],
      random,
    );
  }

  draw(): Syllable {
    const [onset, coda] = this.#shapes.draw();
    return [
      ...(onset ? [this.#consonants.draw()] : []),
      this.#vowels.draw(),
      ...(coda ? [this.#consonants.draw()] : []),
    ];
  }
}

/**
 * Speaks a sequence of syllables, with occasional pauses.
 *
 * Durations and formants vary from sound to sound; the closure of a stop is silence.
 *
 * @param random decides durations, formants, pauses and the voice; the same state speaks the same.
 *
 * @example
 * const random = new Random(1, 'speech');
 * const deck = new SyllableDeck(random);
 * const speaker = drawSpeaker('a', 15, random);
 * const { samples, intervals } = speak([deck.draw(), deck.draw()], speaker, random, {
 *   sampleRateHz: 16_000,
 * });
 * intervals[0].phoneme; // 'sil'
 */
export function speak(
  syllables: readonly Syllable[],
  speaker: Speaker,
  random: Random,
  { sampleRateHz }: { readonly sampleRateHz: number },
): Utterance {
  const segments: Segment[] = [];
  const intervals: PhonemeInterval[] = [];
  let now = 0;
  const add = (phoneme: string, articulation: Articulation, durationSeconds: number): void => {
    const segment = { articulation, startSeconds: now, endSeconds: now + durationSeconds };
    segments.push(segment);
    const last = intervals[intervals.length - 1];
    if (last?.phoneme === phoneme) intervals.pop();
    const startSeconds = last?.phoneme === phoneme ? last.startSeconds : now;
    intervals.push({ phoneme, startSeconds, endSeconds: segment.endSeconds });
    now = segment.endSeconds;
  };

  add(SILENCE, PAUSE, EDGE_SECONDS);
  syllables.forEach((syllable, i) => {
    if (i > 0 && random.uniform() < PAUSE_CHANCE) {
      add(SILENCE, PAUSE, random.uniform(...PAUSE_SECONDS));
    }
    for (const phoneme of syllable) {
      const stray: Triple = [wander(random), wander(random), wander(random)];
      for (const { articulation, durationSeconds, silent } of phoneme.gestures) {
        add(
          silent ? SILENCE : phoneme.name,
          shifted(articulation, stray),
          random.uniform(...durationSeconds) / speaker.rate,
        );
      }
    }
  });
  add(SILENCE, PAUSE, EDGE_SECONDS);
  return {
    samples: synthesize(segments, speaker, random, { sampleRateHz }),
    sampleRateHz,
    intervals,
  };
}

const wander = (random: Random): number => Math.exp(random.normal(0, WANDER));

function shifted(articulation: Articulation, [first, second, third]: Triple): Articulation {
  const { formantsHz, hiss } = articulation;
  return {
    ...articulation,
    ...(formantsHz && {
      formantsHz: [formantsHz[0] * first, formantsHz[1] * second, formantsHz[2] * third] as const,
    }),
    ...(hiss && { hiss: { ...hiss, frequencyHz: hiss.frequencyHz * second } }),
  };
}
