import * as tf from '@axiswise/tensorflow';
import type { FeatureExtractor } from './feature-extractor.ts';
import { commonFootprint } from './footprint.ts';
import { gramSum } from './gram.ts';
import type { ColorPicture } from './picture.ts';
import { divideAxis, ownPositions, type Stretch } from './tiles.ts';
import { totalVariation } from './total-variation.ts';

/** The weights of the parts of the loss, each from 0. */
export interface StyleWeights {
  readonly content: number;
  readonly style: number;
  readonly totalVariation: number;
}

/** The parts of the loss, unweighted. */
export interface StyleLosses {
  /**
   * The distance of the feature maps from those of the content: the squared difference divided by
   * the square of the content's maps, averaged over the content layers. 0 means equal, 1 as far as
   * a picture without features.
   */
  readonly contentLoss: number;
  /** The same for Gram matrices and the style, averaged over the style layers. */
  readonly styleLoss: number;
  /** The mean square of the differences of neighbouring pixels. */
  readonly totalVariation: number;
}

/** The pictures, the features and the weights that make up the loss. */
export interface StyleObjectiveOptions {
  readonly extractor: FeatureExtractor;
  readonly content: ColorPicture;
  readonly style: ColorPicture;
  readonly contentLayers: readonly string[];
  readonly styleLayers: readonly string[];
  readonly weights: StyleWeights;
  /** Larger pictures are computed in tiles of about this side in pixels. */
  readonly tileSize?: number;
}

interface Tile {
  readonly rows: Stretch;
  readonly columns: Stretch;
  readonly lastRow: boolean;
  readonly lastColumn: boolean;
}

type Maps = Record<string, tf.Tensor4D>;

/**
 * The loss of a picture and its gradient: content as feature maps, style as Gram matrices, and
 * total variation.
 *
 * Gatys, Ecker and Bethge (2016), equations 1 to 7. Deviation: the loss of each layer is divided by
 * the size of its target, so that weights mean the same for every extractor and layer; theirs grow
 * with the scale of a layer's activations.
 *
 * A picture in tiles gives the loss and the gradient of the whole up to rounding: the Gram matrices
 * of all tiles are summed first, then each tile is differentiated given the sum. Each tile includes
 * all pixels that its positions see, so nothing is approximated, and the memory is that of a tile.
 */
export class StyleObjective {
  readonly tiles: readonly Tile[];
  readonly #options: StyleObjectiveOptions;
  readonly #layers: readonly string[];
  readonly #content: tf.Tensor4D;
  /** Per style layer `[channels, channels]`, divided by the number of positions. */
  readonly #styleGrams: Record<string, tf.Tensor2D>;
  readonly #styleSizes: Record<string, number>;
  /** Per content layer: the sum of squares of the content's maps. */
  readonly #contentSizes: Record<string, number> = {};
  /** Per style layer: the number of positions of the whole picture. */
  readonly #positions: Record<string, number> = {};
  /** The maps of the content, if the whole picture is computed at once. */
  #contentMaps: Maps | undefined;

  constructor(options: StyleObjectiveOptions) {
    const { extractor, content, style, contentLayers, styleLayers, tileSize = Infinity } = options;
    extractor.checkLayers(contentLayers, 'content layers');
    extractor.checkLayers(styleLayers, 'style layers');
    this.#options = options;
    this.#layers = [...new Set([...contentLayers, ...styleLayers])];
    this.tiles = tilesOf(content, tileSize, extractor, this.#layers);
    this.#content = toTensor(content);

    const { grams, positions } = this.#gramsOfWhole(style);
    this.#styleGrams = Object.fromEntries(
      styleLayers.map((name) => [name, tf.tidy(() => tf.div(grams[name], positions[name]))]),
    );
    tf.dispose(grams);
    this.#styleSizes = Object.fromEntries(
      styleLayers.map((name) => [name, sizeOf(this.#styleGrams[name])]),
    );
    this.#measureContent();
  }

  get height(): number {
    return this.#options.content.height;
  }

  get width(): number {
    return this.#options.content.width;
  }

  /** The weighted sum that is minimised. */
  total({ contentLoss, styleLoss, totalVariation: variation }: StyleLosses): number {
    const { weights } = this.#options;
    return (
      weights.content * contentLoss + weights.style * styleLoss + weights.totalVariation * variation
    );
  }

  /** Computes the parts of the loss of a picture `[height, width, 3]`. */
  losses(pixels: Float32Array): StyleLosses {
    return this.evaluate(pixels, { gradient: false }).losses;
  }

  /**
   * Computes the loss of a picture and its gradient for every pixel.
   *
   * @param pixels `[height, width, 3]`; values may be outside 0 to 1.
   */
  evaluate(
    pixels: Float32Array,
    { gradient: wanted = true } = {},
  ): { losses: StyleLosses; loss: number; gradient: Float32Array } {
    const whole = tf.tensor4d(pixels, [1, this.height, this.width, 3]);
    try {
      const gradient = new Float32Array(wanted ? pixels.length : 0);
      const variation = this.#variation(whole, wanted ? gradient : undefined);
      const { contentLoss, styleLoss } =
        this.tiles.length === 1
          ? this.#evaluateWhole(whole, wanted ? gradient : undefined)
          : this.#evaluateTiles(whole, wanted ? gradient : undefined);
      const losses = { contentLoss, styleLoss, totalVariation: variation };
      const excess = rangeExcess(pixels, wanted ? gradient : undefined);
      return { losses, loss: this.total(losses) + excess, gradient };
    } finally {
      whole.dispose();
    }
  }

  dispose(): void {
    tf.dispose([this.#content, this.#styleGrams, this.#contentMaps ?? {}]);
  }

  #variation(whole: tf.Tensor4D, gradient: Float32Array | undefined): number {
    const { weights } = this.#options;
    if (!gradient || weights.totalVariation === 0) {
      return scalarOf(() => totalVariation(whole));
    }
    const { value, grad } = tf.valueAndGrad((x: tf.Tensor) => totalVariation(x as tf.Tensor4D))(
      whole,
    );
    const slopes = grad.dataSync();
    for (let i = 0; i < gradient.length; i++) gradient[i] = weights.totalVariation * slopes[i];
    const variation = value.dataSync()[0];
    tf.dispose([value, grad]);
    return variation;
  }

  #evaluateWhole(
    whole: tf.Tensor4D,
    gradient: Float32Array | undefined,
  ): Pick<StyleLosses, 'contentLoss' | 'styleLoss'> {
    const { contentLayers, styleLayers, weights, extractor } = this.#options;
    const parts = { contentLoss: 0, styleLoss: 0 };
    const loss = (picture: tf.Tensor): tf.Scalar => {
      const maps = extractor.features(picture as tf.Tensor4D, this.#layers);
      const content = mean(
        contentLayers.map((name) =>
          tf.div(squaredDistance(maps[name], this.#contentMaps![name]), this.#contentSizes[name]),
        ),
      );
      const style = mean(
        styleLayers.map((name) => {
          const gram = tf.div(gramSum(maps[name]), this.#positions[name]);
          return tf.div(squaredDistance(gram, this.#styleGrams[name]), this.#styleSizes[name]);
        }),
      );
      [parts.contentLoss] = content.dataSync();
      [parts.styleLoss] = style.dataSync();
      return tf.add(tf.mul(content, weights.content), tf.mul(style, weights.style));
    };
    if (!gradient) {
      tf.tidy(() => void loss(whole));
    } else {
      addTo(gradient, () => tf.grad(loss)(whole));
    }
    return parts;
  }

  #evaluateTiles(
    whole: tf.Tensor4D,
    gradient: Float32Array | undefined,
  ): Pick<StyleLosses, 'contentLoss' | 'styleLoss'> {
    const { contentLayers, styleLayers, weights, extractor } = this.#options;
    const sums: Record<string, tf.Tensor2D> = {};
    let contentLoss = 0;
    for (const tile of this.tiles) {
      const maps = this.#ownMaps(whole, tile);
      const target = this.#ownMaps(this.#content, tile, contentLayers);
      for (const name of styleLayers) addGram(sums, name, maps[name]);
      for (const name of contentLayers) {
        contentLoss +=
          scalarOf(() => squaredDistance(maps[name], target[name])) /
          (this.#contentSizes[name] * contentLayers.length);
      }
      tf.dispose([maps, target]);
    }

    let styleLoss = 0;
    /** The derivative of the style loss for each entry of a tile's Gram sum. */
    const slopes: Record<string, tf.Tensor2D> = {};
    for (const name of styleLayers) {
      const share = 1 / (this.#styleSizes[name] * styleLayers.length);
      const difference = tf.tidy(() =>
        tf.sub(tf.div(sums[name], this.#positions[name]), this.#styleGrams[name]),
      ) as tf.Tensor2D;
      styleLoss += share * sizeOf(difference);
      slopes[name] = tf.tidy(() => tf.mul(difference, (2 * share) / this.#positions[name]));
      difference.dispose();
    }
    tf.dispose(sums);

    if (gradient) {
      for (const tile of this.tiles) {
        const target = this.#ownMaps(this.#content, tile, contentLayers);
        const part = crop(whole, tile);
        const loss = (picture: tf.Tensor): tf.Scalar => {
          const maps = ownPart(
            extractor.features(picture as tf.Tensor4D, this.#layers),
            tile,
            extractor,
          );
          const content = mean(
            contentLayers.map((name) =>
              tf.div(squaredDistance(maps[name], target[name]), this.#contentSizes[name]),
            ),
          );
          const style = styleLayers
            .map((name) => tf.sum(tf.mul(slopes[name], gramSum(maps[name]))) as tf.Scalar)
            .reduce((sum, term) => tf.add(sum, term));
          return tf.add(tf.mul(content, weights.content), tf.mul(style, weights.style));
        };
        const slope = tf.grad(loss)(part);
        addTile(gradient, slope.dataSync() as Float32Array, tile, this.width);
        tf.dispose([target, part, slope]);
      }
    }
    tf.dispose(slopes);
    return { contentLoss, styleLoss };
  }

  #ownMaps(whole: tf.Tensor4D, tile: Tile, layers = this.#layers): Maps {
    const { extractor } = this.#options;
    return tf.tidy(() => ownPart(extractor.features(crop(whole, tile), layers), tile, extractor));
  }

  /** Computes the Gram sums and numbers of positions of a whole picture, in its own tiles. */
  #gramsOfWhole(picture: ColorPicture): {
    grams: Record<string, tf.Tensor2D>;
    positions: Record<string, number>;
  } {
    const { extractor, styleLayers, tileSize = Infinity } = this.#options;
    const whole = toTensor(picture);
    const grams: Record<string, tf.Tensor2D> = {};
    const positions: Record<string, number> = {};
    for (const tile of tilesOf(picture, tileSize, extractor, styleLayers)) {
      const maps = this.#ownMaps(whole, tile, styleLayers);
      for (const name of styleLayers) {
        addGram(grams, name, maps[name]);
        positions[name] = (positions[name] ?? 0) + maps[name].shape[1] * maps[name].shape[2];
      }
      tf.dispose(maps);
    }
    whole.dispose();
    return { grams, positions };
  }

  #measureContent(): void {
    const { contentLayers, styleLayers } = this.#options;
    for (const name of contentLayers) this.#contentSizes[name] = 0;
    for (const name of styleLayers) this.#positions[name] = 0;
    for (const tile of this.tiles) {
      const maps = this.#ownMaps(this.#content, tile);
      for (const name of contentLayers) this.#contentSizes[name] += sizeOf(maps[name]);
      for (const name of styleLayers) {
        this.#positions[name] += maps[name].shape[1] * maps[name].shape[2];
      }
      if (this.tiles.length > 1) {
        tf.dispose(maps);
        continue;
      }
      this.#contentMaps = Object.fromEntries(contentLayers.map((name) => [name, maps[name]]));
      for (const name of styleLayers) if (!contentLayers.includes(name)) maps[name].dispose();
    }
    // A constant picture may leave a layer silent: its loss is then the plain square.
    for (const name of contentLayers) this.#contentSizes[name] ||= 1;
  }
}

/**
 * The weight of the mean square of values outside 0 to 1: large enough that clipping changes
 * little.
 */
const excessWeight = 1000;

/** The penalty for values outside 0 to 1; its derivative is added to a gradient. */
function rangeExcess(pixels: Float32Array, gradient: Float32Array | undefined): number {
  const factor = excessWeight / pixels.length;
  let sum = 0;
  for (let i = 0; i < pixels.length; i++) {
    const excess = pixels[i] < 0 ? pixels[i] : pixels[i] > 1 ? pixels[i] - 1 : 0;
    if (excess === 0) continue;
    sum += excess * excess;
    if (gradient) gradient[i] += 2 * factor * excess;
  }
  return factor * sum;
}

function tilesOf(
  { height, width }: ColorPicture,
  size: number,
  extractor: FeatureExtractor,
  layers: readonly string[],
): Tile[] {
  const footprint = commonFootprint(layers.map((name) => extractor.footprint(name)));
  const all: Stretch = { from: 0, to: 0, start: 0, end: 0 };
  const rows =
    height <= size ? [{ ...all, to: height, end: height }] : divideAxis(height, size, footprint);
  const columns =
    width <= size ? [{ ...all, to: width, end: width }] : divideAxis(width, size, footprint);
  return rows.flatMap((row, i) =>
    columns.map((column, j) => ({
      rows: row,
      columns: column,
      lastRow: i === rows.length - 1,
      lastColumn: j === columns.length - 1,
    })),
  );
}

const toTensor = ({ pixels, height, width }: ColorPicture): tf.Tensor4D =>
  tf.tensor4d(pixels, [1, height, width, 3]);

const crop = (whole: tf.Tensor4D, { rows, columns }: Tile): tf.Tensor4D =>
  tf.slice(
    whole,
    [0, rows.start, columns.start, 0],
    [1, rows.end - rows.start, columns.end - columns.start, 3],
  );

function ownPart(maps: Maps, tile: Tile, extractor: FeatureExtractor): Maps {
  return Object.fromEntries(
    Object.entries(maps).map(([name, map]) => {
      const { stride } = extractor.footprint(name);
      const [, height, width, channels] = map.shape;
      const row = ownPositions(tile.rows, stride, { isLast: tile.lastRow, available: height });
      const column = ownPositions(tile.columns, stride, {
        isLast: tile.lastColumn,
        available: width,
      });
      if (row.size === height && column.size === width) return [name, map];
      return [
        name,
        tf.slice(map, [0, row.begin, column.begin, 0], [1, row.size, column.size, channels]),
      ];
    }),
  );
}

const squaredDistance = (a: tf.Tensor, b: tf.Tensor): tf.Scalar =>
  tf.sum(tf.square(tf.sub(a, b))) as tf.Scalar;

const mean = (terms: tf.Tensor[]): tf.Scalar =>
  tf.div(
    terms.reduce((sum, term) => tf.add(sum, term)),
    terms.length,
  ) as tf.Scalar;

function scalarOf(compute: () => tf.Tensor): number {
  return tf.tidy(() => compute().dataSync()[0]);
}

const sizeOf = (tensor: tf.Tensor): number => scalarOf(() => tf.sum(tf.square(tensor)));

function addGram(sums: Record<string, tf.Tensor2D>, name: string, map: tf.Tensor4D): void {
  const before = sums[name] as tf.Tensor2D | undefined;
  sums[name] = tf.tidy(() => (before ? tf.add(before, gramSum(map)) : gramSum(map)));
  before?.dispose();
}

function addTo(gradient: Float32Array, compute: () => tf.Tensor): void {
  const slopes = compute();
  const values = slopes.dataSync();
  for (let i = 0; i < gradient.length; i++) gradient[i] += values[i];
  slopes.dispose();
}

function addTile(
  gradient: Float32Array,
  slopes: Float32Array,
  { rows, columns }: Tile,
  width: number,
): void {
  const length = (columns.end - columns.start) * 3;
  for (let row = rows.start; row < rows.end; row++) {
    const to = (row * width + columns.start) * 3;
    const from = (row - rows.start) * length;
    for (let i = 0; i < length; i++) gradient[to + i] += slopes[from + i];
  }
}
