import { describe, expect, it } from 'vitest';
import { Antiresonator, Resonator } from './resonator.ts';
import { rootMeanSquare } from './spectrum.fixture.ts';

const RATE = 16_000;

function tone(frequencyHz: number): Float64Array {
  return Float64Array.from({ length: RATE }, (_, i) =>
    Math.sin((2 * Math.PI * frequencyHz * i) / RATE + 1),
  );
}

/** Gain for a tone of 1 s after the transient. */
function gain(filter: { filter(block: Float64Array): void }, frequencyHz: number): number {
  const block = tone(frequencyHz);
  filter.filter(block);
  return rootMeanSquare(block.slice(8000)) / rootMeanSquare(tone(frequencyHz).slice(8000));
}

function resonator(frequencyHz: number, bandwidthHz: number): Resonator {
  const made = new Resonator(RATE);
  made.tune(frequencyHz, bandwidthHz);
  return made;
}

describe('Resonator', () => {
  it('leaves 0 Hz as it is', () => {
    expect(gain(resonator(500, 60), 0)).toBeCloseTo(1, 10);
  });

  it('amplifies its frequency by about frequency / bandwidth', () => {
    expect(gain(resonator(500, 50), 500)).toBeCloseTo(10, 0);
    expect(gain(resonator(1000, 50), 1000)).toBeCloseTo(20, 0);
  });

  it('has half the power at half a bandwidth from its centre', () => {
    const ratio = gain(resonator(1500, 100), 1550) / gain(resonator(1500, 100), 1500);
    expect(ratio).toBeGreaterThan(0.67);
    expect(ratio).toBeLessThan(0.74);
  });

  it('rings on from block to block as in a single block', () => {
    const whole = tone(700);
    resonator(900, 80).filter(whole);
    const parts = tone(700);
    const formant = resonator(900, 80);
    formant.filter(parts.subarray(0, 123));
    formant.filter(parts.subarray(123));
    expect(parts).toEqual(whole);
  });
});

describe('Antiresonator', () => {
  it('inverts a resonator of the same frequency', () => {
    const block = tone(440);
    resonator(450, 100).filter(block);
    const zero = new Antiresonator(RATE);
    zero.tune(450, 100);
    zero.filter(block);
    const worst = Math.max(...block.map((value, i) => Math.abs(value - tone440[i])));
    expect(worst).toBeLessThan(1e-9);
  });

  it('removes its frequency', () => {
    const zero = new Antiresonator(RATE);
    zero.tune(450, 100);
    expect(gain(zero, 450)).toBeLessThan(0.25);
  });
});

const tone440 = tone(440);
