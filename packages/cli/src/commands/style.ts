import path from 'node:path';
import type { BackendChoice } from '@axiswise/backend';
import { checkPictureName, type Photograph, readPhotograph, writePicture } from '@axiswise/image';
import type { StyleLosses } from '@axiswise/style';
import {
  colorChoices,
  embeddedExtractors,
  longestSide,
  optimizerChoices,
  shortestSide,
  startChoices,
  styleDefaults,
} from '@axiswise/style/options';
import { notice, printResult } from '../print-result.ts';
import { defineCommand } from '../define-command.ts';
import { backendOption, integer, nonNegativeNumber, threadsOption } from '../options.ts';
import { preprocessingOf, preprocessingOptions } from '../preprocessing-options.ts';
import { duration, InputError } from '@axiswise/messages';
import { stepProgress } from '../progress.ts';

const defaultSize = 256;

/** An option that takes names, with commas between. */
const names = (describe: string) =>
  ({
    type: 'string',
    requiresArg: true,
    describe,
    coerce: (words: string | undefined): string[] | undefined =>
      words
        ?.split(',')
        .map((word) => word.trim())
        .filter((word) => word !== ''),
  }) as const;

export default defineCommand({
  builder: (yargs) =>
    yargs
      .options({
        content: {
          type: 'string',
          demandOption: true,
          requiresArg: true,
          describe: 'content: a picture, PNG or JPEG',
        },
        style: {
          type: 'string',
          demandOption: true,
          requiresArg: true,
          describe: 'style: a picture of any shape, PNG or JPEG, scaled to the same longer side',
        },
        out: {
          type: 'string',
          requiresArg: true,
          describe: 'picture to write, PNG or JPEG [default: <content>-as-<style>.png]',
        },
        size: integer(
          'size',
          shortestSide,
          `longer side of the picture, in pixels [default: ${defaultSize}]`,
        ),
        steps: integer(
          'steps',
          1,
          `number of optimization steps [default: ${styleDefaults.steps}]`,
        ),
        'content-weight': nonNegativeNumber(
          'content-weight',
          `weight of the content loss [default: ${styleDefaults.weights.content}]`,
        ),
        'style-weight': nonNegativeNumber(
          'style-weight',
          `weight of the style loss [default: ${styleDefaults.weights.style}]`,
        ),
        'total-variation': nonNegativeNumber(
          'total-variation',
          `weight of the total variation [default: ${styleDefaults.weights.totalVariation}]`,
        ),
        'content-layers': names('layers whose activations are the content, as a,b'),
        'style-layers': names('layers whose Gram matrices are the style, as a,b'),
        start: {
          type: 'string',
          choices: startChoices,
          requiresArg: true,
          describe: 'initial picture [default: content]',
        },
        seed: integer('seed', 0, 'seed of filters and noise [default: 0]'),
        'keep-color': {
          type: 'string',
          describe: `keep the content's colours, by ${colorChoices.join(' or ')} [without a value: luminance]`,
        },
        extractor: {
          type: 'string',
          requiresArg: true,
          describe:
            `network that extracts the features: ${embeddedExtractors.join(', ')}, a run directory, or the model.json of a ` +
            `TensorFlow.js layers model [default: ${embeddedExtractors[0]}]`,
        },
        ...preprocessingOptions,
        'average-pooling': {
          type: 'boolean',
          describe: 'replace max pooling by average pooling: smoother',
        },
        optimizer: {
          type: 'string',
          choices: optimizerChoices,
          requiresArg: true,
          describe: 'optimizer of the pixels [default: lbfgs]',
        },
        tile: integer(
          'tile',
          shortestSide,
          `side of the tiles that larger pictures are computed in, in pixels [default: ${styleDefaults.tileSize}]`,
        ),
        every: integer('every', 1, 'number of steps after which the picture is written, each time'),
        backend: backendOption,
        threads: threadsOption,
      })
      .example('$0 style --content me.jpg --style candy.jpg', 'at 256 pixels, in about a minute')
      .example(
        '$0 style --content me.jpg --style candy.jpg --size 512 --keep-color --out me.png',
        'larger, in the colours of the content',
      ),
  handler: async (args) => {
    const { useBackend } = await import('@axiswise/backend');
    const { chooseExtractor, transferStyle } = await import('@axiswise/style');
    const size = args.size ?? defaultSize;
    if (size > longestSide) {
      throw new InputError('usage', `--size must be at most ${longestSide}, got ${size}`);
    }
    const keepColor = keepColorOf(args.keepColor);
    const png = args.out ?? `${baseName(args.content)}-as-${baseName(args.style)}.png`;
    checkPictureName(png);

    const content = await readContent(args.content, args.size);
    // Strokes keep their size relative to the picture.
    const style = await readPhotograph(args.style, {
      shortestSide,
      longestSide: Math.max(content.height, content.width),
    });
    for (const [file, { remarks }] of [
      [args.content, content],
      [args.style, style],
    ] as const) {
      for (const remark of remarks) notice(`${file}: ${remark}`);
    }
    const { original } = content;
    if (args.size === undefined && Math.max(original.height, original.width) > size) {
      notice(
        `${args.content} of ${original.width}×${original.height} is painted at ` +
          `${content.width}×${content.height}; --size 512 makes it larger, in four times the time`,
      );
    }

    const engine = await useBackend(args.backend as BackendChoice, { threads: args.threads });
    notice(engine.advice);
    const showStep = stepProgress();
    const abort = new AbortController();
    const onInterrupt = (): void => abort.abort();
    process.once('SIGINT', onInterrupt);
    try {
      const result = await transferStyle({
        content,
        style,
        extractor: chooseExtractor(args.extractor ?? embeddedExtractors[0], {
          seed: args.seed,
          preprocessing: preprocessingOf(args),
          averagePooling: args.averagePooling,
          onNotice: notice,
        }),
        contentLayers: args.contentLayers,
        styleLayers: args.styleLayers,
        weights: {
          content: args.contentWeight,
          style: args.styleWeight,
          totalVariation: args.totalVariation,
        },
        steps: args.steps,
        start: args.start,
        seed: args.seed,
        keepColor,
        optimizer: args.optimizer,
        tileSize: args.tile,
        every: args.every,
        onNotice: notice,
        onStep: ({ step, steps: of, loss }) => showStep(step, of, `loss ${loss.toPrecision(4)}`),
        onPicture: (picture, step) =>
          writePicture(intermediate(png, step), { ...picture, channels: 3 }),
        signal: abort.signal,
      });
      await writePicture(png, { ...result.picture, channels: 3 });
      if (result.interrupted) {
        notice(`\ninterrupted after ${result.steps} steps; the picture so far is in ${png}`);
        process.exitCode = 130;
      }
      const { final, initial, picture, steps, seconds, contentLayers, styleLayers } = result;
      await printResult(
        args,
        {
          ...final,
          initial,
          steps,
          seconds,
          png,
          width: picture.width,
          height: picture.height,
          extractor: args.extractor ?? embeddedExtractors[0],
          contentLayers,
          styleLayers,
          backend: engine.name,
        },
        [
          `content loss  ${change(initial, final, 'contentLoss')}`,
          `style loss    ${change(initial, final, 'styleLoss')}`,
          `picture       ${png}, ${picture.width}×${picture.height}, ` +
            `${steps} steps in ${duration(seconds)}`,
        ].join('\n'),
      );
    } finally {
      process.off('SIGINT', onInterrupt);
    }
  },
});

/** Reads the content at the size that is asked for, else at its own up to the default size. */
async function readContent(file: string, asked: number | undefined): Promise<Photograph> {
  const limits = { shortestSide, largestSide: longestSide };
  if (asked !== undefined) return readPhotograph(file, { ...limits, longestSide: asked });
  const own = await readPhotograph(file, limits);
  const isSmall = Math.max(own.height, own.width) <= defaultSize;
  return isSmall ? own : readPhotograph(file, { ...limits, longestSide: defaultSize });
}

function keepColorOf(word: string | undefined): (typeof colorChoices)[number] | undefined {
  if (word === undefined) return undefined;
  if (word === '') return 'luminance';
  const choice = colorChoices.find((name) => name === word);
  if (choice) return choice;
  throw new InputError('usage', `--keep-color must be ${colorChoices.join(' or ')}, got '${word}'`);
}

const baseName = (file: string): string => path.basename(file, path.extname(file));

function intermediate(png: string, step: number): string {
  const { dir, name, ext } = path.parse(png);
  return path.join(dir, `${name}-${String(step).padStart(4, '0')}${ext}`);
}

const change = (
  initial: StyleLosses,
  final: StyleLosses,
  part: 'contentLoss' | 'styleLoss',
): string => `${initial[part].toPrecision(4)} → ${final[part].toPrecision(4)}`;
