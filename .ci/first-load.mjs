// The scripts that a browser fetches before the first frame, in two lists: the page (the entry, the parts that it loads one
// after the other, and what these import) and the engine's worker, which loads beside it. Parts that wait for the first
// frame or for a click (zoom, the script editor, recordings) are in neither. .size-limit.mjs holds both to their budgets, and
// an end-to-end test compares the lists with what a browser fetches.
import { readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

const STATIC = /\b(?:import|from)\s*["'](\.[^"']+\.js)["']/g;
const LAZY = /\bimport\(\s*["'`](\.[^"'`]+\.js)["'`]/g;
const WORKER = /\bnew URL\(\s*[`"']([^`"']+\.js)[`"']/g;

const found = (pattern, text) => Array.from(text.matchAll(pattern), (m) => m[1]);

/** The files, and all files that these import statically. */
function withImports(files) {
  const all = new Set(files);
  // A set grows while it is walked.
  for (const file of all)
    for (const path of found(STATIC, readFileSync(file, 'utf8'))) all.add(join(dirname(file), path));
  return [...all];
}

/** Paths below `dist`, the entry of each list first. Throws when the build has another shape than this file reads. */
export function firstLoad(dist) {
  const entry = found(/<script[^>]+src="([^"]+\.js)"/g, readFileSync(join(dist, 'index.html'), 'utf8'))[0];
  if (entry === undefined) throw new Error('index.html: expected a script, found none');
  const first = join(dist, entry);
  const parts = found(LAZY, readFileSync(first, 'utf8')).map((path) => join(dirname(first), path));
  const page = withImports([first, ...parts]);
  // The script that makes a worker names it by a URL, relative to the document or to itself.
  const workers = page.flatMap((file) => found(WORKER, readFileSync(file, 'utf8')));
  const worker = withImports(workers.map((path) => join(dist, 'assets', path.replace(/^.*\//, ''))));
  const below = (files) => files.map((file) => relative(dist, file));
  if (parts.length !== 2 || workers.length !== 1)
    throw new Error(
      `${entry}: expected two parts and one worker, found ${parts.length} and ${workers.length}: ${below([...parts, ...worker]).join(', ')}`,
    );
  return { page: below(page), worker: below(worker) };
}
