import { adadelta } from './adadelta.ts';
import { adam } from './adam.ts';
import type { Optimizer, OptimizerConfig } from './optimizer.ts';
import { sgd } from './sgd.ts';

export type { Optimizer, OptimizerConfig, Parameter, RowGradients, Table } from './optimizer.ts';

export function createOptimizer(config: OptimizerConfig): Optimizer {
  switch (config.kind) {
    case 'sgd':
      return sgd(config);
    case 'adam':
      return adam(config);
    case 'adadelta':
      return adadelta(config);
  }
}
