/**
 * Whether `diagnose` is right on data with known answers: every case of
 * `packages/diagnose/src/known-answers/known-answers.ts`, twenty seeds each. Every seed draws patterns,
 * examples and weights anew. Writes `results/diagnose-known-answers.json` after each diagnosis and, called
 * again, continues from there. On one idle core a diagnosis takes half a minute, that of three axes three minutes, and
 * all of them three hours.
 *
 * With `--keep`, trained classifiers stay in a folder. Then other rules for the verdicts can be tried on the same
 * networks at once: `--anew --keep <the folder>` judges again, and trains only what is not there.
 *
 * `results/diagnose-known-answers-satterthwaite.json` holds what the first release said of the cases that it
 * had, with classifiers that were not tuned.
 *
 *   npx tsx benchmarks/diagnose-known-answers.ts
 *   npx tsx benchmarks/diagnose-known-answers.ts --seeds 3     fewer seeds
 *   npx tsx benchmarks/diagnose-known-answers.ts --cases band,around    whose names hold one of these
 *   npx tsx benchmarks/diagnose-known-answers.ts --anew        from the beginning
 *   npx tsx benchmarks/diagnose-known-answers.ts --anew --cases axes    these anew, the others stay
 */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { useBackend } from '@axiswise/backend';
import {
  ClassifierFiles,
  diagnoseSample,
  drawKnownAnswer,
  knownAnswers,
  type Verdict,
} from '@axiswise/diagnose';
import { writeFileAtomically } from '@axiswise/files';

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '20' },
    anew: { type: 'boolean', default: false },
    keep: { type: 'string' },
    cases: { type: 'string', default: '' },
  },
});
const file = path.join(
  path.dirname(fileURLToPath(import.meta.url)),
  'results/diagnose-known-answers.json',
);
const size = { trainExamples: 400, testExamples: 1200 };
const options = { seeds: 5, epochs: 10, margin: 0.02 };

/** By question and axis, `slide row`: the verdict, and its numbers in words. */
type Verdicts = Record<string, { verdict: Verdict; right: boolean; because: string }>;
interface Outcome {
  readonly case: string;
  readonly seed: number;
  readonly right: boolean;
  readonly verdicts: Verdicts;
  readonly seconds: number;
}

const engine = await useBackend('wasm');
const names = values.cases.split(',');
const chosen = knownAnswers.filter(({ name }) => names.some((part) => name.includes(part)));
if (chosen.length === 0) {
  const all = knownAnswers.map(({ name }) => `"${name}"`).join(', ');
  throw new Error(`no case has one of ${names.join(', ')} in its name; there are ${all}`);
}
const isChosen = ({ case: name }: Outcome): boolean => chosen.some((known) => known.name === name);
const recorded = existsSync(file)
  ? (JSON.parse(await readFile(file, 'utf8')) as { outcomes: Outcome[] }).outcomes
  : [];
const outcomes = values.anew ? recorded.filter((each) => !isChosen(each)) : recorded;
for (let seed = 0; seed < Number(values.seeds); seed++) {
  for (const known of chosen) {
    if (outcomes.some((each) => each.case === known.name && each.seed === seed)) continue;
    const start = performance.now();
    const sample = drawKnownAnswer(known, { ...size, seed });
    const store =
      values.keep === undefined
        ? undefined
        : await ClassifierFiles.open(
            path.join(values.keep, `${known.name.replaceAll(' ', '-')}-${seed}`),
            sample,
            { engine: `${engine.name} ${engine.version}` },
          );
    const { axes } = await diagnoseSample(sample, { ...options, seed, store });
    const verdicts: Verdicts = {};
    for (const { axis, slide, subsample } of axes) {
      const { expected } = known.axes[axis];
      for (const [question, { verdict, because }] of Object.entries({ slide, subsample })) {
        const allowed: readonly Verdict[] = expected[question as 'slide' | 'subsample'];
        verdicts[`${question} ${axis}`] = { verdict, right: allowed.includes(verdict), because };
      }
    }
    const outcome = {
      case: known.name,
      seed,
      right: Object.values(verdicts).every(({ right }) => right),
      verdicts,
      seconds: (performance.now() - start) / 1000 + (store?.reused.seconds ?? 0),
    };
    outcomes.push(outcome);
    await record();
    console.log(
      `${known.name}, seed ${seed}: ${outcome.right ? 'right' : 'WRONG'}, ` +
        `${outcome.seconds.toFixed(0)} s`,
    );
  }
}
for (const { case: name, right, of } of summary()) {
  console.log(`${name}: right in ${right} of ${of}`);
}

function summary() {
  return knownAnswers.map(({ name, because, axes }) => {
    const own = outcomes.filter((each) => each.case === name);
    const countRight = (question: string): number =>
      own.filter((each) => each.verdicts[question].right).length;
    return {
      case: name,
      because,
      expected: Object.fromEntries(
        Object.entries(axes).map(([axis, { expected }]) => [axis, expected]),
      ),
      /** Seeds with which all verdicts are right. */
      right: own.filter(({ right }) => right).length,
      of: own.length,
      byQuestion: Object.fromEntries(
        Object.keys(own[0]?.verdicts ?? {}).map((question) => [question, countRight(question)]),
      ),
    };
  });
}

async function record(): Promise<void> {
  const content = {
    command: 'npx tsx benchmarks/diagnose-known-answers.ts',
    ...size,
    ...options,
    backend: `${engine.name} ${engine.version}`,
    node: process.versions.node,
    cpu: os.cpus()[0].model,
    cases: summary(),
    outcomes,
  };
  await writeFileAtomically(file, `${JSON.stringify(content, null, 2)}\n`);
}
