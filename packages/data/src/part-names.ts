/** A part of the user's own data: all of it, or one of its splits. */
export type PartName = 'whole' | 'train' | 'test' | 'validation';

/** The names that people use for the splits. */
const namesOf: Readonly<Record<Exclude<PartName, 'whole'>, readonly string[]>> = {
  train: ['train', 'training'],
  validation: ['validation', 'valid', 'val', 'dev'],
  test: ['test', 'testing'],
};

/** The split that a name is for, in small or capital letters; undefined where it is for none. */
export function partNamed(name: string): Exclude<PartName, 'whole'> | undefined {
  const wanted = name.toLowerCase();
  return (Object.keys(namesOf) as (keyof typeof namesOf)[]).find((part) =>
    namesOf[part].includes(wanted),
  );
}
