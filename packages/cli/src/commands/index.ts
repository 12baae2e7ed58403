import type { CommandModule } from 'yargs';
import { compareCommand } from './compare.ts';
import { crossValidateCommand } from './cross-validate.ts';
import { dataCommand } from './data.ts';
import { diagnoseCommand } from './diagnose.ts';
import { doctorCommand } from './doctor.ts';
import { equivalenceCommand } from './equivalence.ts';
import { evaluateCommand } from './evaluate.ts';
import { explainCommand } from './explain.ts';
import { gtpCommand } from './gtp.ts';
import { nativeCommand } from './native.ts';
import { predictCommand } from './predict.ts';
import { styleCommand } from './style.ts';
import { trainCommand } from './train.ts';
import { visualizeCommand } from './visualize.ts';

export const commands: CommandModule[] = [
  trainCommand,
  crossValidateCommand,
  compareCommand,
  diagnoseCommand,
  evaluateCommand,
  predictCommand,
  explainCommand,
  equivalenceCommand,
  visualizeCommand,
  styleCommand,
  gtpCommand,
  dataCommand,
  doctorCommand,
  nativeCommand,
];
