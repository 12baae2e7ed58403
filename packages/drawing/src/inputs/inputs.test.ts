import { describe, expect, it } from 'vitest';
import { cells, highlightCells } from './cells.ts';
import { classColours, diverging, greys, magma } from '../svg/colours.ts';
import { inputDrawing } from './input-drawing.ts';
import { mapDrawing, positionTicks } from './map.ts';
import { pixelDrawing } from './pixels.ts';
import { colourLegend, sideBySide } from './side-by-side.ts';

const fills = (svg: string): string[] =>
  [...svg.matchAll(/<path d="[^"]+" fill="([^"]+)"/g)].map(([, colour]) => colour);

describe('cells', () => {
  it('merges neighbours of one colour, and leaves blank cells empty', () => {
    const colours = [
      ['#a', '#a', undefined],
      ['#b', '#a', '#b'],
    ];
    const { svg, width, height } = cells(2, 3, 10, (row, column) => colours[row][column]);
    expect([width, height]).toEqual([30, 20]);
    expect(svg).toContain('<path d="M0 0h20v10h-20zM10 10h10v10h-10z" fill="#a"/>');
    expect(svg).toContain('<path d="M0 10h10v10h-10zM20 10h10v10h-10z" fill="#b"/>');
  });
});

describe('colours', () => {
  it('go from end to end and are clipped', () => {
    expect([greys(-1), greys(0), greys(0.5), greys(2)]).toEqual([
      '#000000',
      '#000000',
      '#808080',
      '#ffffff',
    ]);
    expect([magma(0), magma(1), diverging(0.5)]).toEqual(['#000004', '#fcfdbf', '#f7f7f7']);
    expect(greys(NaN)).toBe('#000000');
  });
});

describe('pixelDrawing', () => {
  it('draws grey and coloured pixels', () => {
    expect(fills(pixelDrawing([0, 1], [1, 2, 1]).svg)).toEqual(['#000000', '#ffffff']);
    expect(fills(pixelDrawing([1, 0, 0], [1, 1, 3]).svg)).toEqual(['#ff0000']);
    expect(() => pixelDrawing([0, 0], [1, 1, 2])).toThrow('1 or 3 channels, got 2');
  });

  it('overlays important positions in red', () => {
    const { svg } = pixelDrawing([0, 0], [1, 2, 1], { highlight: [0, 1] });
    expect(fills(svg)).toEqual(['#595959', 'rgba(230,30,30,0.85)']);
  });

  it('omits positions without importance', () => {
    expect(fills(highlightCells([0, 0.01], 1, 2, 1).svg)).toEqual([]);
  });
});

describe('an overlay', () => {
  const overlay = ['#a', undefined, '#b', '#b'];
  const above = (svg: string): string => svg.slice(svg.indexOf('<g opacity="0.6">'));

  it('colours pixels, and leaves those free that have no colour', () => {
    const { svg } = pixelDrawing([0, 0, 1, 1], [2, 2, 1], { overlay });
    expect(fills(above(svg))).toEqual(['#a', '#b']);
  });

  it('lies on a map as the map does: its first row at the bottom where rows go upwards', () => {
    const { svg } = mapDrawing([0, 0, 1, 1], {
      rows: { title: 'frequency', length: 2, ticks: [] },
      columns: { title: 'time', length: 2, ticks: [] },
      ...{ from: 0, to: 1, upwards: true, overlay },
    });
    expect(/<path d="M0 0h[^"]*" fill="([^"]+)"/.exec(above(svg))![1]).toBe('#b');
  });

  it('is divided between frames, and lies on a series', () => {
    const frames = { axes: ['time', 'height', 'width'], shape: [2, 1, 2, 1], from: 0, to: 1 };
    const { svg } = inputDrawing([0, 0, 0, 0], { ...frames, overlay });
    expect(fills(above(svg)).filter((fill) => fill.length === 2)).toEqual(['#a', '#b']);
    const series = { axes: ['time'], shape: [4, 1], from: 0, to: 1 };
    expect(
      fills(above(inputDrawing([0, 1, 0, 1], { ...series, overlay }).svg)).slice(0, 2),
    ).toEqual(['#a', '#b']);
  });
});

it('has a colour for each of many classes', () => {
  expect(new Set(classColours(40)).size).toBe(40);
  expect(classColours(3)).toEqual(classColours(11).slice(0, 3));
});

it('draws parts beside each other, and names colours in as many lines as they need', () => {
  const drawing = { width: 50, height: 20, svg: '' };
  const { width, height, svg } = sideBySide([
    { title: 'a', drawing },
    { title: 'b', drawing: { ...drawing, height: 30 } },
  ]);
  expect([width, height]).toEqual([110, 43]);
  expect(svg).toContain('>a<');
  const entries = Array.from({ length: 30 }, (_, i) => ({ name: `class ${i}`, colour: '#a' }));
  expect(colourLegend(entries, 200).height).toBeGreaterThan(5 * 15);
  expect(colourLegend(entries.slice(0, 2), 200).height).toBe(15);
});

describe('mapDrawing', () => {
  const axis = (title: string, length: number) => ({ title, length, ticks: positionTicks(length) });
  const draw = (upwards: boolean) =>
    mapDrawing([0, 1], {
      rows: axis('frequency, Hz', 2),
      columns: axis('time, s', 1),
      from: 0,
      to: 1,
      upwards,
      colours: greys,
    }).svg;

  it('draws row 0 at the top, or at the bottom if rows go upwards', () => {
    const colourOfTheTop = (svg: string): string =>
      /<path d="M0 0h[^"]*" fill="([^"]+)"/.exec(svg)![1];
    expect(colourOfTheTop(draw(false))).toBe('#000000');
    expect(colourOfTheTop(draw(true))).toBe('#ffffff');
  });

  it('names both axes', () => {
    for (const title of ['frequency, Hz', 'time, s']) expect(draw(true)).toContain(`>${title}<`);
  });
});

it('puts marks at round positions', () => {
  expect(positionTicks(10).map(({ text }) => text)).toEqual(['0', '5']);
  expect(positionTicks(64).map(({ text }) => text)).toEqual(['0', '20', '40', '60']);
  expect(positionTicks(1)).toEqual([{ position: 0.5, text: '0' }]);
});

describe('inputDrawing', () => {
  it('draws a lane for each channel along one axis', () => {
    const { svg } = inputDrawing(
      Array.from({ length: 20 }, (_, i) => i),
      { axes: ['time'], shape: [10, 2], from: 0, to: 20 },
    );
    expect([...svg.matchAll(/stroke-width="1.2"/g)]).toHaveLength(2);
    expect(svg).toContain('>time<');
    expect(svg).not.toMatch(/NaN|undefined/);
  });

  it('draws a map for each channel along two axes, six at most', () => {
    const drawn = (channels: number): number => {
      const values = new Float32Array(12 * channels);
      const shape = [3, 4, channels];
      const { svg } = inputDrawing(values, { axes: ['sensor', 'time'], shape, from: 0, to: 1 });
      expect(svg).not.toMatch(/NaN|undefined/);
      return [...svg.matchAll(/>sensor</g)].length;
    };
    expect([drawn(1), drawn(3), drawn(48)]).toEqual([1, 3, 6]);
  });

  it('draws the planes of the last two axes side by side, sixteen at most', () => {
    const drawn = (frames: number) => {
      const shape = [frames, 3, 4, 1];
      const values = Float32Array.from({ length: frames * 12 }, (_, i) => i / (frames * 12));
      const highlight = new Float32Array(frames * 12).fill(1, 0, 12);
      return inputDrawing(values, {
        axes: ['time', 'height', 'width'],
        shape,
        from: 0,
        to: 1,
        highlight,
      });
    };
    const { svg, width } = drawn(5);
    expect(svg.match(/>height</g)).toHaveLength(5);
    expect(svg.match(/>time</g)).toHaveLength(1);
    expect(width).toBeGreaterThan(4 * drawn(1).width);
    // Only the first frame is important.
    expect(svg.match(/rgba\(230,30,30,0.85\)/g)).toHaveLength(1);
    expect(drawn(40).svg.match(/>height</g)).toHaveLength(16);
    expect(svg).not.toMatch(/NaN|undefined/);
  });
});
