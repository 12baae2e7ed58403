import { describe, expect, it } from 'vitest';
import type { Articulation } from './phoneme-table.ts';
import { type Targets, trackTargets } from './targets.ts';

const low: Articulation = {
  formantsHz: [400, 1000, 2000],
  bandwidthsHz: [50, 50, 50],
  voicing: 1,
};
const high: Articulation = {
  formantsHz: [900, 1000, 2000],
  bandwidthsHz: [50, 50, 50],
  voicing: 0.5,
};

/** Targets every millisecond; entry i stands for (i + 0.5) ms. */
function track(...parts: readonly (readonly [Articulation, number])[]): Targets[] {
  let now = 0;
  const segments = parts.map(([articulation, seconds]) => {
    const startSeconds = now;
    now += seconds;
    return { articulation, startSeconds, endSeconds: now };
  });
  return [...trackTargets(segments, 0.001)];
}

describe('trackTargets', () => {
  it('stays on the target away from boundaries', () => {
    const targets = track([low, 0.2], [high, 0.2]);
    expect(targets[100].formantsHz[0]).toBeCloseTo(400, 9);
    expect(targets[300].formantsHz[0]).toBeCloseTo(900, 9);
    expect(targets[300].voicing).toBeCloseTo(0.5, 9);
  });

  it('passes the geometric mean at a boundary, and rises monotonically', () => {
    const targets = track([low, 0.2], [high, 0.2]);
    const atBoundary = (targets[199].formantsHz[0] + targets[200].formantsHz[0]) / 2;
    expect(atBoundary).toBeCloseTo(600, 0);
    const first = targets.map(({ formantsHz }) => formantsHz[0]);
    for (let i = 101; i < 300; i++) expect(first[i]).toBeGreaterThanOrEqual(first[i - 1] - 1e-9);
    expect(first[170]).toBeGreaterThan(401);
  });

  it('does not reach the target of a short sound', () => {
    const targets = track([low, 0.2], [high, 0.04], [low, 0.2]);
    const highest = Math.max(...targets.map(({ formantsHz }) => formantsHz[0]));
    expect(highest).toBeGreaterThan(600);
    expect(highest).toBeLessThan(890);
  });

  it('keeps the tract unchanged in a pause, and the voice silent', () => {
    const targets = track([high, 0.2], [{}, 0.3]);
    expect(targets[400].formantsHz[0]).toBeCloseTo(900, 9);
    expect(targets[400].voicing).toBe(0);
    expect(targets[204].voicing).toBeGreaterThan(0);
  });

  it('opens the nose around a nasal only', () => {
    const nasal: Articulation = { ...low, nasalZeroHz: 450 };
    const targets = track([low, 0.2], [nasal, 0.2], [low, 0.2]);
    expect(targets[100].nasality).toBe(0);
    expect(targets[300].nasality).toBeCloseTo(1, 9);
    expect(targets[300].nasalZeroHz).toBe(450);
  });
});
