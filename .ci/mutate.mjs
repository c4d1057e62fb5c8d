// Changes the engine in small ways, one at a time, and counts which changes a unit test notices (StrykerJS). A run of
// everything takes an hour or more; results are kept, and the next run repeats only what changed.
// `npm run mutate -- engine/mm/zap.ts` looks at some files alone, `-- --sample 16` at one change of 16, for an estimate.
// Stryker reads the options that this file exports.
//
// Looked at, and no change at all:
// - folios.ts, unmap: a small folio that is unmapped is not queued either way, as nobody maps it.
// - folios.ts, split: the mappings of a folio that was split are never asked for again.
// - khugepaged.ts, countsShared: where frames are not told apart no page is shared.
// - khugepaged.ts, scanEverything, and thp.ts, khugepagedEnter: where no size of 2 MiB is enabled no VMA allows one.
// - vma.ts, splitAtEnds: a boundary that a VMA has already never cuts a huge mapping.
// - kinds/vma.ts, dupMmap: an empty region has nothing to copy.
import { spawnSync } from 'node:child_process';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bin, CACHE, ROOT, requireNode } from './install.mjs';

/** One change of so many is tried; all when it is not set. */
const sample = process.env.MUTATE_SAMPLE;

/** Tests, and parts of sentences. */
const leftOut = ['!**/*.test.ts', '!engine/event/words.ts'];

const cache = (name) => relative(ROOT, join(CACHE, name));

export default {
  testRunner: 'engine',
  plugins: ['./.ci/mutate.runner.mjs'],
  checkers: sample ? ['sample'] : [],
  // Each change is met only by the tests that reach its line.
  coverageAnalysis: 'perTest',
  // Tables and constants are evaluated once, when a module is loaded: each such change needs all tests in a new process.
  // What they hold (numbers of kinds, costs, rows of rules) is pinned by golden.json and by tests that list it.
  ignoreStatic: true,
  // A text is a name, a key or a sentence: types hold the first two, and the tests of words read the sentences.
  mutator: { excludedMutations: ['StringLiteral'] },
  mutate: ['engine/{event,mm,migrate}/**/*.ts', ...leftOut],
  tempDirName: '.stryker',
  concurrency: 1,
  // The runner ends a test that does not come back; this is for a runner that does not.
  timeoutMS: 120_000,
  timeoutFactor: 10,
  dryRunTimeoutMinutes: 60,
  incremental: !sample,
  incrementalFile: cache('mutate.json'),
  reporters: ['clear-text', 'progress-append-only', 'json'],
  jsonReporter: { fileName: cache('mutants.json') },
  clearTextReporter: { logTests: false, reportTests: false },
  thresholds: { high: 95, low: 85, break: 85 },
};

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  requireNode();
  const some = process.argv.slice(2);
  const at = some.indexOf('--sample');
  const [, every] = at < 0 ? [] : some.splice(at, 2);
  const env = every ? { ...process.env, MUTATE_SAMPLE: every } : process.env;
  const only = some.length > 0 ? ['--mutate', [...some, ...leftOut].join(',')] : [];
  const args = [bin('@stryker-mutator/core', 'stryker'), 'run', fileURLToPath(import.meta.url), ...only];
  process.exitCode = spawnSync(process.execPath, args, { cwd: ROOT, env, stdio: 'inherit' }).status ?? 1;
}
