// The scripts that a browser fetches before the first frame: the entry, the parts it loads one after the other, the
// engine's worker, and what these import. Parts that wait for a click (the script editor, recordings) are not among them.
// .size-limit.mjs holds them to their budget, and an end-to-end test holds this list to what a browser does fetch.
import { readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

const STATIC = /\b(?:import|from)\s*["'](\.[^"']+\.js)["']/g;
const LAZY = /\bimport\(\s*["'`](\.[^"'`]+\.js)["'`]/g;
const WORKER = /\bnew URL\(\s*[`"']([^`"']+\.js)[`"']/g;

const found = (pattern, text) => Array.from(text.matchAll(pattern), (m) => m[1]);

/** Paths below `dist`, the entry first. Throws when the page has another shape than it is read for. */
export function firstLoad(dist) {
  const entry = found(/<script[^>]+src="([^"]+\.js)"/g, readFileSync(join(dist, 'index.html'), 'utf8'))[0];
  if (entry === undefined) throw new Error('index.html: expected a script, found none');
  const files = new Set();
  const add = (file) => {
    if (files.has(file)) return;
    files.add(file);
    const text = readFileSync(file, 'utf8');
    for (const path of found(STATIC, text)) add(join(dirname(file), path));
    // A worker is named by a URL, from the document or from the script that makes it.
    for (const path of found(WORKER, text)) add(join(dist, 'assets', path.replace(/^.*\//, '')));
  };
  const first = join(dist, entry);
  add(first);
  const parts = found(LAZY, readFileSync(first, 'utf8'));
  for (const path of parts) add(join(dirname(first), path));
  const paths = [...files].map((file) => relative(dist, file));
  if (parts.length < 2 || !paths.some((p) => /\/entry-[^/]*\.js$/.test(p)))
    throw new Error(
      `${entry}: expected two parts and the worker among what it loads, found ${paths.join(', ')}`,
    );
  return paths;
}
