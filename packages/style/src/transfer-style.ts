import { setImmediate as nextTurn } from 'node:timers/promises';
import { Random } from '@axiswise/random';
import { minimizeByAdam } from './adam.ts';
import { greyPicture, luminanceOf, matchColors, matchLuminance, withLuminance } from './color.ts';
import type { FeatureExtractor } from './feature-extractor.ts';
import { type MinimizationStep, minimizeByLbfgs } from './lbfgs.ts';
import type { ColorPicture } from './picture.ts';
import { InputError } from '@axiswise/messages';
import {
  colorChoices,
  longestSide,
  type optimizerChoices,
  shortestSide,
  startChoices,
  styleDefaults,
} from './style-options.ts';
import { type StyleLosses, StyleObjective, type StyleWeights } from './style-objective.ts';

/** The two pictures, and how the third is searched for. */
export interface TransferStyleOptions {
  readonly content: ColorPicture;
  readonly style: ColorPicture;
  /** Makes the extractor from the pictures; it is disposed of at the end. */
  readonly extractor: (pictures: {
    readonly content: ColorPicture;
    readonly style: ColorPicture;
  }) => FeatureExtractor | Promise<FeatureExtractor>;
  readonly contentLayers?: readonly string[] | undefined;
  readonly styleLayers?: readonly string[] | undefined;
  readonly weights?: Partial<StyleWeights> | undefined;
  /** The number of evaluations of the loss and its gradient. */
  readonly steps?: number | undefined;
  readonly start?: (typeof startChoices)[number] | undefined;
  /** Seeds the noise of the start. */
  readonly seed?: number | undefined;
  /**
   * `luminance` transfers only luminance and keeps the colours of the content; `matching` first
   * gives the style the colours of the content. By default the style's colours are transferred too.
   */
  readonly keepColor?: (typeof colorChoices)[number] | undefined;
  readonly optimizer?: (typeof optimizerChoices)[number] | undefined;
  /** Pictures with a longer side are computed in tiles of about this size in pixels. */
  readonly tileSize?: number | undefined;
  readonly onNotice?: ((line: string) => void) | undefined;
  readonly onStep?: ((step: StyleStep) => void) | undefined;
  /** The number of steps between intermediate pictures. */
  readonly every?: number | undefined;
  readonly onPicture?: ((picture: ColorPicture, step: number) => Promise<void>) | undefined;
  /** Stops after the present step; the result is the picture so far. */
  readonly signal?: AbortSignal | undefined;
}

/** Where an optimisation is after a step. */
export interface StyleStep {
  readonly step: number;
  readonly steps: number;
  /** The weighted loss of the best picture so far. */
  readonly loss: number;
  readonly secondsLeft: number;
}

/** The best picture, and how its loss came about. */
export interface StyleTransfer {
  readonly picture: ColorPicture;
  /** The loss parts of the start. */
  readonly initial: StyleLosses;
  /** The loss parts of the result, with values clipped to 0 to 1. */
  readonly final: StyleLosses;
  /**
   * The evaluations made; fewer than requested after an interrupt or if no more improvement was
   * possible.
   */
  readonly steps: number;
  readonly seconds: number;
  readonly interrupted: boolean;
  readonly contentLayers: readonly string[];
  readonly styleLayers: readonly string[];
}

/**
 * Transfers the style of one picture to the content of another: it changes the pixels until the
 * feature maps resemble those of the content and the Gram matrices those of the style.
 *
 * Gatys, Ecker and Bethge 2016, "Image style transfer using convolutional neural networks";
 * `StyleObjective` lists how the loss deviates. The same pictures, options and backend give the same
 * picture.
 *
 * @throws InputError for invalid pictures, layers, weights and steps.
 */
export async function transferStyle(options: TransferStyleOptions): Promise<StyleTransfer> {
  const began = performance.now();
  const { steps = styleDefaults.steps, seed = 0, every, keepColor } = options;
  const weights = checkWeights({ ...styleDefaults.weights, ...definedOnly(options.weights ?? {}) });
  checkCounts({ steps, every, tileSize: options.tileSize });
  checkPicture('the content', options.content);
  checkPicture('the style', options.style);

  const pictures = prepare(options.content, options.style, keepColor);
  const extractor = await options.extractor(pictures);
  let objective: StyleObjective | undefined;
  try {
    const contentLayers = options.contentLayers ?? extractor.contentLayers;
    const styleLayers = options.styleLayers ?? extractor.styleLayers;
    const seesGrey = extractor.channels === 1;
    if (seesGrey && !keepColor) {
      options.onNotice?.(`${extractor.name} sees shades of grey: the colours stay the content's`);
    }
    objective = new StyleObjective({
      ...{ extractor, ...pictures, contentLayers, styleLayers, weights },
      tileSize: options.tileSize ?? styleDefaults.tileSize,
    });
    if (objective.tiles.length > 1) {
      options.onNotice?.(
        `computed in ${objective.tiles.length} tiles, which changes nothing but memory`,
      );
    }
    const measured = objective;
    const finish = (pixels: Float32Array): ColorPicture =>
      finished(options.content, pixels, seesGrey ? 'luminance' : keepColor);

    const start = startingPicture(pictures.content, options.start ?? 'content', seed);
    const initial = measured.losses(start);
    let done = 0;
    const descent = performance.now();
    const onEvaluation = async (best: MinimizationStep, step: number): Promise<void> => {
      done = step;
      const secondsLeft = ((performance.now() - descent) / 1000 / step) * (steps - step);
      options.onStep?.({ step, steps, loss: best.loss, secondsLeft });
      if (every !== undefined && step % every === 0 && step < steps) {
        await options.onPicture?.(finish(best.point), step);
      }
      // An interrupt is noticed only between two turns of the event loop.
      await nextTurn();
      if (options.signal?.aborted) throw new Interrupted(best);
    };
    const minimize =
      options.optimizer === 'adam'
        ? minimizeByAdam(evaluateWith(measured), start, {
            ...{ evaluations: steps, learningRate: 0.02, onEvaluation },
          })
        : minimizeByLbfgs(evaluateWith(measured), start, {
            ...{ evaluations: steps, firstChange: 0.1, onEvaluation },
          });
    const { best, interrupted } = await minimize.then(
      (best) => ({ best, interrupted: false }),
      (error: unknown) => {
        if (!(error instanceof Interrupted)) throw error;
        return { best: error.best, interrupted: true };
      },
    );
    if (!Number.isFinite(best.loss)) {
      throw new InputError(
        'style',
        `the loss is ${best.loss}: the features of ${extractor.name} leave the range of numbers; ` +
          `choose another preprocessing`,
      );
    }
    const clipped = best.point.map((value) => Math.min(1, Math.max(0, value)));
    return {
      picture: finish(clipped),
      initial,
      final: measured.losses(clipped),
      steps: done,
      seconds: (performance.now() - began) / 1000,
      interrupted,
      contentLayers,
      styleLayers,
    };
  } finally {
    objective?.dispose();
    extractor.dispose();
  }
}

/** Ends the work early, with the result so far. */
class Interrupted extends Error {
  override readonly name = 'Interrupted';
  readonly best: MinimizationStep;

  constructor(best: MinimizationStep) {
    super('interrupted');
    this.best = best;
  }
}

const evaluateWith = (objective: StyleObjective) => (pixels: Float32Array) =>
  objective.evaluate(pixels);

function prepare(
  content: ColorPicture,
  style: ColorPicture,
  keepColor: TransferStyleOptions['keepColor'],
): { content: ColorPicture; style: ColorPicture } {
  switch (keepColor) {
    case undefined:
      return { content, style };
    case 'matching':
      return { content, style: matchColors(style, content) };
    case 'luminance': {
      const luminance = luminanceOf(content);
      const matched = matchLuminance(luminanceOf(style), luminance);
      return { content: greyPicture(luminance, content), style: greyPicture(matched, style) };
    }
    default:
      throw new InputError(
        'style',
        `keepColor must be ${colorChoices.join(' or ')}, got '${String(keepColor)}'`,
      );
  }
}

function finished(
  content: ColorPicture,
  pixels: Float32Array,
  keepColor: TransferStyleOptions['keepColor'],
): ColorPicture {
  const { height, width } = content;
  const clipped = pixels.map((value) => Math.min(1, Math.max(0, value)));
  const picture = { pixels: clipped, height, width };
  return keepColor === 'luminance' ? withLuminance(content, luminanceOf(picture)) : picture;
}

function startingPicture(
  content: ColorPicture,
  start: (typeof startChoices)[number],
  seed: number,
): Float32Array {
  if (start === 'content') return content.pixels;
  if (start !== 'noise') {
    throw new InputError(
      'style',
      `start must be ${startChoices.join(' or ')}, got '${String(start)}'`,
    );
  }
  const random = new Random(seed, 'style', 'noise');
  return Float32Array.from({ length: content.pixels.length }, () => random.uniform());
}

function checkPicture(what: string, { pixels, height, width }: ColorPicture): void {
  if (pixels.length !== height * width * 3) {
    throw new InputError(
      'style',
      `${what} is to be ${height}×${width}×3, but has ${pixels.length} values; hand on red, green, blue`,
    );
  }
  if (Math.min(height, width) < shortestSide) {
    throw new InputError(
      'style',
      `${what} has ${width}×${height} pixels; take one of at least ${shortestSide}×${shortestSide}`,
    );
  }
  if (Math.max(height, width) > longestSide) {
    throw new InputError(
      'style',
      `${what} has ${width}×${height} pixels; make its longer side at most ${longestSide}`,
    );
  }
}

function checkWeights(weights: StyleWeights): StyleWeights {
  for (const [name, weight] of Object.entries(weights)) {
    if (weight >= 0 && weight < Infinity) continue;
    const words = name === 'totalVariation' ? 'total variation' : name;
    throw new InputError(
      'style',
      `the weight of ${words} must be a non-negative number, got ${weight}`,
    );
  }
  if (weights.content === 0 && weights.style === 0) {
    throw new InputError(
      'style',
      'the weights of content and style are both 0; give one of them weight',
    );
  }
  return weights;
}

function checkCounts(counts: Record<string, number | undefined>): void {
  for (const [name, count] of Object.entries(counts)) {
    if (count === undefined || (Number.isSafeInteger(count) && count >= 1)) continue;
    throw new InputError('style', `${name} must be a positive integer, got ${count}`);
  }
}

const definedOnly = <T extends object>(values: T): Partial<T> =>
  Object.fromEntries(
    Object.entries(values).filter(([, value]) => value !== undefined),
  ) as Partial<T>;
