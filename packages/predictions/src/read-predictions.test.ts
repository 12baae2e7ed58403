import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { isInputError } from '@axiswise/messages';
import { temporaryFolder } from '@axiswise/testing/temporary-folder';
import { readPredictions } from './read-predictions.ts';

/** Writes files of the given contents; returns their paths. */
function csvFiles(contents: Readonly<Record<string, string>>): string[] {
  const folder = temporaryFolder();
  return Object.entries(contents).map(([name, content]) => {
    const file = path.join(folder, name);
    writeFileSync(file, content);
    return file;
  });
}

const read = (contents: Record<string, string>) => readPredictions(csvFiles(contents));

describe('readPredictions', () => {
  it('aligns models, seeds and files to one order of the examples', async () => {
    const set = await read({
      'slide.csv': `model,seed,example,group:speaker,label,prediction,probability:cat,probability:dog
slide,1,b.png,ada,dog,dog,0.25,0.75
slide,1,a.png,bob,cat,cat,0.5,0.5
slide,0,a.png,bob,cat,dog,0.375,0.625
`,
      // The rest of a seed, other columns in another order, and a model that needs no seed.
      'rest.csv': `probability:dog,note,probability:cat,label,example,seed,model
0.875,ignored,0.125,dog,b.png,0,slide
`,
      'span.csv': `model,example,label,prediction
span,a.png,cat,cat
span,b.png,dog,cat
`,
    });
    expect(set.classes).toEqual(['cat', 'dog']);
    expect(set.examples).toEqual(['b.png', 'a.png']);
    expect(set.labels).toEqual(Int32Array.of(1, 0));
    expect(set.groups).toEqual({
      of: 'speaker',
      names: ['ada', 'bob'],
      ofExamples: Int32Array.of(0, 1),
    });
    const [slide, span] = set.models;
    expect(slide.name).toBe('slide');
    expect(slide.seeds.map(({ seed }) => seed)).toEqual([0, 1]);
    const [zero, one] = slide.seeds;
    expect(zero.predicted).toEqual(Int32Array.of(1, 1));
    expect(zero.probabilities!()).toEqual(Float32Array.of(0.125, 0.875, 0.375, 0.625));
    expect(one.predicted).toEqual(Int32Array.of(1, 0));
    expect(one.probabilities!()).toEqual(Float32Array.of(0.25, 0.75, 0.5, 0.5));
    expect(span.seeds).toEqual([{ seed: 0, predicted: Int32Array.of(0, 0), probabilities: null }]);
  });

  it('spreads what is left evenly over the classes that a row does not name', async () => {
    const set = await read({
      'a.csv': `model,example,label,prediction,probabilities
m,1,10,10,"{""10"": 0.5, ""9"": 0.25}"
m,2,the pass,2,"{""2"": 0.75, ""the pass"": 0.125}"
`,
    });
    expect(set.classes).toEqual(['2', '9', '10', 'the pass']);
    expect(set.models[0].seeds[0].probabilities!()).toEqual(
      Float32Array.of(0.125, 0.25, 0.5, 0.125, 0.75, 0.0625, 0.0625, 0.125),
    );
    const [file] = csvFiles({
      'b.csv': 'model,example,label,probabilities\nm,1,b,"{""b"":0.5}"\n',
    });
    const known = await readPredictions([file], { classes: ['c', 'b', 'a'] });
    expect(known.labels).toEqual(Int32Array.of(1));
    expect(known.models[0].seeds[0].probabilities!()).toEqual(Float32Array.of(0.25, 0.5, 0.25));
    await expect(readPredictions([file], { classes: ['a', 'c'] })).rejects.toThrow(
      'line 2: "b" is none of the classes',
    );
  });

  it('takes the given one of equally probable classes, and makes it the most probable one', async () => {
    const { models } = await read({
      'a.csv':
        'model,example,label,prediction,probability:a,probability:b\nm,1,a,b,0.5,0.5\nm,2,a,,0.5,0.5\n',
    });
    const [seed] = models[0].seeds;
    expect(seed.predicted).toEqual(Int32Array.of(1, 0));
    const [a, b] = seed.probabilities!();
    expect(b).toBeGreaterThan(a);
    expect(b).toBeCloseTo(0.5, 6);
  });

  it('reads what spreadsheets write: a byte order mark, CRLF, quotes, line breaks, blank lines', async () => {
    const { examples, labels, classes, models } = await read({
      'a.csv':
        '\uFEFFmodel,example,label,prediction\r\n\r\n"a, ""b""","two\r\nlines","cat, tame",dog\r\n"a, ""b""",2,dog,dog',
    });
    expect(models[0].name).toBe('a, "b"');
    expect(examples).toEqual(['two\r\nlines', '2']);
    expect(classes).toEqual(['cat, tame', 'dog']);
    expect(labels).toEqual(Int32Array.of(0, 1));
  });
});

const columns = 'model,seed,example,label,prediction';
const probabilities = 'model,seed,example,label,probability:cat,probability:dog';
const few = 'model,seed,example,label,probabilities';

/** What is wrong, and the sentence that says so, behind the folder of the files. */
const wrong: Record<string, [files: Record<string, string>, sentence: string]> = {
  'an empty file': [{ 'a.csv': '' }, 'a.csv is empty; its first line must name the columns'],
  'a header alone': [{ 'a.csv': columns }, 'a.csv has no row below its header'],
  'a column that is missing': [
    { 'a.csv': 'model,seed,image,label,prediction\n' },
    'a.csv, line 1: the column "example" is missing; the file has "model", "seed", "image", "label" and "prediction"',
  ],
  'neither predictions nor probabilities': [
    { 'a.csv': 'model,seed,example,label\n' },
    'a.csv, line 1: the column "prediction" is missing; give it, or the probability of each class in a column "probability:<class>"',
  ],
  'a column that is misspelt': [
    { 'a.csv': 'model,Seeds,example,label,prediction\n' },
    'a.csv, line 1: there is no column "Seeds" in this format; did you mean "seed"?',
  ],
  'a probability that is misspelt': [
    { 'a.csv': 'model,seed,example,label,probabilities:cat\n' },
    'a.csv, line 1: there is no column "probabilities:cat" in this format; did you mean "probability:cat"?',
  ],
  'the same column twice': [
    { 'a.csv': 'model,label,example,label,prediction\n' },
    'a.csv, line 1: there are two columns "label"',
  ],
  'both forms of probabilities': [
    { 'a.csv': 'model,example,label,probabilities,probability:cat\n' },
    'a.csv, line 1: give either the column "probabilities" or columns "probability:…", not both',
  ],
  'semicolons between columns': [
    { 'a.csv': 'model;example;label;prediction\n' },
    'a.csv, line 1: columns must be separated by commas',
  ],
  'a row with a field less': [
    { 'a.csv': `${columns}\nm,0,1,cat,cat\nm,0,2,cat\n` },
    'a.csv, line 3: the row has 4 fields, but the header has 5 columns',
  ],
  'a quotation mark that is never closed': [
    { 'a.csv': `${columns}\nm,0,1,cat,cat\nm,0,"2,cat,cat\n` },
    'a.csv, from line 3: a quotation mark is never closed; close it',
  ],
  'an empty cell': [{ 'a.csv': `${columns}\nm,0,,cat,cat\n` }, 'a.csv, line 2: "example" is empty'],
  'no prediction in a row': [
    { 'a.csv': `${columns}\nm,0,1,cat,\n` },
    'a.csv, line 2: "prediction" is empty',
  ],
  'a seed that is no integer': [
    { 'a.csv': `${columns}\nm,0.5,1,cat,cat\n` },
    'a.csv, line 2: "seed" must be a non-negative integer, got "0.5"',
  ],
  'an example that comes twice': [
    {
      'a.csv': `${columns}\nm,0,1,cat,cat\nm,1,1,cat,cat\n`,
      'b.csv': `${columns}\nm,1,1,cat,dog\n`,
    },
    'b.csv, line 2: example "1" comes twice for model "m", seed 1; it came first in a.csv, line 3',
  ],
  'models scored on different examples': [
    {
      'a.csv': `${columns}\nm,0,1,cat,cat\nm,0,2,cat,cat\nm,0,3,cat,cat\n`,
      'b.csv': `${columns}\nn,4,1,cat,cat\nn,4,x,cat,cat\n`,
    },
    'model "m", seed 0 (a.csv) and model "n", seed 4 (b.csv) are scored on different examples, 3 and 2: ' +
      '2 of the first (such as "2") are missing from the second, 1 of the second (such as "x") is unknown to ' +
      'the first; score all on the same',
  ],
  'a label that differs': [
    { 'a.csv': `${columns}\nm,0,1,cat,cat\n`, 'b.csv': `${columns}\nn,0,1,dog,dog\n` },
    'b.csv, line 2: example "1" has the label "dog", but "cat" in a.csv, line 2; every row of an example ' +
      'must have the same label',
  ],
  'a group that differs': [
    {
      'a.csv': 'model,example,group,label,prediction\nm,1,ada,cat,cat\nn,1,bob,cat,cat\n',
    },
    'a.csv, line 3: example "1" belongs to the group "bob", but to "ada" in a.csv, line 2; every row of an ' +
      'example must have the same group',
  ],
  'an example without a group': [
    {
      'a.csv': `${columns}\nm,0,1,cat,cat\nm,0,2,cat,cat\n`,
      'b.csv': 'model,example,group,label,prediction\nm,1,ada,cat,cat\n'.replaceAll('\nm', '\nn'),
    },
    'model "m", seed 0 (a.csv) and model "n", seed 0 (b.csv) are scored on different examples, 2 and 1: ' +
      '1 of the first (such as "2") is missing from the second; score all on the same',
  ],
  'examples of which only some have a group': [
    {
      'a.csv': `${columns}\nm,0,1,cat,cat\n`,
      'b.csv': 'model,example,group,label,prediction\nm,2,ada,cat,cat\n',
    },
    'example "1" has no group, though b.csv groups the examples; give every example its group',
  ],
  'groups of two kinds': [
    {
      'a.csv': 'model,example,group:game,label,prediction\nm,1,ada,cat,cat\n',
      'b.csv': 'model,example,group,label,prediction\nn,1,ada,cat,cat\n',
    },
    'b.csv, line 1: examples are grouped by "group", but by "game" in a.csv; name the same column of groups ' +
      'in all files',
  ],
  'probabilities that do not sum to one': [
    { 'a.csv': `${probabilities}\nm,0,1,cat,0.5,0.25\n` },
    'a.csv, line 2: the probabilities must have a sum of 1, got 0.75',
  ],
  'a probability that is none': [
    { 'a.csv': `${probabilities}\nm,0,1,cat,1.5,-0.5\n` },
    'a.csv, line 2: "probability:cat" must be a number from 0 to 1, got "1.5"',
  ],
  'a probability that is no number': [
    { 'a.csv': `${probabilities}\nm,0,1,cat,nan,1\n` },
    'a.csv, line 2: "probability:cat" must be a number from 0 to 1, got "nan"',
  ],
  'a probability that is missing': [
    { 'a.csv': `${probabilities}\nm,0,1,cat,1,\n` },
    'a.csv, line 2: "probability:dog" is empty, but the row gives the probabilities of other classes',
  ],
  'a prediction that is not the most probable class': [
    { 'a.csv': `${columns},probability:cat,probability:dog\nm,0,1,cat,cat,0.25,0.75\n` },
    'a.csv, line 2: the prediction is "cat", but "dog" is more probable (0.75, not 0.25); correct it, or ' +
      'leave out either the predictions or the probabilities',
  ],
  'a class without a column': [
    { 'a.csv': `${probabilities}\nm,0,1,owl,0.25,0.75\n` },
    'a.csv, line 2: "owl" is a label or prediction, but there is no column "probability:owl"',
  ],
  'a model with and without probabilities': [
    {
      'a.csv': `${probabilities}\nm,0,1,cat,0.75,0.25\n`,
      'b.csv': `${columns}\nm,1,1,cat,cat\n`,
    },
    'b.csv, line 2: model "m" has no probabilities here, but has them in a.csv; give them in all rows of a ' +
      'model or in none',
  ],
  'probabilities that are not JSON': [
    { 'a.csv': `${few}\nm,0,1,cat,cat=0.5\n` },
    'a.csv, line 2: "probabilities" must be a JSON object such as {"cat": 0.7, "dog": 0.2}, got cat=0.5',
  ],
  'probabilities that do not name the label': [
    { 'a.csv': `${few}\nm,0,1,cat,"{""dog"":0.5}"\n` },
    'a.csv, line 2: "probabilities" must name the label\'s class, "cat"',
  ],
  'probabilities with a sum above one': [
    { 'a.csv': `${few}\nm,0,1,cat,"{""dog"":0.5,""cat"":0.75}"\n` },
    'a.csv, line 2: the probabilities must have a sum of at most 1, got 1.25',
  ],
  'probabilities of improbable classes': [
    { 'a.csv': `${few}\nm,0,1,cat,"{""cat"":0.125,""dog"":0.125}"\nm,0,2,owl,"{""owl"":1}"\n` },
    'a.csv, line 2: the probabilities have a sum of 0.25, and what is left to 1 would make the classes that ' +
      'are not named more probable than those that are; name the most probable classes',
  ],
};

test.each(Object.entries(wrong))(
  '%s is refused in one sentence',
  async (_, [contents, sentence]) => {
    const files = csvFiles(contents);
    const error: unknown = await readPredictions(files).catch((cause: unknown) => cause);
    expect(isInputError(error)).toBe(true);
    const { message } = error as Error;
    expect(message.replaceAll(path.dirname(files[0]) + path.sep, '')).toBe(sentence);
  },
);

test('a file that is missing, and a folder, are named', async () => {
  await expect(readPredictions(['/nowhere/a.csv'])).rejects.toThrow('/nowhere/a.csv is missing');
  await expect(readPredictions(['/tmp'])).rejects.toThrow(
    '/tmp is a folder, but a CSV file is wanted',
  );
});
