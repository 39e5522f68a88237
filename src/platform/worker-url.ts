/**
 * The module a worker thread starts with: TypeScript in the checkout, JavaScript in the package.
 * @param name without extension, beside the caller
 * @param base the caller's `import.meta.url`
 */
export function workerUrl(name: string, base: string): URL {
  return new URL(`./${name}${base.endsWith('.ts') ? '.ts' : '.js'}`, base);
}
