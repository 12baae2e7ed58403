/**
 * Draws docs/architecture.svg from the code: a box per package, on the storey and with the job that
 * its package.json states, and an arrow for every import that no longer path implies.
 *
 *     npx tsx docs/draw-architecture.ts
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

interface Package {
  readonly name: string;
  readonly storey: number;
  readonly job: string;
  /** The packages of ours that its sources import, tests left out. */
  readonly imports: readonly string[];
}

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');

/** Every package that is more than a tool of the tests, the lowest storey first. */
export function readPackages(folder = path.join(root, 'packages')): Package[] {
  return readdirSync(folder)
    .flatMap((name): Package[] => {
      const {
        description,
        axiswise,
        dependencies = {},
      } = JSON.parse(readFileSync(path.join(folder, name, 'package.json'), 'utf8')) as {
        description: string;
        axiswise: { storey: number | 'dev' };
        dependencies?: Record<string, string>;
      };
      const { storey } = axiswise;
      if (storey === 'dev') return [];
      // What a package writes as text looks like imports too, but nothing of it is a dependency.
      const imports = importsOf(folder, name).filter(
        (other) => `@axiswise/${other}` in dependencies,
      );
      return [{ name, storey, job: description, imports }];
    })
    .sort((a, b) => a.storey - b.storey || a.name.localeCompare(b.name));
}

function importsOf(folder: string, name: string): string[] {
  const sources = path.join(folder, name, 'src');
  const found = readdirSync(sources, { recursive: true, encoding: 'utf8' })
    .filter((file) => /(?<!\.test|\.study|\.fixture|\.d)\.ts$/.test(file))
    .flatMap((file) => [
      ...readFileSync(path.join(sources, file), 'utf8').matchAll(
        /(?:from|import\()\s*'@axiswise\/([a-z-]+)/g,
      ),
    ])
    .map(([, other]) => other)
    .filter((other) => other !== name);
  return [...new Set(found)].sort();
}

/** Imports that no path over other packages implies: enough arrows to see what rests on what. */
export function essentialImports(packages: readonly Package[]): Map<string, string[]> {
  const importsOfName = new Map(packages.map(({ name, imports }) => [name, imports]));
  const reaches = (from: string, to: string): boolean =>
    (importsOfName.get(from) ?? []).some((next) => next === to || reaches(next, to));
  return new Map(
    packages.map(({ name, imports }) => [
      name,
      imports.filter((to) => !imports.some((other) => other !== to && reaches(other, to))),
    ]),
  );
}

const width = 1160;
const left = 44;
const rowHeight = 114;
const boxHeight = 82;
const mostLines = 4;
const ink = '#24292f';
const pale = '#d0d7de';
const blue = '#0969da';

const escape = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

/** Words in lines of at most so many letters. */
function wrap(text: string, letters: number): string[] {
  const lines: string[] = [''];
  for (const word of text.split(' ')) {
    const last = lines[lines.length - 1];
    if (last === '') lines[lines.length - 1] = word;
    else if (last.length + 1 + word.length <= letters) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

/** The drawing as SVG: storeys from the top down, boxes as wide as their storey allows. */
export function drawArchitecture(packages: readonly Package[]): string {
  const storeys = [...new Set(packages.map(({ storey }) => storey))].sort((a, b) => b - a);
  const height = storeys.length * rowHeight + 16;
  const essential = essentialImports(packages);
  const boxes = new Map<string, { x: number; y: number; width: number; job: string }>();
  // From the ground up: above what it rests on, a package crosses the fewest arrows (Sugiyama 1981).
  for (const [row, storey] of [...storeys.entries()].reverse()) {
    const middleOfSupport = ({ name }: Package): number => {
      const below = (essential.get(name) ?? []).map((to) => boxes.get(to)!);
      const sum = below.reduce((total, { x, width: each }) => total + x + each / 2, 0);
      return below.length > 0 ? sum / below.length : width / 2;
    };
    const here = packages
      .filter((each) => each.storey === storey)
      .sort((a, b) => middleOfSupport(a) - middleOfSupport(b));
    const boxWidth = Math.min(240, (width - left - 16 * here.length) / here.length);
    const free = width - left - here.length * boxWidth;
    for (const [i, { name, job }] of here.entries()) {
      const x = left + (free / (here.length + 1)) * (i + 1) + i * boxWidth;
      boxes.set(name, { x, y: 8 + row * rowHeight, width: boxWidth, job });
    }
  }
  const arrows = [...essential].flatMap(([from, imports]) =>
    imports.map((to) => {
      const [a, b] = [boxes.get(from)!, boxes.get(to)!];
      const [x1, y1] = [a.x + a.width / 2, a.y + boxHeight];
      const [x2, y2] = [b.x + b.width / 2, b.y];
      const bend = (y2 - y1) / 2;
      return (
        `<path d="M${x1.toFixed(1)} ${y1}C${x1.toFixed(1)} ${y1 + bend} ${x2.toFixed(1)} ${y2 - bend} ` +
        `${x2.toFixed(1)} ${y2}" fill="none" stroke="${blue}" stroke-opacity=".4" marker-end="url(#arrow)"/>`
      );
    }),
  );
  const rows = storeys.map(
    (storey, row) =>
      `<text x="10" y="${8 + row * rowHeight + boxHeight / 2 + 6}" font-size="17" fill="#8c959f">${storey}</text>`,
  );
  const drawn = [...boxes].map(([name, { x, y, width: boxWidth, job }]) => {
    const lines = wrap(job, Math.floor((boxWidth - 16) / 6));
    if (lines.length > mostLines) {
      throw new Error(
        `the description of ${name} takes ${lines.length} lines of its box: shorten it to ${mostLines}`,
      );
    }
    return (
      `<rect x="${x.toFixed(1)}" y="${y}" width="${boxWidth.toFixed(1)}" height="${boxHeight}" rx="6" fill="#fff" stroke="${pale}"/>` +
      `<text x="${(x + 9).toFixed(1)}" y="${y + 19}" font-size="14" font-weight="600" fill="${ink}">${name}</text>` +
      lines
        .map(
          (line, i) =>
            `<text x="${(x + 9).toFixed(1)}" y="${y + 35 + i * 13}" font-size="10.5" fill="#57606a">${escape(line)}</text>`,
        )
        .join('')
    );
  });
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" ` +
    `font-family="system-ui, -apple-system, 'Segoe UI', Helvetica, Arial, sans-serif">` +
    `<title>The packages of Axiswise by storey, and what imports what</title>` +
    `<defs><marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" ` +
    `orient="auto"><path d="M0 0L8 4L0 8z" fill="${blue}" fill-opacity=".55"/></marker></defs>` +
    `<rect width="${width}" height="${height}" fill="#fff"/>` +
    [...arrows, ...rows, ...drawn].join('\n') +
    `</svg>\n`
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(path.join(root, 'docs/architecture.svg'), drawArchitecture(readPackages()));
}
