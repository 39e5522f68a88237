/**
 * What an option of a command line says, known before that is parsed; the last one holds.
 * @param argv without what follows `--`
 */
export function optionIn(argv: readonly string[], name: `--${string}`): string | undefined {
  const at = argv.findLastIndex((word) => word === name || word.startsWith(`${name}=`));
  if (at < 0) return undefined;
  return argv[at] === name ? (argv[at + 1] ?? '') : argv[at]?.slice(name.length + 1);
}
