import type { DiagnosedAxis, Diagnosis, Evidence, Judged, Verdict } from '@axiswise/diagnose';

const evidence = (name: string, value: number, reach: number, baseline = 0): Evidence => ({
  name,
  what: name,
  estimate: { value, low: value - reach, high: value + reach },
  baseline,
});

/** What a diagnosis says of one axis, for tests. */
export function diagnosedAxis(
  axis: string,
  length: number,
  found: {
    readonly slide: Verdict;
    readonly subsample: Verdict;
    /** The loss of examples that are moved far. */
    readonly moved?: number;
  },
): DiagnosedAxis {
  const gain = { yes: 0.12, no: -0.05, 'not shown': 0.01 }[found.slide];
  const loss = { yes: 0.002, no: 0.06, 'not shown': 0.015 }[found.subsample];
  const judged = (verdict: Verdict, ...some: Evidence[]): Judged => ({
    verdict,
    because: `A sentence about ${axis}. Another one.`,
    evidence: some,
  });
  return {
    axis,
    length,
    slide: judged(
      found.slide,
      evidence('advantage-of-sliding', gain, 0.03),
      evidence('patch-tells-position', 0.71, 0.02, 0.25),
      evidence('labels-survive-shift', -0.001, 0.003),
      evidence('labels-survive-shift', -(found.moved ?? 0.2), 0.005),
    ),
    subsample: judged(found.subsample, evidence('loss-by-subsampling', loss, 0.012)),
    declared: { patternsRecur: false, subsamplable: false },
  };
}

/**
 * A diagnosis as far as a design looks at it.
 *
 * @param move what is recommended.
 */
export function diagnosisOf(
  axes: readonly DiagnosedAxis[],
  move: Readonly<Record<string, 'slide' | 'span'>>,
): Diagnosis {
  return {
    axes,
    margin: 0.02,
    chance: 0.25,
    trainExamples: 1000,
    classifiers: [{ move, parameters: 10, accuracy: { value: 0.834, low: 0.8, high: 0.87 } }],
    recommendation: {
      move,
      pool: axes
        .filter(({ axis, subsample }) => move[axis] === 'slide' && subsample.verdict === 'yes')
        .map(({ axis }) => axis),
      sentence: '',
      strategy: null,
      basis: Object.fromEntries(
        axes.map(({ axis, slide }) => [axis, slide.verdict === 'not shown' ? 'guess' : 'shown']),
      ),
    },
  } as unknown as Diagnosis;
}
