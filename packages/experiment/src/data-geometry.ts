import type { Dataset } from '@axiswise/data';
import type { DataGeometry } from './define-experiment.ts';

/** Returns the properties of a data set that decide the network. */
export const geometryOf = ({
  shape,
  classes,
  targets,
  vocabularySize,
  vectors,
}: Dataset): DataGeometry => ({
  shape,
  classes: classes.length,
  ...(targets && { targets }),
  vocabularySize,
  vectorsWidth: vectors?.width,
});
