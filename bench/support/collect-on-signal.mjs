/** Loaded into a daemon with `--import` and `--expose-gc`: SIGUSR2 has it throw away all that it no longer uses. */
process.on('SIGUSR2', () => {
  // What the first round finds dead may hold more.
  globalThis.gc();
  setTimeout(() => globalThis.gc(), 100);
});
