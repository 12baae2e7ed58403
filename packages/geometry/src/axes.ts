import { InputError } from '@axiswise/messages';

/** The answer to one of the two questions about an axis, with the reason that makes it checkable. */
export interface Judgement {
  readonly answer: boolean;
  readonly because: string;
}

/** A question about an axis answered with yes, and why. */
export const yes = (because: string): Judgement => ({ answer: true, because });
/** A question about an axis answered with no, and why. */
export const no = (because: string): Judgement => ({ answer: false, because });

/** The two questions that decide what a filter and a pooling window may do along an axis. */
export interface AxisDeclaration {
  /** Can the same pattern turn up at different places along this axis? Only then is sliding sound. */
  readonly patternsRecur: Judgement;
  /** With every second position dropped, is the object what it was? Only then may it be subsampled. */
  readonly subsamplable: Judgement;
  /**
   * Whether the last position is followed by the first: an angle, the time of day. Filters and windows then
   * slide around the end instead of stopping there or meeting zeros.
   */
  readonly cyclic?: boolean;
}

/** Networks are built over at most so many axes. */
const mostAxes = 4;

/** The named axes of a domain, in the order in which its arrays hold them. */
export interface Axes<Axis extends string = string> {
  readonly names: readonly Axis[];
  readonly declarations: Readonly<Record<Axis, AxisDeclaration>>;
}

/** The names of a domain's axes as a type: `AxisOf<typeof pixels>` is `'height' | 'width'`. */
export type AxisOf<T> = T extends Axes<infer Axis> ? Axis : never;

/**
 * Declares the axes of a domain, once, with what may be done along each of them.
 *
 * @example
 * const pixels = defineAxes({
 *   height: { patternsRecur: yes('a stroke may lie anywhere'), subsamplable: yes('a smaller digit') },
 *   width: { patternsRecur: yes('a stroke may lie anywhere'), subsamplable: yes('a smaller digit') },
 * });
 * pixels.names; // ['height', 'width']
 */
export function defineAxes<Axis extends string>(
  declarations: Readonly<Record<Axis, AxisDeclaration>>,
): Axes<Axis> {
  const names = Object.keys(declarations) as Axis[];
  if (names.length === 0) {
    throw new InputError('geometry', 'a domain needs at least one axis; none was declared');
  }
  if (names.length > mostAxes) {
    throw new InputError(
      'geometry',
      `networks are built over one to ${mostAxes} axes, but ${names.length} came (${names.join(', ')}); ` +
        `describe the others as channels`,
    );
  }
  for (const name of names) {
    if (name === 'batch' || name === 'channels' || name === 'units') {
      throw new InputError(
        'geometry',
        `"${name}" cannot be the name of an axis: it stands for what is not one; choose another name`,
      );
    }
    for (const question of ['patternsRecur', 'subsamplable'] as const) {
      if (!declarations[name]?.[question]?.because) {
        throw new InputError(
          'geometry',
          `axis "${name}" does not say "${question}": write yes('…') or no('…') with the reason`,
        );
      }
    }
    const { cyclic } = declarations[name];
    if (cyclic !== undefined && typeof cyclic !== 'boolean') {
      throw new InputError(
        'geometry',
        `axis "${name}": "cyclic" must be true or false, got ${JSON.stringify(cyclic)}`,
      );
    }
  }
  return { names, declarations };
}

/** Axes with lengths: what a network's first layer receives. */
export interface InputGeometry<Axis extends string = string> {
  readonly axes: Axes<Axis>;
  /** The axes that the input has: all of the domain's but those that an embedding adds. */
  readonly names: readonly Axis[];
  readonly lengths: Readonly<Partial<Record<Axis, number>>>;
  /** Values at one position: 1 for grey pictures, 3 for colour, the planes of a board. */
  readonly channels: number;
  /** Where the input is tokens (words) instead of numbers: how many there are. */
  readonly vocabularySize?: number;
}

/**
 * Gives the axes of a domain their lengths.
 *
 * @param shape the length of each axis in the order of `axes.names`, then the channels.
 * @param options.names the axes that the input has, where an embedding adds the others.
 * @param options.vocabularySize how many tokens there are, where the input is tokens.
 * @example
 * inputOf(pixels, [28, 28, 1]).lengths; // { height: 28, width: 28 }
 */
export function inputOf<Axis extends string>(
  axes: Axes<Axis>,
  shape: readonly number[],
  options: { readonly names?: readonly Axis[]; readonly vocabularySize?: number } = {},
): InputGeometry<Axis> {
  const { names = axes.names, vocabularySize } = options;
  if (shape.length !== names.length + 1) {
    throw new InputError(
      'geometry',
      `the input has ${shape.length} dimensions [${shape.join(', ')}], but the axes are ` +
        `[${[...names, 'channels'].join(', ')}]`,
    );
  }
  const stranger = names.find((name) => !axes.names.includes(name));
  if (stranger !== undefined) {
    throw new InputError(
      'geometry',
      `the input has the axis "${stranger}", but the axes are ${axes.names.join(', ')}`,
    );
  }
  if (vocabularySize !== undefined && shape[shape.length - 1] !== 1) {
    throw new InputError(
      'geometry',
      `an input of tokens has one channel, got ${shape[shape.length - 1]}`,
    );
  }
  shape.forEach((length, i) => {
    if (!Number.isInteger(length) || length < 1) {
      throw new InputError(
        'geometry',
        `the length of ${names[i] ?? 'channels'} must be a positive integer, got ${length}`,
      );
    }
  });
  return {
    axes,
    names,
    lengths: Object.fromEntries(names.map((name, i) => [name, shape[i]])) as Partial<
      Record<Axis, number>
    >,
    channels: shape[shape.length - 1],
    ...(vocabularySize !== undefined && { vocabularySize }),
  };
}
