import { Random } from '@axiswise/random';
import { describe, expect, it } from 'vitest';
import { phonemeTable, SILENCE } from './phoneme-table.ts';
import { drawRecording, record } from './recording.ts';
import { drawSpeaker } from './speaker.ts';
import { rootMeanSquare } from './spectrum.fixture.ts';
import { speak, SyllableDeck, type Utterance } from './speak.ts';

const sampleRateHz = 16_000;

function draw(seed: number, syllables = 6): Utterance {
  const random = new Random(seed, 'utterance');
  const deck = new SyllableDeck(random);
  const drawn = Array.from({ length: syllables }, () => deck.draw());
  return speak(drawn, drawSpeaker('a', 15, random), random, { sampleRateHz });
}

describe('SyllableDeck', () => {
  it('draws every vowel equally often, and every consonant', () => {
    const deck = new SyllableDeck(new Random(1));
    // 21 syllables of three shapes have 28 consonants, 4 of each of 7; 8 rounds give each vowel 21.
    const names = Array.from({ length: 8 * 21 }, () => deck.draw()).flatMap((syllable) =>
      syllable.map(({ name }) => name),
    );
    for (const { name, kind } of phonemeTable) {
      const count = names.filter((each) => each === name).length;
      expect(count).toBe(kind === 'vowel' ? 21 : 32);
    }
  });
});

describe('speak', () => {
  const utterances = [1, 2, 3, 4, 5].map((seed) => draw(seed));

  it('labels all of the sound, without gaps', () => {
    for (const { samples, intervals } of utterances) {
      expect(intervals[0].startSeconds).toBe(0);
      intervals.slice(1).forEach(({ startSeconds, phoneme }, i) => {
        expect(startSeconds).toBe(intervals[i].endSeconds);
        expect(phoneme).not.toBe(intervals[i].phoneme);
      });
      const { endSeconds } = intervals[intervals.length - 1];
      expect(samples.length).toBe(Math.round(endSeconds * sampleRateHz));
    }
  });

  it('is silent in silence and loud in phonemes', () => {
    let silences = 0;
    for (const { samples, intervals } of utterances) {
      for (const { phoneme, startSeconds, endSeconds } of intervals) {
        // 8 ms is half the time in which the sources fade, and formants ring on for a while.
        const inside = samples.subarray(
          Math.round((startSeconds + 0.025) * sampleRateHz),
          Math.round((endSeconds - 0.01) * sampleRateHz),
        );
        if (inside.length < 80) continue;
        if (phoneme === SILENCE) silences++;
        const level = rootMeanSquare(inside);
        if (phoneme === SILENCE) expect(level).toBeLessThan(0.01);
        else expect(level).toBeGreaterThan(0.03);
      }
    }
    expect(silences).toBeGreaterThan(10);
  });

  it('labels the sound: hiss has its energy at high frequencies, vowels at low ones', () => {
    for (const { samples, intervals } of utterances) {
      for (const { phoneme, startSeconds, endSeconds } of intervals) {
        if (!['s', 'iy', 'ae', 'aa', 'uw'].includes(phoneme)) continue;
        const middle = Math.round(((startSeconds + endSeconds) / 2) * sampleRateHz);
        const inside = samples.subarray(middle - 240, middle + 240);
        const crossings = inside.filter((sample, i) => i > 0 && sample * inside[i - 1] < 0).length;
        if (phoneme === 's') expect(crossings).toBeGreaterThan(200);
        else expect(crossings).toBeLessThan(150);
      }
    }
  });

  it('says the same for the same seed', () => {
    expect(draw(7)).toEqual(draw(7));
    expect(draw(7).samples).not.toEqual(draw(8).samples);
  });
});

describe('record', () => {
  it('adds noise of the requested strength, in silence too', () => {
    const random = new Random(1, 'noise');
    const tone = Float32Array.from({ length: 32_000 }, (_, i) => (i < 16_000 ? Math.sin(i) : 0));
    const recording = { ...drawRecording(random), snrDb: 20, levelDb: -20, slope: 0 };
    const flat = { ...recording, peak: { frequencyHz: 1000, q: 1, gainDb: 0 } };
    const samples = record(tone, flat, random, { sampleRateHz });
    expect(20 * Math.log10(rootMeanSquare(samples))).toBeCloseTo(-20, 1);
    // The sound's power is half a tone's over the whole length; its noise is a hundredth of that.
    const noise = rootMeanSquare(samples.subarray(16_000));
    const sound = rootMeanSquare(samples) / Math.sqrt(1.01);
    expect(20 * Math.log10(sound / noise)).toBeGreaterThan(19.5);
    expect(20 * Math.log10(sound / noise)).toBeLessThan(20.5);
  });

  it('keeps silence without sound silent', () => {
    const random = new Random(2);
    const samples = record(new Float32Array(100), drawRecording(random), random, { sampleRateHz });
    expect(samples).toEqual(new Float32Array(100));
  });
});
