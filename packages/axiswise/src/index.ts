// What the file of an experiment needs, whatever its domain.
export * from '@axiswise/data';
export * from '@axiswise/experiment';
export * from '@axiswise/geometry';
