import { isInputError } from '@axiswise/messages';
import { hints } from './hints.ts';

/**
 * Returns what a failed command ends with: its exit code, and a sentence with the option that helps, where
 * there is one ({@link hints}). `AXISWISE_DEBUG=1` shows the stack instead.
 */
export function outcomeOf(error: unknown): { exitCode: 1 | 2; message: string } {
  const { message, stack } = error as Error;
  const exitCode = isInputError(error) ? 2 : 1;
  if (process.env['AXISWISE_DEBUG'] && stack) return { exitCode, message: withCauses(error) };
  const hint = isInputError(error) ? hints[error.code] : undefined;
  if (isInputError(error) && hint !== undefined) {
    return { exitCode, message: `${inSentence(error.problem)}; ${hint}` };
  }
  return { exitCode, message: inSentence(message || String(error)) };
}

/** A sentence, whatever library it comes from: the first paragraph, on one line. */
const inSentence = (text: string): string =>
  text
    .trim()
    .split(/\n\s*\n/)[0]
    .replace(/\s*\n\s*/g, ' ');

/** The stack of an error and of everything that caused it. */
function withCauses(error: unknown): string {
  const { stack, cause } = error as Error;
  const own = stack ?? String(error);
  return cause === undefined ? own : `${own}\ncaused by: ${withCauses(cause)}`;
}
