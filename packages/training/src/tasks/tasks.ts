import { classification } from './classification.ts';
import { multiLabel } from './multi-label.ts';
import { positionClassification } from './position-classification.ts';
import { regression } from './regression.ts';
import type { TaskKind } from './task.ts';

/** Our tasks by name; an experiment declares more. */
export const tasks: Readonly<Record<string, TaskKind>> = {
  classification,
  regression,
  'multi-label': multiLabel,
  'position-classification': positionClassification,
};

/** The task of data that do not say what they are for. */
export const defaultTask = 'classification';
