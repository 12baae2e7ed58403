/** F1, F2 and F3. */
export type Triple = readonly [first: number, second: number, third: number];

/** A position of the vocal tract and its sound sources: the targets between which speech moves. */
export interface Articulation {
  /** Formants of an average man in Hz; absent if the neighbours decide (in a pause). */
  readonly formantsHz?: Triple;
  readonly bandwidthsHz?: Triple;
  /**
   * The frequency that a closed mouth removes while the nose adds its own; absent for an open
   * mouth.
   */
  readonly nasalZeroHz?: number;
  /** Amplitudes of the sources; 1 is the voice in a full vowel, absent means 0. */
  readonly voicing?: number;
  /** Breath through the whole tract. */
  readonly aspiration?: number;
  /** Hiss at a constriction. */
  readonly frication?: number;
  /** The band of the hiss. */
  readonly hiss?: { readonly frequencyHz: number; readonly bandwidthHz: number };
}

/** A part of a phoneme with one target. */
export interface Gesture {
  readonly articulation: Articulation;
  /** Shortest and longest duration at rate 1. */
  readonly durationSeconds: readonly [number, number];
  /**
   * Whether it is labelled as a pause: the closure before a burst, as where TIMIT's 61 labels are
   * folded to 39.
   */
  readonly silent?: boolean;
}

/** One sound of speech, as the synthesiser makes it. */
export interface Phoneme {
  /** The name in ARPAbet, as in TIMIT. */
  readonly name: string;
  readonly kind: 'vowel' | 'consonant';
  readonly gestures: readonly Gesture[];
}

/** The label of silence between phonemes. */
export const SILENCE = 'sil';

export const PAUSE: Articulation = {};

/** The defaults of Klatt 1980, Table I. */
const VOWEL_BANDWIDTHS: Triple = [50, 70, 110];

const vowel = (name: string, formantsHz: Triple): Phoneme => ({
  name,
  kind: 'vowel',
  gestures: [
    {
      articulation: { formantsHz, bandwidthsHz: VOWEL_BANDWIDTHS, voicing: 1 },
      durationSeconds: [0.09, 0.18],
    },
  ],
});

const consonant = (
  name: string,
  articulation: Articulation,
  durationSeconds: readonly [number, number],
): Phoneme => ({ name, kind: 'consonant', gestures: [{ articulation, durationSeconds }] });

/** A closure without sound, the burst, and breath while the tract opens. */
const stop = (
  name: string,
  tract: Required<Pick<Articulation, 'formantsHz' | 'bandwidthsHz' | 'hiss'>>,
): Phoneme => ({
  name,
  kind: 'consonant',
  gestures: [
    {
      articulation: { formantsHz: tract.formantsHz, bandwidthsHz: tract.bandwidthsHz },
      durationSeconds: [0.04, 0.07],
      silent: true,
    },
    { articulation: { ...tract, frication: 1.2 }, durationSeconds: [0.015, 0.025] },
    {
      articulation: { ...tract, frication: 0.25, aspiration: 0.8 },
      durationSeconds: [0.03, 0.05],
    },
  ],
});

/**
 * Eight vowels and seven consonants that differ in where their energy lies along frequency.
 *
 * Vowels: the averages over men in Peterson and Barney 1952, "Control methods used in a study of the
 * vowels", Table II. Consonants: Klatt 1980, Table III, with three deviations: one band of hiss
 * stands for Klatt's parallel amplitudes A2-A6, levels are our own, and the second formants of m and n
 * (1270 and 1340 Hz there) are pulled apart towards the loci of labial and alveolar consonants
 * (Delattre, Liberman and Cooper 1955).
 */
export const phonemeTable: readonly Phoneme[] = [
  vowel('iy', [270, 2290, 3010]), // heed
  vowel('ih', [390, 1990, 2550]), // hid
  vowel('eh', [530, 1840, 2480]), // head
  vowel('ae', [660, 1720, 2410]), // had
  vowel('aa', [730, 1090, 2440]), // hod
  vowel('ao', [570, 840, 2410]), // hawed
  vowel('uw', [300, 870, 2240]), // who'd
  vowel('er', [490, 1350, 1690]), // heard
  consonant(
    'm',
    {
      formantsHz: [480, 1000, 2130],
      bandwidthsHz: [40, 200, 200],
      nasalZeroHz: 450,
      voicing: 0.6,
    },
    [0.06, 0.1],
  ),
  consonant(
    'n',
    {
      formantsHz: [480, 1700, 2470],
      bandwidthsHz: [40, 300, 300],
      nasalZeroHz: 450,
      voicing: 0.6,
    },
    [0.06, 0.1],
  ),
  consonant(
    'l',
    { formantsHz: [310, 1050, 2880], bandwidthsHz: [50, 100, 280], voicing: 0.7 },
    [0.06, 0.1],
  ),
  consonant(
    's',
    {
      formantsHz: [320, 1390, 2530],
      bandwidthsHz: [200, 80, 200],
      frication: 1,
      hiss: { frequencyHz: 4900, bandwidthHz: 1000 },
    },
    [0.08, 0.13],
  ),
  consonant(
    'sh',
    {
      formantsHz: [300, 1840, 2750],
      bandwidthsHz: [200, 100, 300],
      frication: 1,
      hiss: { frequencyHz: 2900, bandwidthHz: 900 },
    },
    [0.08, 0.13],
  ),
  stop('t', {
    formantsHz: [400, 1600, 2600],
    bandwidthsHz: [300, 120, 250],
    hiss: { frequencyHz: 4300, bandwidthHz: 2000 },
  }),
  stop('k', {
    formantsHz: [300, 1990, 2850],
    bandwidthsHz: [250, 160, 330],
    hiss: { frequencyHz: 2300, bandwidthHz: 600 },
  }),
];

/** Finds a phoneme by name; undefined for {@link SILENCE} and unknown names. */
export function phonemeNamed(name: string): Phoneme | undefined {
  return phonemeTable.find((phoneme) => phoneme.name === name);
}
