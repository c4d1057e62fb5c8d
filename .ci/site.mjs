// What the build adds to the bundle: the content policy as an element of the page, and the service worker with the list
// of all files.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { POLICY } from './policy.mjs';

/** Not kept for use without a network: pictures of the README, and what the page itself does not read. */
const NOT_KEPT = ['screenshot.png', 'film.gif', 'bom.cdx.json'];

export function contentPolicy() {
  return {
    name: 'faultline-content-policy',
    apply: 'build',
    transformIndexHtml: () => [
      {
        tag: 'meta',
        attrs: { 'http-equiv': 'Content-Security-Policy', content: POLICY },
        injectTo: 'head-prepend',
      },
    ],
  };
}

export function serviceWorker(source) {
  let out;
  return {
    name: 'faultline-service-worker',
    apply: 'build',
    configResolved(config) {
      if (!config.isWorker) out = join(config.root, config.build.outDir);
    },
    closeBundle() {
      const files = filesOf(out).filter((path) => path !== 'sw.js' && !NOT_KEPT.includes(path));
      const hash = createHash('sha256');
      for (const path of files)
        hash
          .update(path)
          .update('\0')
          .update(readFileSync(join(out, path)));
      const version = hash.digest('hex').slice(0, 16);
      const paths = files.map((path) => `./${path.replace(/(^|\/)index\.html$/, '$1')}`);
      const head = `const VERSION = ${JSON.stringify(version)};\nconst FILES = ${JSON.stringify(paths)};\n`;
      writeFileSync(join(out, 'sw.js'), head + readFileSync(source, 'utf8'));
    },
  };
}

/** Paths below `folder`, in order. */
function filesOf(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .replaceAll('\\', '/'),
    )
    .sort();
}
