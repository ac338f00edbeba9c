import { createHash } from 'node:crypto';
import { constants, brotliCompressSync, gzipSync } from 'node:zlib';
import { existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

const webRoot = join(import.meta.dirname, '../../wwwroot');

/** The web root is wholly generated but for its README, so the build empties it by hand. */
const cleanWebRoot: Plugin = {
  name: 'clean-web-root',
  apply: 'build',
  buildStart() {
    if (!existsSync(webRoot)) return;
    for (const name of readdirSync(webRoot)) if (name !== 'README.md') rmSync(join(webRoot, name), { recursive: true });
  },
};

/** The entry's style travels inside index.html: one round trip less before the first paint on a slow line. */
const inlineEntryStyle: Plugin = {
  name: 'inline-entry-style',
  apply: 'build',
  enforce: 'post',
  generateBundle(_, bundle) {
    const page = bundle['index.html'];
    if (page?.type !== 'asset') return;
    page.source = String(page.source).replace(/<link rel="stylesheet"[^>]*href="\/([^"]+)"[^>]*>/g, (link, name: string) => {
      const style = bundle[name];
      if (style?.type !== 'asset') return link;
      delete bundle[name];
      // The disabled link is never fetched; it tells the loader of later chunks that this style is already there.
      return `<style>${String(style.source).trim()}</style><link rel="stylesheet" href="/${name}" disabled>`;
    });
  },
};

/** Tells the service worker what the application consists of, and under which name this build is kept. */
const listShell: Plugin = {
  name: 'list-shell',
  apply: 'build',
  closeBundle() {
    const worker = join(webRoot, 'sw.js');
    const assets = readdirSync(join(webRoot, 'assets')).filter((name) => /\.(js|css)$/.test(name)).map((name) => `/assets/${name}`);
    const files = ['/', '/icon.svg', '/manifest.webmanifest', ...assets.sort()];
    const hash = createHash('sha256').update(readFileSync(join(webRoot, 'index.html')));
    for (const name of assets) hash.update(name);
    const source = readFileSync(worker, 'utf8');
    writeFileSync(worker, source.replace('__BUILD__', hash.digest('hex').slice(0, 12)).replace("['__FILES__']", JSON.stringify(files)));
  },
};

/** Writes .br and .gz beside each text file once, so that the server never compresses at run time. */
const precompress: Plugin = {
  name: 'precompress',
  apply: 'build',
  closeBundle() {
    for (const entry of readdirSync(webRoot, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile() || !/\.(js|css|html|svg|webmanifest|json)$/.test(entry.name)) continue;
      const path = join(entry.parentPath, entry.name);
      const bytes = readFileSync(path);
      const hint = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
      writeFileSync(`${path}.br`, brotliCompressSync(bytes, { params: hint }));
      writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }));
    }
  },
};

export default defineConfig({
  plugins: [cleanWebRoot, inlineEntryStyle, listShell, precompress],
  build: {
    outDir: webRoot,
    emptyOutDir: false,
    target: 'es2022',
    // Hints in the page compete with the entry on a thin line (measured). A later page names what it is made of, so that all of it
    // comes in one round trip instead of one after the other.
    modulePreload: { polyfill: false, resolveDependencies: (_, parts, { hostType }) => (hostType === 'js' ? parts : []) },
    // data: URLs are refused by the content policy.
    assetsInlineLimit: 0,
    reportCompressedSize: false,
  },
  server: { proxy: { '/api': 'http://localhost:5080', '/hub': { target: 'http://localhost:5080', ws: true } } },
  test: { environment: 'happy-dom', include: ['src/**/*.test.ts', 'src/**/*.test.tsx'], restoreMocks: true },
});
