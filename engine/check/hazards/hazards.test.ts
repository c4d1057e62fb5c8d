/** Guards hazards: each is shown by its preset and removed by its fix, its chain leads from a decision to what was seen, and
 *  runs that are safe have none that loses anything. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MIB } from '../../base/units.ts';
import { randomScript } from '../../conformance/random.ts';
import { NO_CAUSE } from '../../event/emitter.ts';
import { K, KINDS, type KindKey } from '../../event/event.ts';
import type { Recorded } from '../../log/recorded.ts';
import { FAULT_KINDS, FAULTS } from '../../scenario/faults.ts';
import { findPreset, PRESETS, withOverrides } from '../../scenario/presets.ts';
import { CRIU_THP, ERAS, type Scenario, TRACKERS, WORKLOADS } from '../../scenario/schema.ts';
import { playScript, type ScriptRun } from '../../script/play.ts';
import { type Run, simulate } from '../../sim/run.ts';
import { presetsTable } from '../table.ts';
import { CATALOGUE, type Entry, UNREACHED } from './catalogue.ts';
import { findHazards } from './find.ts';
import type { Hazard } from './hazard.ts';

function scenario(id: string, overrides: Record<string, unknown> = {}): Scenario {
  const preset = findPreset(id);
  const made = preset.ok ? withOverrides(preset.value, overrides) : preset;
  if (!made.ok) throw new Error(made.problem.message);
  return made.value as Scenario;
}

function script(text: string): ScriptRun {
  const played = playScript(text);
  if (!played.ok) throw new Error(played.problem.message);
  return played.value;
}

const runs = new Map<string, { run: Run; hazards: Hazard[] }>();
function ran(id: string): { run: Run; hazards: Hazard[] } {
  const known = runs.get(id);
  if (known) return known;
  const run = simulate(scenario(id));
  const made = { run, hazards: findHazards(run) };
  runs.set(id, made);
  return made;
}

const ids = (hazards: readonly Hazard[]): string[] => hazards.map((h) => h.id);

/** What somebody decides: calls, steps of QEMU and CRIU, accesses, khugepaged waking up, an injected fault. */
const DECISIONS: readonly KindKey[] = [
  'DISCARD_SEND',
  'SEND',
  'SEND_ZERO',
  'ROUND_BEGIN',
  'KH_WAKE',
  'INJECT',
  'UFFD_FAULT',
  'WRITE',
  'VM_STOP',
  'TRACK_START',
  'OP',
];

function checkChain(run: Recorded, h: Hazard): void {
  const { columns } = run.recorder;
  const steps = h.chain.map((l) => l.step);
  const first = steps[0]! - 1;
  const name = `${h.id}: ${h.chain.map((l) => `${l.step} ${l.words}`).join(' → ')}`;
  expect(steps.length, name).toBeGreaterThan(0);
  for (let i = 1; i < steps.length; i++) expect(steps[i], name).toBeGreaterThan(steps[i - 1]!);
  expect(steps, name).toContain(h.step);
  expect(steps.at(-1), name).toBeGreaterThanOrEqual(h.step);
  expect(columns.cause(first), name).toBe(NO_CAUSE);
  const decided =
    KINDS[columns.kind(first)]?.call !== undefined || DECISIONS.some((key) => K[key] === columns.kind(first));
  expect(decided, name).toBe(true);
  for (const link of h.chain) {
    // Every cause of a link is a link.
    const cause = columns.cause(link.step - 1);
    if (cause !== NO_CAUSE) expect(steps, name).toContain(cause + 1);
    expect(link.words.length).toBeGreaterThan(8);
  }
  expect(h.firstPages.length).toBe(Math.min(64, h.pages));
}

describe.each(CATALOGUE.map((e): [string, Entry] => [e.id, e]))('%s', (id, entry) => {
  const { shown, fix } = entry;
  if ('preset' in shown) {
    it(`is shown by ${shown.preset}`, () => expect(ids(ran(shown.preset).hazards)).toContain(id));
    it(`is removed by ${JSON.stringify(fix)}`, () => {
      expect(fix).not.toBeNull();
      expect(ids(findHazards(simulate(scenario(shown.preset, fix ?? {}))))).not.toContain(id);
    });
  } else {
    it('is shown by a script, and not by the other', () => {
      const run = script(shown.script);
      const hazards = findHazards(run);
      expect(ids(hazards)).toContain(id);
      for (const h of hazards) checkChain(run, h);
      expect(ids(findHazards(script(shown.without)))).not.toContain(id);
    });
  }
});

describe('presets', () => {
  it.each(PRESETS.map((p) => p.id))('%s: chains lead from a decision to what was seen', (id) => {
    const { run, hazards } = ran(id);
    for (const h of hazards) checkChain(run, h);
  });

  it.each(['qemu-as-coded', 'criu-thp-disable'])('%s loses nothing, so it has none of H1 to H4', (id) => {
    for (const h of ['H1', 'H2', 'H3', 'H4']) expect(ids(ran(id).hazards)).not.toContain(h);
  });

  it('the pages of losses are exactly those that the checks count', () => {
    for (const { id } of PRESETS) {
      const { run, hazards } = ran(id);
      const losses = hazards.filter((h) => ['H1', 'H2', 'H3', 'H4', 'H8'].includes(h.id));
      const died = ids(hazards).includes('H32');
      const pages = losses.reduce((n, h) => n + h.pages, 0);
      if (!died) expect([id, pages]).toEqual([id, run.verdict.lostPages]);
    }
  });
});

describe('the catalogue', () => {
  it('has every hazard of FACTS, or says why not', () => {
    const all = Array.from({ length: 32 }, (_, i) => `H${i + 1}`);
    const told = [...CATALOGUE.map((e) => e.id), ...Object.keys(UNREACHED)];
    expect(told.sort()).toEqual(all.sort());
  });

  it('the table in the docs says what the runs say', () => {
    const file = new URL('../../scenario/README.md', import.meta.url);
    expect(readFileSync(file, 'utf8')).toBe(presetsTable());
  });
});

describe('any log', () => {
  const fault = fc
    .record({
      kind: fc.constantFrom(...FAULT_KINDS),
      n: fc.nat(600),
      phase: fc.constantFrom(
        'precopy',
        'stop',
        'discard',
        'listen',
        'postcopy',
        'restore',
        'lazy',
        'cleanup',
      ),
      after: fc.nat(3000),
    })
    .map(({ kind, n, phase, after }) => {
      const { arg } = FAULTS[kind];
      const given = { none: '', time: `=${n}us`, number: `=${n}`, pages: `=${n}+${(n % 40) + 1}` }[arg];
      return `${kind}${given}@${phase}+${after}us`;
    });
  const anyScenario = fc.record({
    id: fc.constantFrom(...PRESETS.map((p) => p.id)),
    'guest.bytes': fc.constantFrom(2 * MIB, 4 * MIB, 8 * MIB),
    'guest.vcpus': fc.integer({ min: 1, max: 4 }),
    'guest.workload': fc.constantFrom(...WORKLOADS.filter((w) => w !== 'trace')),
    'guest.dirtyRate': fc.integer({ min: 0, max: 600 }).map((n) => n * MIB),
    'guest.seed': fc.nat(),
    'guest.zeroPages': fc.constantFrom(0, 3, 50),
    'wire.bandwidth': fc.constantFrom(100 * MIB, 1000 * MIB),
    'wire.latency': fc.nat(500_000),
    'qemu.nohugepage': fc.boolean(),
    'qemu.mode': fc.constantFrom('hybrid', 'postcopy'),
    'qemu.hugepageAgain': fc.constantFrom('after-register', 'at-cleanup'),
    'criu.thp': fc.constantFrom(...CRIU_THP),
    'criu.events': fc.boolean(),
    'khugepaged.scanSleep': fc.constantFrom(1_000_000, 10_000_000_000),
    'khugepaged.wake': fc.constantFrom('clock', 'before-register'),
    tracker: fc.constantFrom(...TRACKERS),
    era: fc.constantFrom(...ERAS),
    faults: fc.array(fault, { maxLength: 4 }).map((list) => list.join('; ')),
  });

  it('of a random scenario is searched, and its chains are whole', () => {
    fc.assert(
      fc.property(anyScenario, ({ id, tracker, ...knobs }) => {
        const { system } = scenario(id);
        const run = simulate(scenario(id, { ...knobs, ...(system === 'qemu' ? {} : { tracker }) }));
        for (const h of findHazards(run)) checkChain(run, h);
      }),
      { numRuns: 60, seed: 32 },
    );
  });

  it('of a random script is searched, and its chains are whole', () => {
    let valid = 0;
    for (let seed = 1; seed <= 150; seed++) {
      const played = playScript(randomScript(seed));
      if (!played.ok) continue;
      valid++;
      for (const h of findHazards(played.value)) checkChain(played.value, h);
    }
    expect(valid).toBeGreaterThan(100);
  });
});
