/**
 * Writes the result of a command to standard output: with `--json` one JSON document, else text for
 * people. All else goes to standard error ({@link notice}).
 */
export async function printResult(
  args: { readonly json?: boolean | undefined },
  document: object,
  text: string,
): Promise<void> {
  const content = args.json ? JSON.stringify(document, null, 2) : text;
  // Waited for, because a pipe may take a long result in parts.
  await new Promise<void>((resolve, reject) => {
    process.stdout.write(`${content}\n`, (error) => (error ? reject(error) : resolve()));
  });
}

/** Writes one line on standard error: progress, or a remark that is no part of the result. */
export function notice(line: string): void {
  process.stderr.write(`${line}\n`);
}
