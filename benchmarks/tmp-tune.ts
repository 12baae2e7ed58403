import { useBackend } from '@axiswise/backend';
import { drawKnownAnswer, knownAnswers } from '@axiswise/diagnose';
import { ClassifierRunner } from '../packages/diagnose/src/classifiers/classifier-runner.ts';
await useBackend('wasm');
const [name, train, test, epochs, seeds] = process.argv.slice(2);
const known = knownAnswers.find((k) => k.name === name)!;
const sample = drawKnownAnswer(known, { trainExamples: +train, testExamples: +test, seed: 0 });
for (const tune of [4]) {
  const runner = new ClassifierRunner(sample, { seeds: +seeds, seed: 0, tune, ...(+epochs && { epochs: +epochs }) });
  for (const c of runner.allMoves(['row', 'column'])) {
    const r = await runner.results(c);
    const acc = r.map(({ correct }) => (correct.reduce((a, b) => a + b, 0) / correct.length).toFixed(3));
    console.log(tune, runner.epochs, c.name, acc.join(' '), JSON.stringify(runner.tuned.at(-1)));
  }
}
