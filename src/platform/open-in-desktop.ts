import { AyniError } from '../core/errors.ts';

/**
 * Opens a link in this machine's browser, or a folder in its file manager.
 * @throws {AyniError} `unreachable` where there is no desktop, or nothing that opens it
 */
export async function openInDesktop(target: string, env: NodeJS.ProcessEnv = process.env): Promise<void> {
  const { platform } = process;
  const isHeadless = !['darwin', 'win32'].includes(platform) && !env['DISPLAY'] && !env['WAYLAND_DISPLAY'];
  if (isHeadless && !env['WSL_DISTRO_NAME']) {
    throw new AyniError('unreachable', 'This terminal has no desktop to open it on.');
  }
  try {
    const { default: open } = await import('open');
    await open(target);
  } catch (cause) {
    throw new AyniError('unreachable', 'Nothing on this machine opens it.', { cause });
  }
}
