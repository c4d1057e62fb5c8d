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
  ['timeline', '^engine/timeline/'],
  ['search', '^engine/search/'],
  ['story', '^engine/story/'],
  ['compare', '^engine/compare/'],
  ['check', '^engine/check/'],
  ['why', '^engine/why/'],
  ['trace', '^engine/trace/'],
  ['export', '^engine/export/'],
  ['worker', '^engine/worker/'],
  ['index', '^engine/(index|reference)[.]ts$'],
  ['cli, bench and conformance', '^engine/(cli[.]ts$|bench/|conformance/)'],
];

const APP = [
  ['lib, texts, theme, ui', '^app/(glossary|lib|texts|theme|ui)[/.]'],
  ['pure grid and timeline', '^app/(grid|timeline)/.*[.]ts$'],
  ['state', '^app/state[/.]'],
  ['permalink, run', '^app/(permalink|run)[/.]'],
  [
    'components',
    '^app/(?!(glossary|lib|texts|theme|ui|state|permalink|run)[/.])(?!(grid|timeline)/.*[.]ts$)',
  ],
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
      from: { path: '^engine/', pathNot: ['^engine/(cli[.]ts$|bench/|conformance/)', TEST] },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'app-to-engine-through-index',
      comment:
        'the app imports engine/index.ts and nothing behind it; its script editor has a door of its own',
      severity: 'error',
      from: { path: '^app/', pathNot: ['^app/(run/engine[.]ts$|script/|reference/|story/)', TEST] },
      to: { path: '^engine/', pathNot: '^engine/index[.]ts$' },
    },
    {
      name: 'app-script-to-engine-through-doors',
      comment: 'the script editor also imports engine/script/index.ts, which the first load does without',
      severity: 'error',
      from: { path: '^app/script/', pathNot: TEST },
      to: { path: '^engine/', pathNot: '^engine/(script/)?index[.]ts$' },
    },
    {
      name: 'app-reference-to-engine-through-doors',
      comment: 'the reference sheets also import engine/reference.ts, which the first load does without',
      severity: 'error',
      from: { path: '^app/reference/', pathNot: TEST },
      to: { path: '^engine/', pathNot: '^engine/(reference|index)[.]ts$' },
    },
    {
      name: 'app-story-to-engine-through-doors',
      comment: 'stories also import engine/story/index.ts, which the first load does without',
      severity: 'error',
      from: { path: '^app/story/', pathNot: TEST },
      to: { path: '^engine/', pathNot: '^engine/(story/)?index[.]ts$' },
    },
    {
      name: 'stories-are-loaded-late',
      comment: 'the rest of the page names stories by import() only',
      severity: 'error',
      from: { path: '^(app|engine)/', pathNot: ['^app/story/', TEST] },
      to: { path: '^app/story/', dependencyTypesNot: ['dynamic-import'] },
    },
    {
      name: 'exports-are-loaded-late',
      comment:
        'the rest of the page names exports, and what opens files, by import() only; reading a link back shares their formats',
      severity: 'error',
      from: { path: '^(app|engine)/', pathNot: ['^app/export/', '^app/open/(open|film)[.]ts$', TEST] },
      to: {
        path: ['^app/export/(?!ExportButton)', '^app/open/(open|film|kind)[.]ts$'],
        dependencyTypesNot: ['dynamic-import'],
      },
    },
    {
      name: 'films-are-loaded-late',
      comment: 'the library of films is fetched with the first film',
      severity: 'error',
      from: { path: '^(app|engine)/', pathNot: ['^app/open/film[.]ts$', TEST] },
      to: { path: 'node_modules/mediabunny/', dependencyTypesNot: ['dynamic-import', 'type-only'] },
    },
    {
      name: 'reference-is-loaded-late',
      comment: 'the rest of the page names the reference sheets by import() only',
      severity: 'error',
      from: { path: '^(app|engine)/', pathNot: ['^app/reference/', TEST] },
      to: { path: '^app/reference/', dependencyTypesNot: ['dynamic-import'] },
    },
    {
      name: 'proc-is-loaded-late',
      comment: 'the rest of the page names what the tools print by import() only',
      severity: 'error',
      from: { path: '^(app|engine)/', pathNot: ['^app/proc/', TEST] },
      to: { path: '^app/proc/', dependencyTypesNot: ['dynamic-import'] },
    },
    {
      name: 'editor-is-loaded-late',
      comment: 'nothing of the editor is in the first load: the rest of the page names it by import() only',
      severity: 'error',
      from: { path: '^(app|engine)/', pathNot: ['^app/script/', TEST] },
      to: { path: '^app/script/', dependencyTypesNot: ['dynamic-import'] },
    },
    {
      name: 'palette-is-loaded-late',
      comment: 'the palette and what only it offers are fetched when it is opened',
      severity: 'error',
      from: { path: '^(app|engine)/', pathNot: ['^app/commands/(Palette|others)', TEST] },
      to: { path: '^app/commands/(Palette|others)', dependencyTypesNot: ['dynamic-import'] },
    },
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
      name: 'pure-grid-and-timeline',
      comment: 'geometry and drawing in grid/*.ts and timeline/*.ts are plain functions',
      severity: 'error',
      from: { path: APP[1][1], pathNot: TEST },
      to: { path: 'node_modules/(@types/)?(react|react-dom|zustand|@tanstack)/' },
    },
    {
      name: 'e2e-sees-the-page-only',
      comment: 'end-to-end tests drive the page as a reader does',
      severity: 'error',
      from: { path: '^e2e/' },
      to: { path: '^app/' },
    },
    {
      name: 'no-import-of-tests',
      severity: 'error',
      from: {},
      to: { path: TEST },
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
