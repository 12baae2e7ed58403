import { Random } from '@axiswise/random';
import { describe, expect, it } from 'vitest';
import { hzToMel } from '../mel-scale.ts';
import { melSpectrogram } from '../mel-spectrogram.ts';
import { synthesize } from './formant-synth.ts';
import { type Articulation, phonemeNamed, phonemeTable } from './phoneme-table.ts';
import { formantScale, type Speaker } from './speaker.ts';
import { meanSpectrum, peakHz, rootMeanSquare } from './spectrum.fixture.ts';

const sampleRateHz = 16_000;
const man: Speaker = {
  name: 'a man',
  vocalTractLengthCm: 17.5,
  f0Hz: 100,
  breathiness: 0.2,
  rate: 1,
};
const child: Speaker = { ...man, name: 'a child', vocalTractLengthCm: 14, f0Hz: 260 };

function hold(articulation: Articulation, speaker: Speaker, seconds = 4): Float32Array {
  const segments = [{ articulation, startSeconds: 0, endSeconds: seconds }];
  return synthesize(segments, speaker, new Random(1, 'hold'), { sampleRateHz });
}

/**
 * A whispered phoneme: without voice the spectrum shows only the tract, with no harmonics between
 * its formants.
 */
function whispered(name: string): Articulation {
  return { ...phonemeNamed(name)!.gestures[0].articulation, voicing: 0, aspiration: 1 };
}

describe('synthesize', () => {
  const vowels = phonemeTable.filter(({ kind }) => kind === 'vowel').map(({ name }) => name);

  it.each(vowels.flatMap((name) => [man, child].map((speaker) => ({ name, speaker }))))(
    'puts the formants of $name of $speaker.name where the table and the tract put them',
    ({ name, speaker }) => {
      const spectrum = meanSpectrum(hold(whispered(name), speaker), { sampleRateHz });
      const articulation = whispered(name);
      articulation.formantsHz!.forEach((tableHz, i) => {
        const expectedHz = tableHz * formantScale(speaker);
        const bandwidthHz = articulation.bandwidthsHz![i] * formantScale(speaker);
        const found = peakHz(spectrum, expectedHz - bandwidthHz, expectedHz + bandwidthHz);
        // Inside the range, not at its edge: a slope without a peak would be found there.
        expect(Math.abs(found - expectedHz)).toBeLessThan(0.6 * bandwidthHz + spectrum.binHz);
      });
    },
  );

  it('speaks at the pitch of the speaker', () => {
    const spectrum = meanSpectrum(hold(phonemeNamed('uw')!.gestures[0].articulation, child), {
      sampleRateHz,
      fftLength: 2048,
    });
    expect(peakHz(spectrum, 60, 400)).toBeGreaterThan(260 * 0.85);
    expect(peakHz(spectrum, 60, 400)).toBeLessThan(260 * 1.15);
  });

  it('moves the pattern up by the bands that a shorter tract implies', () => {
    const settings = {
      sampleRateHz,
      windowLengthSamples: 400,
      hopLengthSamples: 160,
      bands: 64,
      lowHz: 80,
      highHz: 7600,
    };
    const profile = (speaker: Speaker): number[] => {
      const { values, frames } = melSpectrogram(hold(whispered('ae'), speaker), settings);
      return Array.from({ length: 64 }, (_, band) => {
        const row = values.subarray(band * frames, (band + 1) * frames);
        return row.reduce((sum, value) => sum + value, 0) / frames;
      });
    };
    const bandOf = (hz: number): number =>
      ((hzToMel(hz) - hzToMel(80)) / (hzToMel(7600) - hzToMel(80))) * 65 - 1;
    const top = (values: number[], near: number): number => {
      const first = Math.round(near) - 2;
      const five = values.slice(first, first + 5);
      return first + five.indexOf(Math.max(...five));
    };
    for (const formantHz of [660, 1720]) {
      const expected = bandOf(formantHz * 1.25) - bandOf(formantHz);
      const moved =
        top(profile(child), bandOf(formantHz * 1.25)) - top(profile(man), bandOf(formantHz));
      expect(Math.abs(moved - expected)).toBeLessThanOrEqual(1);
      expect(moved).toBeGreaterThan(2);
    }
  });

  it('hisses higher for s than for sh, and higher for shorter tracts', () => {
    const peak = (name: string, speaker: Speaker): number =>
      peakHz(
        meanSpectrum(hold(phonemeNamed(name)!.gestures[0].articulation, speaker), {
          sampleRateHz,
          fftLength: 64,
        }),
        500,
        7900,
      );
    expect(Math.abs(peak('s', man) - 4900)).toBeLessThan(400);
    expect(Math.abs(peak('sh', man) - 2900)).toBeLessThan(400);
    expect(Math.abs(peak('s', child) - 4900 * 1.25)).toBeLessThan(500);
  });

  it('is silent without a source, and has a finite level everywhere else', () => {
    expect(rootMeanSquare(hold({}, man, 0.5))).toBe(0);
    for (const { gestures } of phonemeTable) {
      for (const { articulation, silent } of gestures) {
        for (const speaker of [man, child]) {
          const level = rootMeanSquare(hold(articulation, speaker, 0.5));
          if (silent) expect(level).toBe(0);
          else {
            expect(level).toBeGreaterThan(0.05);
            expect(level).toBeLessThan(1.5);
          }
        }
      }
    }
  });

  it('speaks the same for the same seed, and differently for another', () => {
    const say = (seed: number): Float32Array =>
      synthesize(
        [{ articulation: whispered('aa'), startSeconds: 0, endSeconds: 0.1 }],
        man,
        new Random(seed),
        { sampleRateHz },
      );
    expect(say(3)).toEqual(say(3));
    expect(say(3)).not.toEqual(say(4));
  });

  it('lasts as long as its segments, also with none', () => {
    expect(hold({}, man, 0.1234).length).toBe(Math.round(0.1234 * sampleRateHz));
    expect(synthesize([], man, new Random(1), { sampleRateHz }).length).toBe(0);
  });
});
