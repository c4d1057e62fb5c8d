// npm test: every check in order, from a fresh clone. Stops at the first failure.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { findBrowser } from './browser.mjs';
import { build, isBuilt } from './build.mjs';
import { bin, CACHE, install, ROOT, requireNode } from './install.mjs';

const STEP_MS = 30 * 60_000;
const UNIT_REPORT = join(CACHE, 'unit.json');
const E2E_REPORT = join(CACHE, 'e2e.json');

/** Runs a command of a package with this Node; returns its exit status. */
function run(script, args, env = {}) {
  const inherited = { ...process.env };
  delete inherited.NODE_ENV;
  const done = spawnSync(process.execPath, [script, ...args], {
    cwd: ROOT,
    env: { ...inherited, ...env },
    stdio: ['ignore', 'inherit', 'inherit'],
    timeout: STEP_MS,
  });
  if (done.error) console.error(done.error.message);
  return done.status ?? 1;
}

/** The report a step left, or null when it died before writing one. */
function report(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return null;
  }
}

function freePort() {
  return new Promise((done, fail) => {
    const server = createServer();
    server.once('error', fail);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => done(port));
    });
  });
}

let browser;

const STEPS = [
  { key: 'types', name: 'types', run: (extra) => run(bin('typescript', 'tsc'), ['-b', ...extra]) },
  {
    key: 'lint',
    name: 'lint and format',
    run: (extra) =>
      run(bin('@biomejs/biome', 'biome'), [
        'check',
        '--error-on-warnings',
        ...(extra.length ? extra : ['.']),
      ]),
  },
  {
    key: 'ranks',
    name: 'import ranks',
    run: (extra) =>
      run(bin('dependency-cruiser', 'depcruise'), [
        '--config',
        '.dependency-cruiser.cjs',
        'app',
        'engine',
        'e2e',
        ...extra,
      ]),
  },
  { key: 'unused', name: 'unused code and packages', run: (extra) => run(bin('knip'), extra) },
  {
    key: 'unit',
    name: 'unit and property tests',
    run: (extra) =>
      run(bin('vitest'), [
        'run',
        '--reporter=default',
        '--reporter=json',
        `--outputFile.json=${UNIT_REPORT}`,
        ...extra,
      ]),
    counts() {
      const r = report(UNIT_REPORT);
      return r && { passed: r.numPassedTests, failed: r.numFailedTests };
    },
  },
  { key: 'build', name: 'build', run: () => build() },
  {
    key: 'size',
    name: 'size budget',
    needsBuild: true,
    run: (extra) => run(bin('size-limit'), extra),
  },
  {
    key: 'e2e',
    name: 'end-to-end tests',
    needsBuild: true,
    async run(extra) {
      if (browser === undefined) {
        console.error('No Chromium was found and none could be fetched.');
        console.error('Install Chromium or Chrome, or name one with FAULTLINE_BROWSER=/path/to/chrome.');
        return 1;
      }
      return run(
        bin('@playwright/test', 'playwright'),
        ['test', '--config', 'e2e/playwright.config.ts', '--reporter=list,json', ...extra],
        {
          FAULTLINE_BROWSER: browser,
          FAULTLINE_E2E_PORT: String(await freePort()),
          PLAYWRIGHT_JSON_OUTPUT_FILE: E2E_REPORT,
        },
      );
    },
    counts() {
      const r = report(E2E_REPORT);
      return r && { passed: r.stats.expected + r.stats.flaky, failed: r.stats.unexpected };
    },
  },
];

const KEYS = STEPS.map((step) => step.key).join(', ');

function usage(message) {
  if (message) console.error(message);
  console.log('npm test                              all steps');
  console.log('npm test -- --only STEP[,STEP]        some steps');
  console.log('npm test -- --only STEP ARGS...       one step, with arguments for its tool');
  console.log(`Steps: ${KEYS}`);
  process.exit(message ? 2 : 0);
}

/** The steps asked for, and what is left for the tool of a single one. */
function choose(args) {
  if (args.length === 0) return { steps: STEPS, extra: [] };
  if (args[0] === '--help' || args[0] === '-h') usage();
  if (args[0] !== '--only' || args[1] === undefined) usage(`Not understood: ${args.join(' ')}`);
  const keys = args[1].split(',');
  const unknown = keys.find((key) => !STEPS.some((step) => step.key === key));
  if (unknown !== undefined) usage(`There is no step "${unknown}".`);
  const extra = args.slice(2);
  if (extra.length > 0 && keys.length > 1) usage('Arguments for a tool need a single step.');
  return { steps: STEPS.filter((step) => keys.includes(step.key)), extra };
}

const heading = (text) => console.log(`\n== ${text} ${'='.repeat(Math.max(0, 76 - text.length))}`);
const seconds = (since) => `${((performance.now() - since) / 1000).toFixed(1)} s`;

requireNode();
const { steps, extra } = choose(process.argv.slice(2));

heading('setup');
install();
mkdirSync(CACHE, { recursive: true });
for (const path of [UNIT_REPORT, E2E_REPORT]) rmSync(path, { force: true });
if (steps.some((step) => step.key === 'e2e')) {
  browser = findBrowser();
  console.log(`Browser: ${browser ?? 'none'}`);
}
if (!steps.some((step) => step.key === 'build') && steps.some((step) => step.needsBuild) && !isBuilt()) {
  console.log('Build: dist/ is missing or older than a source; making it ...');
  if (build() !== 0) process.exit(1);
}

const lines = [];
let passed = 0;
let failed = 0;
let stopped;

for (const step of steps) {
  if (stopped) {
    lines.push(`  --    ${step.name}: not run`);
    continue;
  }
  heading(step.name);
  const since = performance.now();
  const status = await step.run(extra);
  const counts = step.counts?.() ?? { passed: 0, failed: 0 };
  passed += counts.passed;
  // A step that fails without a failed test (a type error, a file that does not load) is one failure itself.
  failed += status === 0 ? counts.failed : Math.max(1, counts.failed);
  const tests = step.counts ? `, ${counts.passed} passed, ${counts.failed} failed` : '';
  lines.push(`  ${status === 0 ? 'ok  ' : 'FAIL'}  ${step.name} (${seconds(since)}${tests})`);
  if (status !== 0) stopped = step;
}

heading('summary');
for (const line of lines) console.log(line);
if (stopped) console.log(`\nStopped at: ${stopped.name}. Again, alone: npm test -- --only ${stopped.key}`);
console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = stopped ? 1 : 0;
