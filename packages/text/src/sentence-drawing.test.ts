import { expect, it } from 'vitest';
import { sentenceDrawing } from './sentence-drawing.ts';

const encoding = {
  kind: 'words',
  words: ['<pad>', '<unk>', 'a', 'good', '<b>', 'film'],
  length: 4,
  classes: ['bad', 'good'],
};
const words = (svg: string): string[] =>
  [...svg.matchAll(/<tspan[^>]*>([^<]*)<\/tspan>/g)].map(([, word]) => word);

it('draws the words, without the padding', () => {
  const { svg } = sentenceDrawing(Float32Array.of(2, 3, 4, 0), { encoding });
  expect(words(svg)).toEqual(['a', ' good', ' &lt;b&gt;']);
});

it('colours important words', () => {
  const highlight = Float32Array.of(0, 1, 0, 0);
  const { svg } = sentenceDrawing(Float32Array.of(2, 3, 5, 0), { encoding, highlight });
  expect(svg).toContain('<tspan fill="rgb(225,0,0)" font-weight="bold"> good</tspan>');
  expect(svg).toContain('<tspan fill="#24292f">a</tspan>');
});

it('draws the nearest words of vectors position by position', () => {
  const { svg } = sentenceDrawing(Float32Array.of(3, 5), {
    encoding,
    alternatives: [Float32Array.of(2, 3), Float32Array.of(5, 2)],
  });
  expect(words(svg)).toEqual(['good', ' a, film', 'film', ' good, a']);
  expect(svg).toContain('>2</text>');
});

it('refuses a run that was not trained on words', () => {
  expect(() => sentenceDrawing(Float32Array.of(2), { encoding: { kind: 'board' } })).toThrow(
    /not trained on sentences/,
  );
});
