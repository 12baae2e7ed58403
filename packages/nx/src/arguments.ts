/**
 * Returns all values that a call gives to an option, in both spellings of the command line:
 * `--data x` and `--data=x`.
 */
export function optionValues(argv: readonly string[], option: string): string[] {
  const values: string[] = [];
  argv.forEach((argument, i) => {
    if (argument.startsWith(`--${option}=`)) values.push(argument.slice(option.length + 3));
    else if (argument === `--${option}` && i + 1 < argv.length) values.push(argv[i + 1]);
  });
  return values;
}
