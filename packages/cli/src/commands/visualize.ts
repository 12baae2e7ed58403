import path from 'node:path';
import type { BackendChoice } from '@axiswise/backend';
import { svgDocument, unitGrid } from '@axiswise/drawing';
import type { LookedAtRun } from '@axiswise/interpret';
import { ascentDefaults, ascentStarts } from '@axiswise/interpret/ascent-options';
import { notice, printResult } from '../print-result.ts';
import { defineCommand } from '../define-command.ts';
import {
  backendOption,
  dataDirOption,
  formerName,
  nonNegativeNumber,
  positiveNumber,
  integer,
} from '../options.ts';
import { InputError } from '@axiswise/messages';
import { checkDrawingName, writeDrawing } from '../drawing-file.ts';
import { preprocessingOptions } from '../preprocessing-options.ts';
import { stepProgress } from '../progress.ts';
import { scoresLine } from '../scores.ts';
import { short } from '../visualize/captions.ts';
import { checkMode } from '../visualize/check-mode.ts';
import { type ChosenExamples, chosenExamples } from '../visualize/chosen-examples.ts';
import { openModel, openRun } from '../visualize/open-network.ts';

const mostUnits = 400;

export default defineCommand({
  builder: (yargs) =>
    yargs
      .positional('run-dir', {
        type: 'string',
        demandOption: true,
        describe: 'folder of a finished run, or the model.json of an image model trained elsewhere',
      })
      .options({
        layer: {
          type: 'string',
          requiresArg: true,
          describe: 'layer to look at, as explain or the model names it [default: the outputs]',
        },
        units: {
          type: 'string',
          requiresArg: true,
          describe:
            'units, as 0-8 or 3,5, or outputs by class [default: the first nine, or all outputs]',
        },
        out: {
          type: 'string',
          requiresArg: true,
          describe:
            'picture to write, .png or .svg [default: <layer>.png in the folder of the run or the model]',
        },
        each: {
          type: 'string',
          requiresArg: true,
          describe: 'folder for a PNG of each unit as well',
        },
        minus: {
          type: 'string',
          requiresArg: true,
          describe: 'unit of the same layer whose activation is subtracted',
        },
        l1: nonNegativeNumber(
          'l1',
          'L1 penalty on the input, in units of the mean gradient at the start [default: 0]',
        ),
        ink: formerName(nonNegativeNumber('ink', 'l1')),
        l2: nonNegativeNumber('l2', 'L2 penalty on the input, in the same unit [default: 0]'),
        squares: formerName(nonNegativeNumber('squares', 'l2')),
        'total-variation': nonNegativeNumber(
          'total-variation',
          'total variation penalty on the input, in the same unit [default: 0]',
        ),
        steps: integer(
          'steps',
          1,
          `number of steps of gradient ascent [default: ${ascentDefaults.steps}]`,
        ),
        'step-size': positiveNumber(
          'step-size',
          `size of the first step, as a share of the range of values [default: ${ascentDefaults.stepSize}]`,
        ),
        start: {
          type: 'string',
          choices: ascentStarts,
          requiresArg: true,
          describe: `initial input [default: ${ascentDefaults.start}]`,
        },
        starts: integer(
          'starts',
          1,
          `number of starts, of which the best is kept [default: ${ascentDefaults.starts}]`,
        ),
        jitter: integer(
          'jitter',
          0,
          `number of positions by which the input is shifted at random before each step [default: ${ascentDefaults.jitter}]`,
        ),
        blur: nonNegativeNumber(
          'blur',
          `standard deviation of a blur every fourth step, in positions [default: ${ascentDefaults.blur}]`,
        ),
        seed: integer('seed', 0, `seed of noise and jitter [default: ${ascentDefaults.seed}]`),
        top: integer(
          'top',
          0,
          'number of test examples with the highest activation to show as well [default: 0]',
        ),
        'top-examples': integer(
          'top-examples',
          1,
          'number of test examples to search for them [default: 2000]',
        ),
        judge: {
          type: 'string',
          requiresArg: true,
          describe:
            'folder of another run of the same classes, which predicts the label of each picture',
        },
        map: {
          type: 'string',
          choices: ['saliency', 'occlusion'] as const,
          requiresArg: true,
          describe: 'draw a map of one input instead: where it matters for the units',
        },
        at: {
          type: 'string',
          requiresArg: true,
          describe:
            'position that the map asks about, as 14,14, where each position has a label or a filter a map ' +
            '[default: the sum over all]',
        },
        predictions: integer(
          'predictions',
          1,
          'draw so many test examples with what is predicted and what is true instead, and charts of the whole test',
        ),
        choose: {
          type: 'string',
          choices: chosenExamples,
          requiresArg: true,
          describe:
            'test examples of --predictions: at equal distances, or those predicted worst or best [default: spread]',
        },
        input: {
          type: 'string',
          requiresArg: true,
          describe: 'input of the map: a file of your own, as predict takes it',
        },
        example: integer('example', 0, 'input of the map: number of a test example [default: 0]'),
        window: integer(
          'window',
          1,
          'positions along each axis that an occlusion map hides together [default: a seventh]',
        ),
        size: integer(
          'size',
          1,
          'of a model: height and width of its pictures [default: those it was made for, else 96]',
        ),
        ...preprocessingOptions,
        'class-names': {
          type: 'string',
          requiresArg: true,
          describe: 'of a model: file with the names of its outputs, one a line',
        },
        blank: nonNegativeNumber(
          'blank',
          'of a model: brightness of nothing, from 0 (black) to 1 (white) [default: 0.5]',
        ),
        'data-dir': dataDirOption,
        backend: backendOption,
      })
      .example(
        '$0 visualize runs/images/slide-both-digits-seed0 --layer convolution_2',
        'what each filter of a layer responds to',
      )
      .example(
        '$0 visualize runs/images/slide-both-digits-seed0 --l1 1 --top 3',
        'what the network takes for each digit, beside test examples',
      )
      .example(
        '$0 visualize runs/images/slide-both-digits-seed0 --map occlusion --example 7',
        'which parts of a test example the prediction depends on',
      )
      .example(
        '$0 visualize runs/images/slide-both-digit-slants-seed0 --predictions 12 --choose worst',
        'what is predicted worst, beside what is true; residuals of a regression',
      )
      .example(
        '$0 visualize vgg16/model.json --size 96 --layer block3_conv1 --units 0-8 --jitter 4 --blur 0.5',
        'what filters of a model from elsewhere respond to',
      ),
  handler: async (args) => {
    const penalties = {
      l1: args.l1 ?? args.ink,
      l2: args.l2 ?? args.squares,
      totalVariation: args.totalVariation,
    };
    const { isImageModel } = await import('@axiswise/image-models');
    const isModel = await isImageModel(args.runDir);
    checkMode(args, { isModel });
    const { attributeUnits } = await import('../visualize/attribute-units.ts');
    const { exciteUnits } = await import('../visualize/excite-units.ts');
    const { chooseUnits } = await import('../visualize/choose-units.ts');
    const position = args.at === undefined ? undefined : positionOf(args.at);
    if (args.out !== undefined) checkDrawingName('--out', args.out);
    const backend = args.backend as BackendChoice;
    const opened = await (isModel ? openModel : openRun)({ ...args, backend });
    const { look, run, about } = opened;
    if (run && args.predictions !== undefined) {
      await drawPredictions(run, { ...args, predictions: args.predictions }, about);
      return;
    }
    const layerName = args.layer ?? look.logits;
    const layer = look.network.layer(layerName);
    const names = Array.from({ length: layer.units }, (_, unit) => look.unitName(layerName, unit));
    const choose = (words: string | undefined): number[] => chooseUnits(words, layer, names);
    // The names of layers of other software have slashes.
    const fileName = layerName.replaceAll('/', '-');
    const out =
      args.out ?? path.join(opened.folder, `${fileName}${args.map ? `-${args.map}` : ''}.png`);
    const json = { ...opened.json, layer: layerName };

    if (args.map !== undefined) {
      const { cells, ...found } = await attributeUnits(look, {
        kind: args.map,
        layer: layerName,
        units: args.units === undefined ? undefined : choose(args.units),
        // Without a run, a file is given.
        input:
          run && args.input === undefined
            ? { run, example: args.example ?? 0 }
            : { file: args.input! },
        position,
        window: args.window,
        coarse: run === undefined,
      });
      const [first] = found.maps;
      const title = `Where the input matters for ${first.title}${found.maps.length > 1 ? ' and others' : ''}`;
      await writeDrawing(out, unitGrid(cells, { title, subtitle: `${about}; ${found.what}` }));
      await printResult(
        args,
        { ...json, ...found, png: out },
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
    const { cells, found, steps } = await exciteUnits(look, {
      layer: layerName,
      units,
      minus,
      weights: penalties,
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
      run,
      top: args.top ?? 0,
      topExamples: args.topExamples ?? 2000,
      judge: args.judge,
      backend,
      onNotice: notice,
    }).finally(() => process.off('SIGINT', onInterrupt));
    if (abort.signal.aborted) {
      notice(`\ninterrupted after ${steps} steps; the picture so far is in ${out}`);
      process.exitCode = 130;
    }
    const many = `${layer.kind}s`;
    const whose = names[0] === undefined ? `${many} of ${layerName}` : `outputs (${layerName})`;
    const title = `What activates the ${whose} most${minus === undefined ? '' : ` and not ${minus}`}`;
    const penaltyText = describePenalties(penalties);
    await writeDrawing(
      out,
      unitGrid(cells, {
        title,
        subtitle: `${about}; ${steps} steps of gradient ascent${penaltyText && `, ${penaltyText}`}`,
      }),
    );
    if (args.each !== undefined) {
      for (const [i, { drawing, title: of }] of cells.entries()) {
        const file = path.join(args.each, `${fileName}-${found[i].unit}.png`);
        await writeDrawing(file, svgDocument(drawing, of));
      }
    }
    await printResult(
      args,
      {
        ...json,
        ...{ kind: layer.kind, steps },
        units: found.map((each) => ({ ...each, judged: each.judged?.json })),
        png: out,
      },
      [
        ...found.map(
          ({ title: of, activationBefore, activationAfter, l1, judged }) =>
            `${of}: activation ${short(activationBefore, 4)} → ${short(activationAfter, 4)}, L1 ${short(l1, 4)}` +
            (judged ? `, judged ${judged.inWords}` : ''),
        ),
        `picture  ${out}`,
      ].join('\n'),
    );
  },
});

/** A position by its index along each axis: `14,14`. */
function positionOf(words: string): number[] {
  const position = words.split(',').map((word) => (/^\s*\d+\s*$/.test(word) ? Number(word) : NaN));
  if (!position.some(Number.isNaN)) return position;
  throw new InputError('usage', `--at must be an index along each axis, as 14,14, got '${words}'`);
}

/** Draws test examples beside what is predicted and true, and the task's charts of the whole test. */
async function drawPredictions(
  run: LookedAtRun,
  args: {
    readonly runDir: string;
    readonly out?: string | undefined;
    readonly predictions: number;
    readonly choose?: ChosenExamples | undefined;
    readonly json?: boolean | undefined;
  },
  about: string,
): Promise<void> {
  const { showPredictions } = await import('../visualize/show-predictions.ts');
  const { choose = 'spread', predictions: count } = args;
  const out = args.out ?? path.join(args.runDir, 'predictions.png');
  const { cells, legend, figures, scores, examples } = await showPredictions(run, {
    count,
    choose,
  });
  const { experiment: own, task } = run;
  const { testExamples } = run.configuration;
  const line = scoresLine(scores, testExamples, task.form, { own });
  await writeDrawing(
    out,
    unitGrid(cells, {
      title: `Predicted and true: ${titleOf[choose]}`,
      subtitle: `${about}; ${line.replace(/ +/g, ' ')}`,
      ...(legend && { legend }),
    }),
  );
  const { dir, name, ext } = path.parse(out);
  const charts = figures.map((figure) => ({
    ...figure,
    file: path.join(dir, `${name}-${figure.name}${ext}`),
  }));
  for (const { file, drawing, title } of charts)
    await writeDrawing(file, svgDocument(drawing, title));
  const { experiment, strategy, data, seed } = run.configuration;
  await printResult(
    args,
    {
      ...{ experiment, strategy, data, seed, test: scores, examples, png: out },
      figures: charts.map(({ name: of, title, file }) => ({ name: of, title, file })),
    },
    [
      line,
      `picture  ${out}`,
      ...charts.map(({ title, file }) => `chart    ${file}: ${title}`),
    ].join('\n'),
  );
}

const titleOf = {
  spread: 'some test examples',
  worst: 'the test examples that are predicted worst',
  best: 'the test examples that are predicted best',
};

function describePenalties(penalties: {
  readonly l1?: number | undefined;
  readonly l2?: number | undefined;
  readonly totalVariation?: number | undefined;
}): string {
  return Object.entries({
    L1: penalties.l1,
    L2: penalties.l2,
    'total variation': penalties.totalVariation,
  })
    .filter(([, weight]) => weight)
    .map(([name, weight]) => `${name} ${weight}`)
    .join(', ');
}
