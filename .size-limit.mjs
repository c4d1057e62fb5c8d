// What the first load may weigh. Parts that are fetched on demand are not in it: a reader who never opens the script
// editor never pays for it.

import { join } from 'node:path';
import { firstLoad } from './.ci/first-load.mjs';

export default [
  {
    name: 'scripts of the first load, worker included (gzip)',
    path: firstLoad('dist').map((path) => join('dist', path)),
    gzip: true,
    limit: '199.5 kB',
  },
];
