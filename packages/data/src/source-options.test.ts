import { describe, expect, it } from 'vitest';
import { InputError } from '@axiswise/messages';
import { checkOptionNames } from './source-options.ts';

describe('checkOptionNames', () => {
  const known = { size: 'HEIGHTxWIDTH', channels: '1 or 3' };

  it('accepts known options, or none', () => {
    checkOptionNames('pictures', { size: '28x28' }, known);
    checkOptionNames('pictures', {}, known);
    checkOptionNames('pictures', undefined, known);
  });

  it('names an unknown option and lists the known ones', () => {
    const check = () => checkOptionNames('pictures', { seize: '28x28' }, known);
    expect(check).toThrow(InputError);
    expect(check).toThrow(
      "pictures has no option 'seize'; it takes size=HEIGHTxWIDTH and channels=1 or 3",
    );
  });

  it('says that a source takes no options', () => {
    expect(() => checkOptionNames('mnist', { size: '28x28' })).toThrow(
      "mnist has no option 'size'; it takes none",
    );
  });
});
