/** Guards that ledgers, query-migrate and the counters of the run say the same, at every step. */
import { describe, expect, it } from 'vitest';
import { MIB, MS, PAGE_BYTES } from '../base/units.ts';
import { hostOf } from '../event/actor.ts';
import { K } from '../event/event.ts';
import { type LedgerRow, ledgerOf } from '../lookup/ledger.ts';
import { COSTS } from '../mm/costs.ts';
import { findPreset, withOverrides } from '../scenario/presets.ts';
import { simulate } from '../sim/run.ts';
import { Replica } from '../view/replica.ts';
import { jsonLines, QueryMigrate } from './querymigrate.ts';
import { ProcViewer } from './viewer.ts';

function run(id: string, overrides: Record<string, unknown> = {}) {
  const preset = findPreset(id);
  const made = preset.ok ? withOverrides(preset.value, overrides) : preset;
  if (!made.ok || !preset.ok) throw new Error('preset');
  return simulate(made.value as (typeof preset)['value']['scenario']);
}

type Ram = Record<string, number>;
const SMALL = { 'guest.bytes': 4 * MIB };
const RUNS: readonly [string, Record<string, unknown>][] = [
  ['qemu-as-coded', SMALL],
  ['qemu-precopy', { ...SMALL, 'guest.zeroPages': 20 }],
  ['qemu-postcopy-only', { ...SMALL, 'guest.asyncPf': true }],
  ['qemu-preempt', { ...SMALL, 'guest.zeroPages': 20 }],
  ['qemu-as-mailed', { ...SMALL, faults: 'cut=5ms@postcopy+200us' }],
];

describe.each(RUNS)('%s %o', (id, overrides) => {
  const r = run(id, overrides);
  const { columns, state: end } = r.recorder;
  const query = new QueryMigrate(columns);
  const ledgers = Array.from({ length: end.pages }, (_, page) => ledgerOf(columns, page, columns.length));
  const replica = new Replica(columns, r.recorder.keyframes, end.pages, end.folios !== null);

  it('totals reconcile at every step', () => {
    const sentAt = ledgers
      .flat()
      .filter((row) => row.what === 'sent')
      .map((row) => row.step)
      .sort((a, b) => a - b);
    let sent = 0;
    let bytes = 0;
    let requests = 0;
    for (let step = 1; step <= columns.length; step++) {
      const n = step - 1;
      const kind = columns.kind(n);
      if (kind === K.SEND) bytes += 4104;
      else if (kind === K.SEND_ZERO) bytes += 9;
      else if (kind === K.DISCARD_SEND) bytes += 16 * columns.arg(n) + 30;
      else if (kind === K.SECTION_END || kind === K.PACKAGE || kind === K.DEVICE) bytes += columns.arg(n);
      else if (kind === K.SRC_REQUEST) requests++;
      while ((sentAt[sent] ?? Infinity) <= step) sent++;
      // Densely where something is sent or asked for, and now and then.
      if (step % 61 !== 0 && kind !== K.SEND_ZERO && kind !== K.SRC_REQUEST && step < columns.length)
        continue;
      const s = replica.seek(step);
      const { ram } = query.at(step, 0, s.toSend, s.pages) as { ram?: Ram };
      if (!ram) continue;
      const said = [ram.normal, ram.duplicate, ram.transferred, ram['postcopy-requests'], ram.remaining];
      expect(said, `step ${step}`).toEqual([
        s.counts[K.SEND],
        s.counts[K.SEND_ZERO],
        bytes,
        requests,
        s.toSend * PAGE_BYTES,
      ]);
      expect(ram.normal! + ram.duplicate!).toBe(sent);
      expect(ram['precopy-bytes']! + ram['downtime-bytes']! + ram['postcopy-bytes']!).toBe(ram.transferred);
    }
    expect(sent).toBe(sentAt.length);
  });

  it('and with the counters of the run', () => {
    const source = query.at(columns.length, 0, end.toSend, end.pages) as { ram: Ram; downtime: number };
    const c = r.counters as Ram;
    expect(source).toMatchObject({
      status: 'completed',
      downtime: Math.floor(c.downtime! / MS),
      ram: {
        transferred: c.transferred,
        normal: c.normal,
        duplicate: c.duplicate,
        'dirty-sync-count': c['dirty sync count'],
        'postcopy-requests': c['postcopy requests'],
        total: end.pages * PAGE_BYTES,
      },
    });
    const destination = query.at(columns.length, 1, 0, end.pages) as {
      'postcopy-blocktime'?: number;
      'postcopy-vcpu-blocktime'?: number[];
    };
    let woken = 0;
    for (let n = 0; n < columns.length; n++) if (columns.kind(n) === K.WAKE) woken += columns.arg(n);
    const slept = destination['postcopy-vcpu-blocktime'] ?? [];
    const blocked = c['postcopy blocktime']! - woken * COSTS.measured.wake;
    // Whole ms of each.
    const sum = slept.reduce((a, b) => a + b, 0);
    expect(sum).toBeLessThanOrEqual(blocked / MS);
    expect(sum).toBeGreaterThan(blocked / MS - slept.length - 1);
    expect(destination['postcopy-blocktime'] ?? 0).toBeLessThanOrEqual(Math.max(0, ...slept) + 1);
  });

  it('a ledger ends in what the page is', () => {
    const last = (rows: readonly LedgerRow[], what: LedgerRow['what'][], host: 0 | 1) =>
      rows.findLast((row) => row.host === host && what.includes(row.what));
    ledgers.forEach((rows, page) => {
      expect(rows.some((row) => row.what === 'loaded')).toBe(true);
      const zap = last(rows, ['zapped'], 1)?.step ?? 0;
      const load = last(rows, ['loaded', 'filled', 'collapsed'], 1)?.step ?? 0;
      expect(load > zap, `page ${page}`).toBe((end.dst.words[page]! & 1) === 1);
      for (const row of rows) {
        expect(hostOf(columns.who(row.step - 1))).toBe(row.host);
        expect(row.words.length).toBeGreaterThan(10);
        expect(row.reason).not.toBe(row.words);
      }
    });
  });
});

it('a zap is told with the call that did it', () => {
  const { columns } = run('qemu-as-coded', SMALL).recorder;
  let n = 0;
  while (columns.kind(n) !== K.ZAP) n++;
  const row = ledgerOf(columns, columns.page(n), columns.length).find((r) => r.step === n + 1);
  expect(row).toMatchObject({ what: 'zapped', host: 1 });
  expect(row?.reason).toMatch(/MADV_DONTNEED drops .* on the destination/);
});

it('prints as QMP does, a line a member', () => {
  expect(jsonLines({ status: 'active', ram: { mbps: 1.5, list: [1, 2] } }).map((l) => l.text)).toEqual([
    '{',
    '    "return": {',
    '        "status": "active",',
    '        "ram": {',
    '            "mbps": 1.5,',
    '            "list": [1, 2]',
    '        }',
    '    }',
    '}',
  ]);
  const r = run('qemu-precopy', SMALL);
  const viewer = new ProcViewer(r);
  const answer = viewer.answer({
    step: r.recorder.columns.length,
    host: 0,
    file: 'query-migrate',
    page: null,
  });
  if (!answer.ok) throw new Error(answer.problem.message);
  const text = answer.value.lines.filter((l) => l.mark !== 'gone').map((l) => l.text);
  expect(JSON.parse(text.join('\n')).return.status).toBe('completed');
});
