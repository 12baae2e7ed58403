import { describe, expect, it } from 'vitest';
import { readPng } from './fixtures/read-png.ts';
import { drawPng } from './draw-png.ts';

const svg = (body: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="60" height="20" font-family="Arimo">${body}</svg>`;

describe('drawPng', () => {
  it('draws at twice the size', async () => {
    const png = readPng(await drawPng(svg('<rect width="30" height="20" fill="#0969da"/>')));
    expect(png).toMatchObject({ width: 120, height: 40 });
  });

  it('draws text on a machine without fonts', async () => {
    const blank = readPng(await drawPng(svg('')));
    const written = readPng(await drawPng(svg('<text x="2" y="15">accuracy</text>')));
    // The edges of letters are smooth: many shades.
    expect(written.differentBytes).toBeGreaterThan(blank.differentBytes + 20);
  });
});
