import { fileURLToPath } from 'node:url';

/** Where the built web app lies: `dist/web` of the package, beside the bundle, or of the checkout that runs as it is. */
export function webFolder(): string {
  const inCheckout = import.meta.url.endsWith('.ts');
  return fileURLToPath(new URL(inCheckout ? '../../../dist/web' : '../web', import.meta.url));
}
