/** Guards that a flag's spans are what its VMAs had: at any step of any run, by page. */

import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { whole } from '../base/work.ts';
import type { Side } from '../event/state.ts';
import { VM_HUGEPAGE, VM_NOHUGEPAGE, VM_UFFD_MISSING, VM_UFFD_WP } from '../event/vmalist.ts';
import type { Recorded } from '../log/recorded.ts';
import { parseScript } from '../script/parse.ts';
import { runScript } from '../script/run.ts';
import { presetRun } from '../testing/runs.ts';
import { Replica } from '../view/replica.ts';
import { FLAGS, type FlagSpans } from './flags.ts';
import { flagSpans } from './flagspans.ts';

const BITS = { hg: VM_HUGEPAGE, nh: VM_NOHUGEPAGE, um: VM_UFFD_MISSING, uw: VM_UFFD_WP } as const;

function scriptRun(path: string): Recorded {
  const parsed = parseScript(readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8'));
  if (!parsed.ok) throw new Error(parsed.errors[0]?.message);
  return runScript(parsed.value);
}

/** `1 hg 16384/16384` of the spans that hold a step. */
function spansAt(s: FlagSpans, step: number): string[] {
  const found: string[] = [];
  for (let i = 0; i < s.from.length; i++)
    if (s.from[i]! <= step && step < s.to[i]!)
      found.push(`${s.host[i]} ${FLAGS[s.flag[i]!]} ${s.pages[i]}/${s.of[i]}`);
  return found.sort();
}

function flagsIn({ host, vmas }: Side, logs: boolean): string[] {
  const pagesOf = (bit: number) =>
    vmas.list.reduce((sum, v) => sum + (v.flags & bit || bit === 0 ? v.end - v.start : 0), 0);
  const of = pagesOf(0);
  const flags = Object.entries(BITS).map(([flag, bit]) => [flag, pagesOf(bit)] as const);
  return [...flags, ['log', logs ? of : 0] as const]
    .filter(([, n]) => n > 0)
    .map(([flag, n]) => `${host} ${flag} ${n}/${of}`);
}

const RUNS: readonly (readonly [string, () => Recorded])[] = [
  ['qemu-as-mailed', () => presetRun('qemu-as-mailed')],
  ['criu-2017', () => presetRun('criu-2017')],
  ['criu-clr-hugepage', () => presetRun('criu-clr-hugepage')],
  ['h19-cancelled', () => presetRun('h19-cancelled')],
  ['h32-manager-dies', () => presetRun('h32-manager-dies')],
  ['h15-fork', () => presetRun('h15-fork')],
  ['tracking-pagemap-scan', () => presetRun('tracking-pagemap-scan')],
  ...['k55_fork_dontfork', 'k56_fork_uffd_no_event', 'k57_fork_uffd_event', 'b70_wipe_and_keep_on_fork'].map(
    (name) => [name, () => scriptRun(`engine/conformance/scripts/${name}.mm`)] as const,
  ),
];

describe.each(RUNS)('%s', (_name, make) => {
  const run = make();
  const { columns, keyframes, state } = run.recorder;
  const spans = whole(flagSpans(columns));

  it('has at every step the flags that its VMAs have', () => {
    const replica = new Replica(columns, keyframes, state.pages, state.folios !== null);
    const turns = [...spans.from, ...spans.to].flatMap((step) => [step - 1, step]);
    const step = fc.oneof(fc.nat(columns.length), fc.constantFrom(...turns, 0));
    fc.assert(
      fc.property(step, (picked) => {
        const at = Math.min(columns.length, picked);
        const s = replica.seek(at);
        const expected = [...flagsIn(s.src, s.dirtyLog === 1), ...flagsIn(s.dst, false)].sort();
        expect(spansAt(spans, at)).toEqual(expected);
      }),
      { numRuns: 150, seed: 9 },
    );
  });

  it('has no span that is empty, and none twice', () => {
    const open = new Map<string, number>();
    for (let i = 0; i < spans.from.length; i++) {
      const key = `${spans.host[i]} ${spans.flag[i]}`;
      expect(spans.to[i]).toBeGreaterThan(spans.from[i]!);
      expect(spans.from[i]).toBeGreaterThanOrEqual(open.get(key) ?? 0);
      open.set(key, spans.to[i]!);
    }
  });
});

it('the mail: hg, then nh, then um beside hg again on the destination', () => {
  const s = whole(flagSpans(presetRun('qemu-as-mailed').recorder.columns));
  const turns = Array.from(s.from, (from, i) => [s.host[i], FLAGS[s.flag[i]!], from, s.to[i]] as const);
  expect(turns.filter(([host]) => host === 1).map(([, flag, from, to]) => [flag, from, to])).toEqual([
    ['hg', expect.any(Number), 41870],
    ['nh', 41870, 48497],
    ['um', 48496, 53729],
    ['hg', 48497, 53791],
  ]);
});
