// The test runner of `mutate.mjs`, a plugin of Stryker: runs the tests of the engine in one process that has loaded them once.
// Vitest would load all of the engine for each change, which takes longer than the tests that notice it. The quickest test that
// reaches a change is the first, and one that does not come back is ended.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Script } from 'node:vm';
import { build } from 'vite';

/** The tests that a change has to pass: quick ones, as a change that nothing notices costs all that reach it. */
const FOLDERS = ['event', 'kvm', 'log', 'migrate', 'mm'];
const FILES = ['conformance/conformance', 'sim/era', 'sim/inject', 'sim/criu', 'sim/qemu', 'words/words'];
/** Changes modules before they are loaded, so needs a process of its own. */
const ALONE = 'newkind.test.ts';
/** By their group or name: tests of a hundred made-up runs, snapshots, and a test that reads the engine's own source. */
const LEFT_OUT = /^\d+ (any |golden digests|every change is asked for by code)/;

const FOLDER = '.stryker-tests';
const BUNDLE = `${FOLDER}/tests.mjs`;
const DURATIONS = `${FOLDER}/durations.json`;
const STAND_IN = resolve('.ci/mutate.tests.mjs');

/** Time of the processor that tests of one change may take in all, ms: a change that nothing notices is met by the quickest ones. */
const BUDGET = 4000;
/** A test may take this long with a change, ms, or so many times what it takes without: the machine is busy. */
const PATIENCE = 4000;
const SLOWER = 30;

const files = () => [
  'engine/testing/equality.ts',
  ...FOLDERS.flatMap((folder) =>
    readdirSync(join('engine', folder))
      .filter((name) => name.endsWith('.test.ts') && name !== ALONE)
      .map((name) => `engine/${folder}/${name}`),
  ),
  ...FILES.map((name) => `engine/${name}.test.ts`),
];

/** All tests as one module, whose modules still know where they are. */
async function bundle() {
  const entry = files()
    .map((file) => `import ${JSON.stringify(resolve(file))};`)
    .join('\n');
  await build({
    configFile: false,
    logLevel: 'warn',
    plugins: [
      {
        name: 'tests',
        enforce: 'pre',
        async resolveId(id, importer) {
          if (id === 'tests') return id;
          if (id === 'vitest') return importer === STAND_IN ? { id, external: true } : STAND_IN;
          // package.json lists no test among the modules that do something when they are imported.
          const found = await this.resolve(id, importer, { skipSelf: true });
          return found && { ...found, moduleSideEffects: true };
        },
        load: (id) => (id === 'tests' ? `export { tests } from 'vitest';\n${entry}` : null),
        transform: (code, id) =>
          code.includes('import.meta.url') && !id.includes('node_modules')
            ? code.replaceAll('import.meta.url', JSON.stringify(pathToFileURL(id).href))
            : null,
      },
    ],
    build: {
      ssr: true,
      target: 'node20',
      minify: false,
      outDir: FOLDER,
      copyPublicDir: false,
      rollupOptions: { input: 'tests', output: { entryFileNames: 'tests.mjs', codeSplitting: false } },
    },
  });
}

/** What instrumented code reads and writes. */
const shared = () => {
  globalThis.__stryker__ ??= {};
  return globalThis.__stryker__;
};

/** Calls `globalThis.runTest`: an endless loop in a script can be ended. */
const CALL = new Script('runTest()');

class EngineRunner {
  static inject = [];
  #tests = new Map();
  #durations = {};
  #loads = 0;

  capabilities() {
    return { reloadEnvironment: true };
  }

  async init() {
    if (!existsSync(BUNDLE)) await bundle();
    if (existsSync(DURATIONS)) this.#durations = JSON.parse(readFileSync(DURATIONS, 'utf8'));
    await this.#load();
  }

  async #load() {
    const { tests } = await import(`${pathToFileURL(resolve(BUNDLE)).href}?${this.#loads++}`);
    this.#tests = new Map(tests.filter(({ id }) => !LEFT_OUT.test(id)).map((test) => [test.id, test]));
  }

  /** Every test; `mutantCoverage` then has what each has reached. */
  async dryRun() {
    const ns = shared();
    const tests = [];
    for (const [id, test] of this.#tests) {
      ns.currentTestId = id;
      const began = performance.now();
      const cpu = process.cpuUsage();
      const failure = await this.#run(test);
      const timeSpentMs = performance.now() - began;
      const { user, system } = process.cpuUsage(cpu);
      this.#durations[id] = (user + system) / 1000;
      const about = { id, name: id, timeSpentMs };
      tests.push(
        failure ? { ...about, status: 1, failureMessage: failure.message } : { ...about, status: 0 },
      );
    }
    ns.currentTestId = undefined;
    writeFileSync(DURATIONS, JSON.stringify(this.#durations));
    return { status: 'complete', tests, mutantCoverage: ns.mutantCoverage };
  }

  async mutantRun({ activeMutant, testFilter, hitLimit }) {
    const ns = shared();
    const ids = [...(testFilter ?? this.#tests.keys())];
    ids.sort((a, b) => this.#durations[a] - this.#durations[b]);
    let nrOfTests = 0;
    let left = BUDGET;
    for (const id of ids) {
      if (left < 0) break;
      left -= this.#durations[id];
      nrOfTests++;
      Object.assign(ns, { activeMutant: activeMutant.id, hitCount: 0, hitLimit: hitLimit ?? Infinity });
      const failure = await this.#run(this.#tests.get(id));
      const endless = failure?.endless || ns.hitCount > ns.hitLimit;
      Object.assign(ns, { activeMutant: undefined, hitCount: undefined });
      if (!failure) continue;
      // What a change left behind must not fail the tests of the next one.
      if (endless || (await this.#run(this.#tests.get(id)))) await this.#load();
      if (endless) return { status: 'timeout', reason: failure.message };
      return { status: 'killed', killedBy: [id], failureMessage: failure.message, nrOfTests };
    }
    return { status: 'survived', nrOfTests };
  }

  /** Why the test fails; null where it does not. */
  async #run({ id, run, scope }) {
    const timeout = Math.ceil(Math.max(PATIENCE, SLOWER * (this.#durations[id] ?? Infinity)));
    globalThis.runTest = run;
    try {
      for (const before of scope.before) await before();
      await CALL.runInThisContext(Number.isFinite(timeout) ? { timeout } : {});
      return null;
    } catch (error) {
      const endless = error?.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT';
      return { endless, message: String(error?.message ?? error).slice(0, 400) };
    } finally {
      for (const after of scope.after) await after();
    }
  }
}

/** Leaves out all changes but one of `MUTATE_SAMPLE`, evenly over all files. */
class Sample {
  static inject = [];
  async init() {}
  async check(mutants) {
    const every = Number(process.env.MUTATE_SAMPLE ?? 1);
    const isIn = ({ fileName, location: { start, end }, replacement }) => {
      const text = JSON.stringify([fileName.replace(/^.*[\\/]engine[\\/]/, ''), start, end, replacement]);
      return createHash('sha256').update(text).digest().readUInt32LE() % every === 0;
    };
    const left = { status: 'compileError', reason: 'not in the sample' };
    return Object.fromEntries(mutants.map((m) => [m.id, isIn(m) ? { status: 'passed' } : left]));
  }
}

export const strykerPlugins = [
  { kind: 'TestRunner', name: 'engine', injectableClass: EngineRunner },
  { kind: 'Checker', name: 'sample', injectableClass: Sample },
];
