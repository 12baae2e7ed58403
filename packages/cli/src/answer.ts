/** Writes a command's answer to standard output: one JSON document, or text for people. */
export async function answer(
  args: { readonly json?: boolean | undefined },
  document: object,
  text: string,
): Promise<void> {
  const content = args.json ? JSON.stringify(document, null, 2) : text;
  // Waited for, because a pipe may take a long answer in parts.
  await new Promise<void>((resolve, reject) => {
    process.stdout.write(`${content}\n`, (error) => (error ? reject(error) : resolve()));
  });
}

/** One line about what is going on, on standard error. */
export function notice(line: string): void {
  process.stderr.write(`${line}\n`);
}
