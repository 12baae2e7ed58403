import path from 'node:path';
import type { BackendChoice } from '@axiswise/backend';
import { writeFileAtomically } from '@axiswise/files';
import { svgDocument, unitGrid } from '@axiswise/drawing';
import type { LookedAtRun } from '@axiswise/interpret';
import { ascentDefaults, ascentStarts } from '@axiswise/interpret/ascent-options';
import { drawPng } from '@axiswise/report';
import { answer, notice } from '../answer.ts';
import { defineCommand } from '../define-command.ts';
import {
  backendOption,
  dataDirOption,
  numberFrom,
  positiveNumber,
  wholeNumber,
} from '../options.ts';
import { InputError } from '@axiswise/messages';
import { stepProgress } from '../progress.ts';
import { predictionWords, short } from '../visualize/captions.ts';

const mostUnits = 400;

export default defineCommand({
  builder: (yargs) =>
    yargs
      .positional('run-dir', { type: 'string', demandOption: true, describe: 'a finished run' })
      .options({
        layer: {
          type: 'string',
          requiresArg: true,
          describe: 'the layer to look at, as explain names it [default: the outputs]',
        },
        units: {
          type: 'string',
          requiresArg: true,
          describe: 'as 0-8 or 3,5, or outputs by class [default: the first nine, or all outputs]',
        },
        out: {
          type: 'string',
          requiresArg: true,
          describe: 'the picture to write, .png or .svg [default: <run-dir>/<layer>.png]',
        },
        each: {
          type: 'string',
          requiresArg: true,
          describe: 'also write a PNG for each unit alone into this folder',
        },
        minus: {
          type: 'string',
          requiresArg: true,
          describe: 'also make the activation of this unit of the same layer small',
        },
        l1: {
          ...numberFrom(
            'l1',
            'L1 penalty on the input, in mean gradients at the start [default: 0]',
          ),
          alias: 'ink',
        },
        l2: {
          ...numberFrom('l2', 'squared L2 penalty on the input, in the same unit [default: 0]'),
          alias: 'squares',
        },
        'total-variation': numberFrom(
          'total-variation',
          'penalty on differences between neighbours, in the same unit [default: 0]',
        ),
        steps: wholeNumber('steps', 1, `of gradient ascent [default: ${ascentDefaults.steps}]`),
        'step-size': positiveNumber(
          'step-size',
          `of the first step, as a share of the range of values [default: ${ascentDefaults.stepSize}]`,
        ),
        start: {
          type: 'string',
          choices: ascentStarts,
          requiresArg: true,
          describe: `what to begin with [default: ${ascentDefaults.start}]`,
        },
        starts: wholeNumber(
          'starts',
          1,
          `begin so many times and keep the best [default: ${ascentDefaults.starts}]`,
        ),
        jitter: wholeNumber(
          'jitter',
          0,
          `move by up to so many positions before each step [default: ${ascentDefaults.jitter}]`,
        ),
        blur: numberFrom(
          'blur',
          `blur by so many positions every fourth step [default: ${ascentDefaults.blur}]`,
        ),
        seed: wholeNumber('seed', 0, `decides noise and jitter [default: ${ascentDefaults.seed}]`),
        top: wholeNumber(
          'top',
          0,
          'also show so many real inputs that excite it most [default: 0]',
        ),
        'top-examples': wholeNumber(
          'top-examples',
          1,
          'look for them among the first so many test examples [default: 2000]',
        ),
        judge: {
          type: 'string',
          requiresArg: true,
          describe: 'another run of the same classes, which predicts what each picture shows',
        },
        map: {
          type: 'string',
          choices: ['saliency', 'occlusion'] as const,
          requiresArg: true,
          describe: 'instead: which places of one input count for the units',
        },
        input: {
          type: 'string',
          requiresArg: true,
          describe: 'of a map: a file of your own, as predict takes it',
        },
        example: wholeNumber('example', 0, 'of a map: a test example by its number [default: 0]'),
        window: wholeNumber(
          'window',
          1,
          'of an occlusion map: positions along each axis made blank together [default: a seventh]',
        ),
        'data-dir': dataDirOption,
        backend: backendOption,
      })
      .example('$0 visualize runs/images/slide-both-digits-seed0 --layer convolution_2', 'textures')
      .example(
        '$0 visualize runs/images/slide-both-digits-seed0 --l1 1 --top 3',
        'what looks like a digit to the network, beside real ones',
      )
      .example(
        '$0 visualize runs/images/slide-both-digits-seed0 --map occlusion --example 7',
        'where it looks',
      ),
  handler: async (args) => {
    const { lookIntoRun } = await import('@axiswise/interpret');
    const { attributeUnits } = await import('../visualize/attribute-units.ts');
    const { exciteUnits } = await import('../visualize/excite-units.ts');
    const { chooseUnits } = await import('../visualize/choose-units.ts');
    checkMode(args);
    if (args.out !== undefined) formatOf(args.out);
    const run = await lookIntoRun(args.runDir, {
      backend: args.backend as BackendChoice,
      dataDir: args.dataDir,
      onNotice: notice,
    });
    const layerName = args.layer ?? run.logits;
    const layer = run.network.layer(layerName);
    const names = Array.from({ length: layer.units }, (_, unit) => run.unitName(layerName, unit));
    const choose = (words: string | undefined): number[] => chooseUnits(words, layer, names);
    const out =
      args.out ?? path.join(args.runDir, `${layerName}${args.map ? `-${args.map}` : ''}.png`);
    const about = aboutRun(run);

    if (args.map !== undefined) {
      const { cells, ...found } = await attributeUnits(run, {
        kind: args.map,
        layer: layerName,
        units: args.units === undefined ? undefined : choose(args.units),
        file: args.input,
        example: args.example ?? 0,
        window: args.window,
      });
      const [first] = found.maps;
      const title = `Which places count for ${first.title}${found.maps.length > 1 ? ' and others' : ''}`;
      await writeGrid(out, unitGrid(cells, { title, subtitle: `${about}; ${found.what}` }));
      await answer(
        args,
        { ...aboutJson(run, layerName), ...found, png: out },
        [
          ...found.maps.map((map) => `${map.title}: activation ${short(map.activation, 4)}`),
          `picture  ${out}`,
        ].join('\n'),
      );
      return;
    }

    const units = choose(args.units);
    if (units.length > mostUnits) {
      throw new InputError(
        'usage',
        `--units must name at most ${mostUnits} units, which a picture can show, got ${units.length}`,
      );
    }
    const [minus] = args.minus === undefined ? [] : choose(args.minus);
    const showStep = stepProgress();
    const abort = new AbortController();
    const onInterrupt = (): void => abort.abort();
    process.once('SIGINT', onInterrupt);
    const { cells, found, steps } = await exciteUnits(run, {
      layer: layerName,
      units,
      minus,
      weights: { l1: args.l1, l2: args.l2, totalVariation: args.totalVariation },
      ascent: {
        steps: args.steps,
        stepSize: args.stepSize,
        start: args.start,
        starts: args.starts,
        jitter: args.jitter,
        blur: args.blur,
        seed: args.seed,
        onStep: showStep,
        signal: abort.signal,
      },
      top: args.top ?? 0,
      topExamples: args.topExamples ?? 2000,
      judge: args.judge,
      backend: args.backend as BackendChoice,
      onNotice: notice,
    }).finally(() => process.off('SIGINT', onInterrupt));
    if (abort.signal.aborted) {
      notice(`\ninterrupted after ${steps} steps; the picture so far is in ${out}`);
      process.exitCode = 130;
    }
    const many = `${layer.kind}s`;
    const whose = names[0] === undefined ? `${many} of ${layerName}` : `outputs (${layerName})`;
    const title = `What excites the ${whose}${minus === undefined ? '' : ` and not ${minus}`}`;
    const costs = penaltiesInWords(args);
    await writeGrid(
      out,
      unitGrid(cells, {
        title,
        subtitle: `${about}; ${steps} steps of gradient ascent${costs && `, ${costs}`}`,
      }),
    );
    if (args.each !== undefined) {
      for (const [i, { drawing, title: of }] of cells.entries()) {
        const file = path.join(args.each, `${layerName}-${found[i].unit}.png`);
        await writeFileAtomically(file, await drawPng(svgDocument(drawing, of)));
      }
    }
    await answer(
      args,
      { ...aboutJson(run, layerName), kind: layer.kind, steps, units: found, png: out },
      [
        ...found.map(
          ({ title: of, activationBefore, activationAfter, l1, judged }) =>
            `${of}: activation ${short(activationBefore, 4)} → ${short(activationAfter, 4)}, L1 ${short(l1, 4)}` +
            (judged ? `, judged ${predictionWords(judged)}` : ''),
        ),
        `picture  ${out}`,
      ].join('\n'),
    );
  },
});

/** Options of a map only, and of the ascent only: no option is accepted and then ignored. */
const mapOptions = ['input', 'example', 'window'];
const ascentOptions = [
  ...['minus', 'l1', 'l2', 'total-variation', 'steps', 'step-size', 'start', 'starts'],
  ...['jitter', 'blur', 'seed', 'top', 'top-examples', 'judge', 'each'],
];

function checkMode(args: {
  readonly [option: string]: unknown;
  readonly map?: string | undefined;
}): void {
  const given = (options: readonly string[]): string | undefined =>
    options.find((option) => args[option] !== undefined);
  const misplaced = given(args.map === undefined ? mapOptions : ascentOptions);
  if (misplaced !== undefined) {
    throw new InputError(
      'usage',
      args.map === undefined
        ? `--${misplaced} is for --map`
        : `--${misplaced} is for gradient ascent and not for --map; leave one out`,
    );
  }
  if (args.map === 'saliency' && args.window !== undefined) {
    throw new InputError('usage', '--window is for --map occlusion; a saliency map has none');
  }
  if (args.input !== undefined && args.example !== undefined) {
    throw new InputError(
      'usage',
      '--input and --example both name the input of the map; leave one out',
    );
  }
  if (args.top === undefined && args['top-examples'] !== undefined) {
    throw new InputError('usage', '--top-examples is for --top, which says how many to show');
  }
}

function formatOf(file: string): '.png' | '.svg' {
  const format = path.extname(file).toLowerCase();
  if (format === '.png' || format === '.svg') return format;
  throw new InputError('usage', `--out must name a .png or .svg file, got "${file}"`);
}

const writeGrid = async (file: string, svg: string): Promise<void> =>
  writeFileAtomically(file, formatOf(file) === '.svg' ? `${svg}\n` : await drawPng(svg));

const aboutRun = ({ configuration: { experiment, strategy, data, seed } }: LookedAtRun): string =>
  `${experiment}, ${strategy}, ${data}, seed ${seed}`;

const aboutJson = (
  { configuration: { experiment, strategy, data, seed } }: LookedAtRun,
  layer: string,
) => ({ experiment, strategy, data, seed, layer });

function penaltiesInWords(args: {
  readonly l1?: number | undefined;
  readonly l2?: number | undefined;
  readonly totalVariation?: number | undefined;
}): string {
  return Object.entries({
    L1: args.l1,
    L2: args.l2,
    'total variation': args.totalVariation,
  })
    .filter(([, weight]) => weight)
    .map(([name, weight]) => `${name} ${weight}`)
    .join(', ');
}
