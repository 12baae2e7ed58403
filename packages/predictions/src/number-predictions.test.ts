import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readNumberPredictions, writeNumberPredictions } from './number-predictions.ts';

const folder = await mkdtemp(path.join(os.tmpdir(), 'number-predictions-'));

describe('predictions of numbers', () => {
  const file = path.join(folder, 'strokes.csv');
  const written = {
    model: 'slide',
    seed: 3,
    names: ['slant', 'thickness'],
    targets: Float32Array.of(3.2, 1.5, -12, 2),
    predictions: Float32Array.of(2.5, 1.25, -11.1, 1 / 3),
    exampleName: (example: number) => `${example}.png`,
    groups: { of: 'writer', groupName: (example: number) => ['a', 'b'][example] },
  };

  it('are read as they were written', async () => {
    await writeNumberPredictions(file, written);
    expect((await readFile(file, 'utf8')).split('\r\n').slice(0, 2)).toEqual([
      'model,seed,example,group:writer,target:slant,target:thickness,prediction:slant,prediction:thickness',
      'slide,3,0.png,a,3.2,1.5,2.5,1.25',
    ]);
    expect(await readNumberPredictions(file)).toEqual({
      names: written.names,
      examples: ['0.png', '1.png'],
      groups: { of: 'writer', names: ['a', 'b'], ofExamples: Int32Array.of(0, 1) },
      positions: 1,
      targets: written.targets,
      predictions: written.predictions,
    });
  });

  it('of several positions are in one field', async () => {
    const labels = {
      ...{ model: 'slide', seed: 3, names: ['part'], positions: 3 },
      targets: Float32Array.of(0, 2, -100, 1, 1, 0),
      predictions: Float32Array.of(0, 1, 1, 1, 1, 0),
      exampleName: String,
    };
    const place = path.join(folder, 'positions.csv');
    await writeNumberPredictions(place, labels);
    const text = await readFile(place, 'utf8');
    expect(text.split('\r\n').slice(0, 2)).toEqual([
      'model,seed,example,target:part,prediction:part',
      'slide,3,0,0 2 -100,0 1 1',
    ]);
    const { positions, targets, predictions } = await readNumberPredictions(place);
    expect({ positions, targets, predictions }).toEqual({
      positions: 3,
      targets: labels.targets,
      predictions: labels.predictions,
    });
    await writeFile(place, text.replace('1 1 0,1', '1 1,1'));
    await expect(readNumberPredictions(place)).rejects.toThrow(
      'positions.csv, line 3: 3 numbers are wanted in column 4, got 2',
    );
  });

  it('must be as many as targets', async () => {
    const fewer = { ...written, predictions: Float32Array.of(1) };
    await expect(writeNumberPredictions(file, fewer)).rejects.toThrow(
      'there must be a prediction for each of the 4 targets, 2 for an example, got 1',
    );
  });

  it.each([
    ['', 'is empty'],
    ['model,seed,example,prediction:a\n', 'line 1: there is no column "target:…"'],
    ['example,target:a\n', 'line 1: the column "prediction:a" is missing'],
    [
      'example,target:a,prediction:a\nx,1,NaN\n',
      'line 2: a number is wanted in column 3, got "NaN"',
    ],
    ['example,target:a,prediction:a\nx,1\n', 'line 2: a number is wanted in column 3, got ""'],
  ])('are refused where a file is %j', async (text, message) => {
    const wrong = path.join(folder, 'wrong.csv');
    await writeFile(wrong, text);
    await expect(readNumberPredictions(wrong)).rejects.toThrow(message);
  });
});
