import path from 'node:path';
import { writeFileAtomically } from '@axiswise/files';
import { InputError } from '@axiswise/messages';

/**
 * Requires the name of a picture that {@link writeDrawing} can write.
 *
 * @param option which names it: `--out`.
 * @throws InputError where it ends neither in .png nor in .svg.
 */
export function checkDrawingName(option: string, file: string): void {
  if (['.png', '.svg'].includes(path.extname(file).toLowerCase())) return;
  throw new InputError('usage', `${option} must name a .png or .svg file, got ${file}`);
}

/** Writes a drawing as SVG or PNG, as its name ends; whole or not at all. */
export async function writeDrawing(file: string, svg: string): Promise<void> {
  if (path.extname(file).toLowerCase() === '.svg') return writeFileAtomically(file, `${svg}\n`);
  const { drawPng } = await import('@axiswise/report');
  await writeFileAtomically(file, await drawPng(svg));
}
