// What a browser may fetch before the first frame, in gzipped JavaScript. Page and worker load side by side, so each has a
// budget of its own. Parts that are fetched later are in neither.

import { join } from 'node:path';
import { firstLoad } from './.ci/first-load.mjs';

const { page, worker } = firstLoad('dist');
const row = (name, paths, limit) => ({
  name,
  path: paths.map((path) => join('dist', path)),
  gzip: true,
  limit,
});

export default [row('the page, first load', page, '150 kB'), row('the worker, first load', worker, '120 kB')];
