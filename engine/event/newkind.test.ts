/** Guards that one row is all that a new kind needs: a row is added to one file of kinds/, and everything else finds it. */
import { expect, it } from 'vitest';
import { NO_CAUSE } from './emitter.ts';
import { type KindRows, range } from './kind.ts';
import { RUN } from './kinds/run.ts';

/** The number after the last one. */
const NEW = 153;

const ADDED: KindRows = {
  FIXTURE: {
    number: NEW,
    name: 'fixture.added',
    fn: 'fixture_function',
    rule: 'X1',
    about: range(),
    arg: 'pages',
    content: 'gone',
    heat: 'each',
    ledger: 'zapped',
    vmstat: ['pgfault'],
    counter: 'userfaults',
    cost: (c) => c.collapse,
    fold: (s, _h, _p, n) => {
      s.filled += n;
    },
    words: (e) => `the fixture drops ${e.arg} pages`,
  },
};
// Before anything that reads the rows is loaded.
Object.assign(RUN, ADDED);

const { KINDS } = await import('./event.ts');
const { Recorder } = await import('../log/recorder.ts');
const { describe } = await import('../log/describe.ts');
const { inspectPage } = await import('../view/inspect.ts');
const { ledgerOf } = await import('../lookup/ledger.ts');
const { eventsOfPage } = await import('../lookup/events.ts');
const { vmstat, Tally } = await import('../proc/vmstat.ts');
const { Heat } = await import('../view/heat.ts');
const { Versions } = await import('../view/versions.ts');
const { kindsNamed, kindsOfFn, kindsOfRule } = await import('../search/names.ts');
const { wrongPlace, workOf } = await import('../export/file/places.ts');
const { busyBy } = await import('../export/busy.ts');
const { COSTS } = await import('../mm/costs.ts');
const { chromeTraceOf } = await import('../export/chrome.ts');
const { rowAt } = await import('../export/row.ts');

function recorded() {
  const recorder = new Recorder(1024);
  recorder.emit(NEW, 16, 8, 4, NO_CAUSE);
  recorder.finish();
  return recorder;
}

it('is in the log, by its fold and its sentence', () => {
  const { columns, state } = recorded();
  expect(state.filled).toBe(4);
  expect(state.counts[NEW]).toBe(1);
  expect(KINDS[NEW]?.key).toBe('FIXTURE');
  expect(describe(columns, 0)).toBe('the fixture drops 4 pages');
});

it('is in the history, the ledger and the pictures of its pages', () => {
  const { columns, state } = recorded();
  for (const page of [8, 11]) {
    const events = eventsOfPage(columns, page);
    expect(inspectPage(state, columns, page, 1, events).history).toEqual([
      { step: 1, words: 'the fixture drops 4 pages' },
    ]);
    expect(ledgerOf(columns, page, 1)).toMatchObject([{ what: 'zapped' }]);
  }
  expect(eventsOfPage(columns, 12)).toEqual([]);
  const heat = new Heat(columns, 1024, 2);
  heat.seek(1);
  expect([...heat.numbers[1].subarray(7, 13)]).toEqual([0, 1, 1, 1, 1, 0]);
  const versions = new Versions(columns, 1024, 2);
  versions.seek(1);
  expect(versions.at(1, 8)).toBe(0);
});

it('is counted where its row says', () => {
  const { columns, state } = recorded();
  const lines = vmstat(new Tally(columns, state).at(1, 'both'));
  expect(lines.find(({ key }) => key === 'pgfault')?.text).toBe('pgfault 1');
  expect(busyBy(COSTS.measured)[NEW]).toBe(COSTS.measured.collapse);
});

it('is found by queries', () => {
  expect(kindsNamed('fixture.added')).toEqual([NEW]);
  expect(kindsNamed('fixture')).toEqual([NEW]);
  expect(kindsOfFn('fixture_function')).toEqual([NEW]);
  expect(kindsOfRule('X1')).toEqual([NEW]);
});

it('is in a table and in a trace', () => {
  const recorder = recorded();
  expect(rowAt(recorder.columns, 0)).toMatchObject({ name: 'fixture.added', count: 4 });
  const run = { recorder, digest: '', timeNs: 0, phases: [], marks: [], cast: 'qemu' } as never;
  const trace = chromeTraceOf(
    run,
    { from: 0, to: 1 },
    { title: '', link: null, version: '' } as never,
    { details: true } as never,
  );
  expect(trace.ok).toBe(true);
  if (!trace.ok) return;
  const text = [...trace.value].map(({ data }) => data).join('');
  expect(text).toContain('fixture.added');
});

it('is checked in files from strangers', () => {
  expect(wrongPlace(NEW, 8, 4, 1024)).toBeNull();
  expect(wrongPlace(NEW, 1024, 1, 1024)?.field).toBe('page');
  expect(wrongPlace(NEW, 8, 0xffffffff, 1024)?.field).toBe('arg');
  expect(workOf(NEW, 4, 1024, false)).toBe(4);
});
