// npm test: every check, from a fresh clone. Steps of one stage run side by side; a stage with a failure is the last.
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findBrowser, findOthers } from './browser.mjs';
import { build, isBuilt } from './build.mjs';
import { failuresOf } from './failures.mjs';
import { bin, CACHE, install, ROOT, requireNode } from './install.mjs';

const STEP_MS = 30 * 60_000;
const UNIT_REPORT = join(CACHE, 'unit.json');
const E2E_REPORT = join(CACHE, 'e2e.json');

/** Runs a command of a package with this Node. Returns its exit status, and what it printed when it is not shown at once. */
function run(script, args, { env = {}, live = true } = {}) {
  const inherited = { ...process.env };
  delete inherited.NODE_ENV;
  const child = spawn(process.execPath, [script, ...args], {
    cwd: ROOT,
    env: { ...inherited, ...env },
    stdio: ['ignore', live ? 'inherit' : 'pipe', live ? 'inherit' : 'pipe'],
    timeout: STEP_MS,
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (text) => {
      output += text;
    });
  return new Promise((done) => {
    child.once('error', (error) => done({ status: 1, output: `${output}${error.message}\n` }));
    child.once('close', (status) => done({ status: status ?? 1, output }));
  });
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
/** By the variables that name them. */
const others = {};

const BUILD = fileURLToPath(new URL('build.mjs', import.meta.url));

/** Steps by stage: those of one stage run side by side and print when they end, unless there is only one. */
const STAGES = [
  [
    {
      key: 'types',
      name: 'types',
      run: (extra, live) => run(bin('typescript', 'tsc'), ['-b', ...extra], { live }),
    },
    {
      key: 'lint',
      name: 'lint and format',
      run: (extra, live) =>
        run(
          bin('@biomejs/biome', 'biome'),
          ['check', '--error-on-warnings', ...(extra.length ? extra : ['.'])],
          { live },
        ),
    },
    {
      key: 'ranks',
      name: 'import ranks',
      run: (extra, live) =>
        run(
          bin('dependency-cruiser', 'depcruise'),
          ['--config', '.dependency-cruiser.cjs', 'app', 'engine', 'e2e', ...extra],
          { live },
        ),
    },
    {
      key: 'unused',
      name: 'unused code and packages',
      run: (extra, live) => run(bin('knip'), extra, { live }),
    },
    { key: 'build', name: 'build', run: (_extra, live) => run(BUILD, [], { live }) },
  ],
  [
    {
      key: 'unit',
      name: 'unit, property and component tests',
      run: (extra) =>
        run(bin('vitest'), [
          'run',
          '--reporter=default',
          '--reporter=json',
          `--outputFile.json=${UNIT_REPORT}`,
          ...extra,
        ]),
      report: UNIT_REPORT,
      counts: (r) => ({ passed: r.numPassedTests, failed: r.numFailedTests }),
    },
  ],
  [
    {
      key: 'size',
      name: 'size budget',
      needsBuild: true,
      run: (extra) => run(bin('size-limit'), extra),
    },
  ],
  [
    {
      key: 'e2e',
      name: 'end-to-end tests',
      needsBuild: true,
      async run(extra) {
        if (browser === undefined) {
          console.error('No Chromium was found and none could be fetched.');
          console.error('Install Chromium or Chrome, or name one with FAULTLINE_BROWSER=/path/to/chrome.');
          return { status: 1 };
        }
        return run(
          bin('@playwright/test', 'playwright'),
          ['test', '--config', 'e2e/playwright.config.ts', '--reporter=list,json', ...extra],
          {
            env: {
              ...others,
              FAULTLINE_BROWSER: browser,
              FAULTLINE_E2E_PORT: String(await freePort()),
              PLAYWRIGHT_JSON_OUTPUT_FILE: E2E_REPORT,
            },
          },
        );
      },
      report: E2E_REPORT,
      counts: (r) => ({ passed: r.stats.expected + r.stats.flaky, failed: r.stats.unexpected }),
    },
  ],
];
const STEPS = STAGES.flat();

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
  for (const { name, variable, path } of findOthers()) {
    console.log(`${name}: ${path ?? 'not installed, its tests are skipped'}`);
    if (path) others[variable] = path;
  }
}
if (!steps.some((step) => step.key === 'build') && steps.some((step) => step.needsBuild) && !isBuilt()) {
  console.log('Build: dist/ is missing or older than a source; making it ...');
  if (build() !== 0) process.exit(1);
}

const outcomes = new Map();
let stopped;

/** Runs one step. Side by side with others it prints all it has to say when it ends. */
async function runStep(step, alone) {
  if (alone) heading(step.name);
  const since = performance.now();
  const { status, output = '' } = await step.run(extra, alone);
  if (!alone) {
    heading(step.name);
    process.stdout.write(output);
  }
  const told = step.report ? report(step.report) : null;
  const counts = told ? step.counts(told) : { passed: 0, failed: 0 };
  // A step that fails without a failed test (a type error, a file that does not load) is one failure itself.
  const failed = status === 0 ? counts.failed : Math.max(1, counts.failed);
  const failures = told && status !== 0 ? failuresOf(told) : [];
  outcomes.set(step, { status, took: seconds(since), passed: counts.passed, failed, failures });
  if (status !== 0) stopped ??= step;
}

for (const stage of STAGES) {
  const asked = stage.filter((step) => steps.includes(step));
  if (!stopped) await Promise.all(asked.map((step) => runStep(step, asked.length === 1)));
}

const lines = steps.map((step) => {
  const outcome = outcomes.get(step);
  if (!outcome) return `  --    ${step.name}: not run`;
  const tests = step.counts ? `, ${outcome.passed} passed, ${outcome.failed} failed` : '';
  return `  ${outcome.status === 0 ? 'ok  ' : 'FAIL'}  ${step.name} (${outcome.took}${tests})`;
});
const sum = (what) => [...outcomes.values()].reduce((n, outcome) => n + outcome[what], 0);

for (const [step, { failures }] of outcomes)
  if (failures.length > 0) {
    heading(`failed: ${step.name}`);
    for (const line of failures) console.log(line);
  }

heading('summary');
for (const line of lines) console.log(line);
if (stopped) console.log(`\nStopped at: ${stopped.name}. Again, alone: npm test -- --only ${stopped.key}`);
console.log(`\n${sum('passed')} passed, ${sum('failed')} failed`);
process.exitCode = stopped ? 1 : 0;
