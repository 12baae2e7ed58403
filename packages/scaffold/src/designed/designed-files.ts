import type { WrittenFile } from '../written-file.ts';
import type { DesignPlan } from './design-plan.ts';
import { experimentText } from './experiment.ts';
import { testText } from './experiment-test.ts';
import { type Measured, readmeText } from './readme.ts';

/**
 * The files of an experiment that was designed from data.
 *
 * @param measured what a comparison measured of the strategies, once there is one.
 */
export const designedFiles = (plan: DesignPlan, measured?: Measured): WrittenFile[] => [
  { path: 'README.md', content: readmeText(plan, measured) },
  { path: `experiment.test.${plan.extension}`, content: testText(plan) },
  { path: `experiment.${plan.extension}`, content: experimentText(plan) },
];
