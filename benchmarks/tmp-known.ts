import { appendFileSync } from 'node:fs';
import { useBackend } from '@axiswise/backend';
import { diagnoseSample, drawKnownAnswer, knownAnswers } from '@axiswise/diagnose';
await useBackend('wasm');
const [half, noise, train, test, epochs, seed, out, only] = process.argv.slice(2);
for (const [i, known] of knownAnswers.entries()) {
  if (only ? !known.name.includes(only) : i % 2 !== +half) continue;
  const start = performance.now();
  const { axes, classifiers } = await diagnoseSample(
    drawKnownAnswer({ ...known, noise: +noise * known.noise }, { trainExamples: +train, testExamples: +test, seed: +seed }),
    { seeds: 5, ...(+epochs && { epochs: +epochs }), margin: 0.02, seed: +seed });
  const lines = axes.flatMap(({ axis, slide, subsample }) => Object.entries({ slide, subsample }).map(([q, j]) => {
    const right = (known.expected as any)[axis][q].includes(j.verdict);
    return right ? `${q} ${axis} ok ${j.verdict}` : `${q} ${axis} WRONG ${j.verdict}: ${j.because}`;
  }));
  appendFileSync(out, `== ${known.name} ${((performance.now() - start) / 1000).toFixed(0)} s ${classifiers.map((c) => c.accuracy.value.toFixed(3)).join(' ')}\n${lines.join('\n')}\n`);
}
