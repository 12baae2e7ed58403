import type { Articulation, Triple } from './phoneme-table.ts';

/** Segments of articulation; the first begins at 0 and each one where the previous ends. */
export interface Segment {
  readonly articulation: Articulation;
  readonly startSeconds: number;
  readonly endSeconds: number;
}

/** The settings of the synthesiser at one moment, in the units of {@link Articulation}. */
export interface Targets {
  readonly formantsHz: Triple;
  readonly bandwidthsHz: Triple;
  /** 0 (mouth open) to 1 (mouth closed, nose open). */
  readonly nasality: number;
  readonly nasalZeroHz: number;
  readonly voicing: number;
  readonly aspiration: number;
  readonly frication: number;
  readonly hiss: { readonly frequencyHz: number; readonly bandwidthHz: number };
}

/** The widths of the smoothing windows: the time in which the tract moves, and the sources. */
const TRACT_SECONDS = 0.08;
const SOURCE_SECONDS = 0.016;
/** The targets before anything is articulated. */
const NEUTRAL_FORMANTS_HZ: Triple = [500, 1500, 2500];
const NEUTRAL_BANDWIDTHS_HZ: Triple = [70, 100, 160];

/**
 * Yields the targets at every control period: those of each segment, smoothed over time by a Hann
 * window.
 *
 * Smoothing models coarticulation: before a boundary a sound already approaches the next one, and a
 * sound shorter than the window does not reach its target (undershoot, Lindblom 1963). A segment
 * that leaves a value open (a pause has no formants) is not part of that average.
 */
export function* trackTargets(
  segments: readonly Segment[],
  stepSeconds: number,
): Generator<Targets> {
  if (segments.length === 0) return;
  let formantsHz = NEUTRAL_FORMANTS_HZ;
  let bandwidthsHz = NEUTRAL_BANDWIDTHS_HZ;
  let first = 0;
  const { endSeconds } = segments[segments.length - 1];
  for (let step = 0; (step - 0.5) * stepSeconds < endSeconds; step++) {
    const seconds = (step + 0.5) * stepSeconds;
    while (segments[first].endSeconds <= seconds - TRACT_SECONDS / 2) {
      if (first === segments.length - 1) break;
      first++;
    }
    const near: Near[] = [];
    for (let i = first; i < segments.length; i++) {
      if (segments[i].startSeconds >= seconds + TRACT_SECONDS / 2) break;
      near.push({
        articulation: segments[i].articulation,
        tract: share(segments[i], seconds, TRACT_SECONDS),
        source: share(segments[i], seconds, SOURCE_SECONDS),
      });
    }
    const shaped = near.filter(({ articulation, tract }) => articulation.formantsHz && tract > 0);
    if (shaped.length > 0) {
      formantsHz = average(shaped, 'formantsHz', NEUTRAL_FORMANTS_HZ);
      bandwidthsHz = average(shaped, 'bandwidthsHz', NEUTRAL_BANDWIDTHS_HZ);
    }
    const nasal = near.filter(({ articulation }) => articulation.nasalZeroHz);
    yield {
      formantsHz,
      bandwidthsHz,
      nasality: total(nasal, ({ tract }) => tract),
      nasalZeroHz: nasal[0]?.articulation.nasalZeroHz ?? 0,
      voicing: total(near, ({ articulation, source }) => source * (articulation.voicing ?? 0)),
      aspiration: total(
        near,
        ({ articulation, source }) => source * (articulation.aspiration ?? 0),
      ),
      frication: total(near, frication),
      hiss: averageHiss(near),
    };
  }
}

interface Near {
  readonly articulation: Articulation;
  /** The weight of a segment in the windows of the tract and of the sources: 0 to 1. */
  readonly tract: number;
  readonly source: number;
}

/** The fraction of a Hann window of `width` around `seconds` that lies in a segment. */
function share(segment: Segment, seconds: number, width: number): number {
  return (
    hannBelow((segment.endSeconds - seconds) / width) -
    hannBelow((segment.startSeconds - seconds) / width)
  );
}

/** The integral of a Hann window of width and area 1 from −∞ to `u`. */
function hannBelow(u: number): number {
  if (u <= -0.5) return 0;
  if (u >= 0.5) return 1;
  return 0.5 + u + Math.sin(2 * Math.PI * u) / (2 * Math.PI);
}

/** A geometric mean, because formants move in proportion. */
function average(
  near: readonly Near[],
  what: 'formantsHz' | 'bandwidthsHz',
  absent: Triple,
): Triple {
  const weights = total(near, ({ tract }) => tract);
  const at = (i: number): number =>
    Math.exp(
      total(near, ({ articulation, tract }) => {
        return tract * Math.log((articulation[what] ?? absent)[i]);
      }) / weights,
    );
  return [at(0), at(1), at(2)];
}

const frication = ({ articulation, source }: Near): number =>
  source * (articulation.frication ?? 0);

function averageHiss(near: readonly Near[]): Targets['hiss'] {
  const weights = total(near, frication);
  if (weights === 0) return { frequencyHz: 1, bandwidthHz: 1 };
  const mean = (key: keyof Targets['hiss']): number =>
    total(near, (each) => frication(each) * (each.articulation.hiss?.[key] ?? 0)) / weights;
  return { frequencyHz: mean('frequencyHz'), bandwidthHz: mean('bandwidthHz') };
}

function total<T>(items: readonly T[], value: (item: T) => number): number {
  return items.reduce((sum, item) => sum + value(item), 0);
}
