import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig, type HtmlTagDescriptor, type Plugin, type ProxyOptions } from 'vite';

/**
 * Builds into `dist/web`. While developing, `AYNI_STATE=DIR npx vite web` serves the app with live reload and passes
 * calls on to the daemon whose state folder that is, under its token.
 */

/** Passes calls on to the daemon of this state folder. Its token is read with each call: it may have been started anew. */
function daemonProxy(state: string): ProxyOptions {
  const read = (): { url: string; token: string } => {
    const file: unknown = JSON.parse(readFileSync(join(state, 'control.json'), 'utf8'));
    const { url, token } = { url: '', token: '', ...Object(file) };
    return { url: String(url), token: String(token) };
  };
  return {
    target: read().url,
    changeOrigin: true,
    configure: (proxy) => {
      proxy.on('proxyReq', (request) => {
        request.setHeader('authorization', `Bearer ${read().token}`);
        request.removeHeader('origin');
        request.removeHeader('cookie');
      });
    },
  };
}

/** The page that is opened first, and what only it needs, comes along with the frame instead of after it. */
function firstPage(module: string): Plugin {
  return {
    name: 'first-page',
    transformIndexHtml: {
      order: 'post',
      handler: (_html, { bundle }) => {
        const files = Object.values(bundle ?? {});
        const page = files.find((file) => file.type === 'chunk' && file.facadeModuleId?.endsWith(module) === true);
        if (page?.type !== 'chunk') return undefined;
        const tag = (attrs: HtmlTagDescriptor['attrs'] = {}): HtmlTagDescriptor => ({
          tag: 'link',
          attrs: { crossorigin: true, ...attrs },
          injectTo: 'head',
        });
        const entries = files.flatMap((file) =>
          file.type === 'chunk' && file.isEntry ? [file.fileName, ...file.imports] : [],
        );
        // What a page takes from others comes before it, as its styles have the last word.
        const scripts = [...page.imports, page.fileName].filter((name) => !entries.includes(name));
        const styles = scripts.flatMap((name) => {
          const file = bundle?.[name];
          return file?.type === 'chunk' ? [...(file.viteMetadata?.importedCss ?? [])] : [];
        });
        return [
          ...scripts.map((name) => tag({ rel: 'modulepreload', href: `/${name}` })),
          ...styles.map((name) => tag({ rel: 'stylesheet', href: `/${name}` })),
        ];
      },
    },
  };
}

const state = process.env['AYNI_STATE'];

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  base: '/',
  plugins: [react(), firstPage('/pages/find/find-page.tsx')],
  build: {
    outDir: '../dist/web',
    emptyOutDir: true,
    // Nothing inline, so that a page may forbid it.
    assetsInlineLimit: 0,
    target: 'es2023',
  },
  server: state === undefined ? {} : { proxy: { '/v1': daemonProxy(state) } },
});
