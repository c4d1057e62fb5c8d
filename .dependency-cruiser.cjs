// Who may import whom. Both lists run from the bottom up: a rank imports itself and what stands before it.
// Types count as imports. Tests may import any rank; nothing imports a test.

const ENGINE = [
  ['base', '^engine/base/'],
  ['event', '^engine/event/'],
  ['log', '^engine/log/'],
  ['scenario', '^engine/scenario/'],
  ['mm', '^engine/mm/'],
  ['kvm', '^engine/kvm/'],
  ['workload', '^engine/workload/'],
  ['migrate', '^engine/migrate/'],
  ['sim', '^engine/sim/'],
  ['script', '^engine/script/'],
  ['lookup', '^engine/lookup/'],
  ['view', '^engine/view/'],
  ['proc', '^engine/proc/'],
  ['search', '^engine/search/'],
  ['story', '^engine/story/'],
  ['compare', '^engine/compare/'],
  ['check', '^engine/check/'],
  ['why', '^engine/why/'],
  ['trace', '^engine/trace/'],
  ['read', '^engine/read/'],
  ['diagnose', '^engine/diagnose/'],
  ['export', '^engine/export/'],
  ['words', '^engine/words/'],
  ['worker', '^engine/worker/'],
  ['index', '^engine/index[.]ts$'],
  ['cli, bench, conformance and support of tests', '^engine/(cli[.]ts$|bench/|conformance/|testing/)'],
];

/** Geometry, colours and drawing: plain functions, without React, stores or the document (biome.json). */
const PURE =
  'app/(fields/(axes|canvas2d|layout|overlay|palette|places|renderer|webgl2)|timeline/(colours|flags|heat|lanes|over|paint|rows|ruler|scale|ticks))[.]ts$';

const APP = [
  ['texts, ui', '^app/(texts|ui)/'],
  ['pure fields and timeline', `^${PURE}`],
  ['state', '^app/state/'],
  ['link, run', '^app/(link|run)/'],
  ['components', `^app/(?!(texts|ui|state|link|run)/)(?!${PURE.slice('app/'.length)})`],
];

/** Parts of the page that are fetched when they are first used, and who may import them at once. */
const LATE = [
  { name: 'stories', path: '^app/story/', owner: '^app/story/' },
  { name: 'exports', path: '^app/export/', owner: '^app/(export/|source/(open|film)[.]ts$)' },
  {
    name: 'readers of files',
    path: '^app/source/(open|film|kind)[.]ts$',
    owner: '^app/source/(open|film)[.]ts$',
  },
  { name: 'the library of films', path: 'node_modules/mediabunny/', owner: '^app/source/film[.]ts$' },
  { name: 'reference sheets', path: '^app/source/Reference', owner: null },
  { name: 'what the tools print', path: '^app/inspector/ProcPanel', owner: null },
  { name: 'what logs say', path: '^app/logs/', owner: '^app/logs/' },
  { name: 'the script editor', path: '^app/script/', owner: '^app/script/' },
  {
    name: 'other languages',
    path: '^(app/texts/zh|engine/words)/',
    owner: '^(app/texts/zh/|engine/(words/|index[.]ts$))',
  },
  {
    name: 'the palette',
    path: '^app/shell/(Palette|others|finds)',
    owner: '^app/shell/(Palette|others|finds)',
  },
];

const TEST = '[.]test[.]tsx?$';

const rankRules = (side, ranks) =>
  ranks.slice(0, -1).map(([name, path], i) => ({
    name: `${side}-rank: ${name}`,
    comment: `${name} imports only from the ranks below it`,
    severity: 'error',
    from: { path, pathNot: TEST },
    to: { path: ranks.slice(i + 1).map(([, later]) => later) },
  }));

module.exports = {
  forbidden: [
    ...rankRules('engine', ENGINE),
    ...rankRules('app', APP),
    {
      name: 'engine-folder-without-rank',
      comment: 'a new engine folder must be given a rank in this file',
      severity: 'error',
      from: {},
      to: { path: '^engine/', pathNot: ENGINE.map(([, path]) => path) },
    },
    {
      name: 'engine-is-pure',
      comment: 'the engine knows neither the page nor its libraries',
      severity: 'error',
      from: { path: '^engine/' },
      to: { path: ['^app/', '^e2e/', 'node_modules/(@types/)?(react|react-dom|zustand)/'] },
    },
    {
      name: 'engine-runs-in-a-browser',
      comment: 'only the command line, the benchmarks and tests use Node modules',
      severity: 'error',
      from: { path: '^engine/', pathNot: ['^engine/(cli[.]ts$|bench/|conformance/|testing/)', TEST] },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'app-to-engine-through-index',
      comment: 'the app imports engine/index.ts and nothing behind it',
      severity: 'error',
      from: { path: '^app/', pathNot: ['^app/(run/engine[.]ts$|testing/)', TEST] },
      to: { path: '^engine/', pathNot: '^engine/index[.]ts$' },
    },
    ...LATE.map(({ name, path, owner }) => ({
      name: `late: ${name}`,
      comment: `${name}: fetched when it is used; everything else names it by import() only`,
      severity: 'error',
      from: { path: '^(app|engine)/', pathNot: [...(owner ? [owner] : []), TEST] },
      to: { path, dependencyTypesNot: ['dynamic-import', 'type-only'] },
    })),
    {
      name: 'app-run-engine',
      comment:
        'app/run/engine.ts names the worker by URL; besides index.ts it imports only types of engine/worker',
      severity: 'error',
      from: { path: '^app/run/engine[.]ts$' },
      to: { path: '^engine/', pathNot: ['^engine/index[.]ts$', '^engine/worker/'] },
    },
    {
      name: 'app-run-engine-types-only',
      comment: 'worker code reaches the page as a worker, never as an import',
      severity: 'error',
      from: { path: '^app/run/engine[.]ts$' },
      to: { path: '^engine/worker/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'pure-fields-and-timeline',
      comment: 'geometry, colours and drawing are plain functions',
      severity: 'error',
      from: { path: `^${PURE}`, pathNot: TEST },
      to: { path: 'node_modules/(@types/)?(react|react-dom|zustand|@tanstack|d3-)' },
    },
    {
      name: 'e2e-sees-the-page-only',
      comment: 'end-to-end tests drive the page as a reader does',
      severity: 'error',
      from: { path: '^e2e/', pathNot: '^e2e/soak/' },
      to: { path: '^app/' },
    },
    {
      name: 'no-import-of-tests',
      severity: 'error',
      from: {},
      to: { path: TEST },
    },
    {
      name: 'support-of-tests',
      comment: 'only tests use what stands in a folder named testing',
      severity: 'error',
      from: { path: '^(app|engine)/', pathNot: [TEST, '^(app|engine)/testing/'] },
      to: { path: '^(app|engine)/testing/' },
    },
    {
      name: 'no-circular',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-unresolvable',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'browser', 'default', 'types'],
    },
  },
};
