import { expect, it } from 'vitest';
import { spectrogramDrawing } from './spectrogram-drawing.ts';

const mel = {
  sampleRateHz: 8000,
  windowLengthSamples: 256,
  hopLengthSamples: 80,
  bands: 30,
  lowHz: 0,
  highHz: 4000,
};

it('draws frequency upwards in Hz, on the mel scale, and time in seconds', () => {
  // The lowest band loud, all others silent.
  const values = new Float32Array(30 * 50).fill(-3);
  values.fill(3, 0, 50);
  const { svg } = spectrogramDrawing(values, { shape: [30, 50, 1], encoding: { mel } });
  for (const text of ['frequency, Hz', 'time, s', '100', '1k', '2k', '0.2', '0.4']) {
    expect(svg).toContain(`>${text}<`);
  }
  // 30 rows of 128/30 pixels: the loud one is the last.
  expect(svg).toMatch(/<path d="M0 123\.73h[^"]*" fill="#fcfdbf"/);
  // 1000 Hz is 1000 mel of 2146: 0.466 of 31 steps, less half a band, from below.
  const position = (1000 / 2146.06) * 31 - 0.5;
  const y = (30 - position) * (128 / 30) + 3;
  expect(svg).toMatch(new RegExp(`y="${y.toFixed(1)}\\d?"[^>]*>1k<`));
});

it('refuses an encoding that is not of sound', () => {
  const as = { shape: [2, 2, 1], encoding: { kind: 'words' } };
  expect(() => spectrogramDrawing(new Float32Array(4), as)).toThrow(/not trained on sound/);
});
