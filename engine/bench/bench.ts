/** `npm run bench`: medians of at least five runs on this machine. It compares and prints; no test asserts a time. */

import { browserBench } from './browser.ts';
import { engineBench } from './engine.ts';
import { kernelBench } from './kernel.ts';
import { openBench } from './open.ts';
import { readBench } from './read.ts';
import { searchBench } from './search.ts';
import { slicesBench } from './slices.ts';
import { timelineBench } from './timeline.ts';

const only = process.argv[2];
if (only === undefined || only === 'engine') engineBench();
if (only === undefined || only === 'read') readBench();
if (only === undefined || only === 'search') searchBench();
if (only === undefined || only === 'timeline') timelineBench();
if (only === undefined || only === 'slices') await slicesBench();
if (only === undefined || only === 'kernel') kernelBench();
if (only === undefined || only === 'open') await openBench();
if (only === undefined || only === 'browser') await browserBench();
