/** Guards that each line of CHANGES is a difference that can be seen, and that some mechanism asks for it. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { PAGE_BYTES, PMD_BYTES, PMD_PAGES } from '../base/units.ts';
import { checkState } from '../check/invariants.ts';
import { NO_CAUSE } from '../event/emitter.ts';
import { EINVAL, errnoName } from '../event/errno.ts';
import { K } from '../event/event.ts';
import { bitNames, EPT_BITS, HOST_DST, HOST_SRC, PMD_HUGE, PMD_NONE, PRESENT } from '../event/pageword.ts';
import { SCAN_NAMES } from '../event/scan.ts';
import { sayFlags, VM_NOHUGEPAGE } from '../event/vmalist.ts';
import { stopDirtyLog } from '../kvm/ept.ts';
import { makeTracker, trackerOf } from '../kvm/trackers.ts';
import { eptAccess } from '../kvm/vcpu.ts';
import { Recorder } from '../log/recorder.ts';
import { parseScript } from '../script/parse.ts';
import { runScript } from '../script/run.ts';
import { CHANGES, type ChangeId } from './changes.ts';
import type { Era } from './era.ts';
import { access, FAULT_SIGSEGV, touch } from './fault.ts';
import { fork } from './fork.ts';
import { scanAndCollapse } from './khugepaged.ts';
import { madvise, processMadvise } from './madvise.ts';
import { uffdioPoison, uffdioWriteprotect } from './mfill.ts';
import { Mm, Uffd } from './mm.ts';
import { mmap } from './mmap.ts';
import { uffdioMove } from './move.ts';
import { pagemapScan } from './pagemap.ts';
import { mlock } from './populate.ts';
import { System } from './system.ts';
import { userfaultfdRegister } from './userfaultfd.ts';

const BY = 0x13;
const BY_SRC = 0x07;
const RW = { prot: 'rw', noreserve: false } as const;

/** A process of two regions, the first of them mapped; calls answer as a script's do: 0, a count, or the name of an errno. */
function process(era: Era, enabled: 'madvise' | 'always' = 'madvise') {
  const out = new Recorder(2 * PMD_PAGES);
  out.state.trackFolios();
  const system = new System(enabled, era);
  const mm = new Mm(out, HOST_DST, system);
  const map = (page: number) => mmap(mm, page, PMD_PAGES, RW, BY, NO_CAUSE);
  map(0);
  return {
    out,
    mm,
    system,
    side: mm.side,
    map,
    write: (page: number, n = 1) => {
      for (let p = page; p < page + n; p++) touch(mm, p, true, BY, NO_CAUSE);
      checkState(out.state);
    },
    madvise: (advice: string, page = 0, n: number = PMD_PAGES) => {
      const ret = madvise(mm, page * PAGE_BYTES, n * PAGE_BYTES, advice, BY, NO_CAUSE);
      checkState(out.state);
      return say(ret);
    },
    register: (mode: 'missing' | 'wp' = 'missing', features: readonly string[] = []) => {
      mm.uffd = new Uffd(features);
      return say(userfaultfdRegister(mm, 0, PMD_BYTES, mode, BY, NO_CAUSE));
    },
    /** What khugepaged says of the first region, and does. */
    khugepaged: () => SCAN_NAMES[scanAndCollapse(mm, 0, false, BY, NO_CAUSE).code],
    isHuge: (region: number) => mm.side.pmd[region] === PMD_HUGE,
    flags: () => mm.side.vmas.list.map((v) => sayFlags(v.flags)),
  };
}

const say = (ret: number): string => (ret < 0 ? errnoName(-ret) : String(ret));

/** What one sees in an era, for every change. */
const SIDES: Readonly<Record<ChangeId, (era: Era) => unknown>> = {
  'collapse-pte-mapped-thp': (era) => {
    const p = process(era);
    p.madvise('HUGEPAGE');
    p.write(0);
    p.madvise('DONTNEED', 3, 1);
    return [p.khugepaged(), p.isHuge(0)];
  },
  'max-ptes-shared': (era) => {
    const p = process(era);
    p.madvise('NOHUGEPAGE');
    p.write(0, 300);
    fork(p.mm, new Mm(p.out, HOST_SRC, p.system), BY, NO_CAUSE);
    // All but 100 pages are copied by a write after the fork.
    p.write(100, 200);
    p.madvise('HUGEPAGE');
    return p.khugepaged();
  },
  'thp-disable-per-mm': (era) => {
    const p = process(era);
    p.madvise('HUGEPAGE');
    p.mm.thpDisable = 'completely';
    p.write(0);
    p.map(PMD_PAGES);
    const nh = (p.mm.side.vmas.flagsAt(PMD_PAGES) & VM_NOHUGEPAGE) !== 0;
    return { oldIsHuge: p.isHuge(0), newHasNh: nh };
  },
  'thp-disable-except-advised': (era) => {
    const parsed = parseScript('mmap A 2m\nprctl-thp-disable 2');
    if (!parsed.ok) throw new Error('the script is right');
    return runScript(parsed.value, undefined, era).done.map((d) => d.says);
  },
  'process-madvise-self': (era) => {
    const p = process(era);
    p.write(0, 8);
    const vector = { start: 0, stride: 2 * PAGE_BYTES, len: PAGE_BYTES, count: 4 };
    return say(processMadvise(p.mm, vector, 'DONTNEED', false, BY, NO_CAUSE));
  },
  'madv-collapse': (era) => {
    const p = process(era);
    p.write(0, 9);
    return [p.madvise('COLLAPSE'), p.isHuge(0)];
  },
  'madv-populate': (era) => {
    const p = process(era);
    return [p.madvise('POPULATE_READ', 0, 4), p.madvise('POPULATE_WRITE', 4, 4), p.side.rss];
  },
  'guard-regions': (era) => {
    const p = process(era);
    const installed = p.madvise('GUARD_INSTALL', 0, 1);
    return [
      installed,
      access(p.mm, 0, true, BY, NO_CAUSE) === FAULT_SIGSEGV,
      p.madvise('GUARD_REMOVE', 0, 1),
    ];
  },
  'dontneed-locked': (era) => {
    const p = process(era);
    mlock(p.mm, 0, 4, BY, NO_CAUSE);
    return [p.madvise('DONTNEED', 0, 4), p.madvise('DONTNEED_LOCKED', 0, 4), p.side.rss];
  },
  'uffd-wp': (era) => {
    const p = process(era);
    p.write(0);
    return [
      p.register('wp'),
      say(uffdioWriteprotect(p.mm, 0, PAGE_BYTES, { on: true, dontwake: false }, BY, NO_CAUSE)),
    ];
  },
  'uffd-poison': (era) => {
    const p = process(era);
    p.register();
    return say(uffdioPoison(p.mm, 0, PAGE_BYTES, BY, NO_CAUSE).ret);
  },
  'uffd-move': (era) => {
    const p = process(era);
    p.map(PMD_PAGES);
    p.write(PMD_PAGES);
    p.register();
    const how = { dst: 0, src: PMD_BYTES, len: PAGE_BYTES, holes: false, dontwake: false };
    const { ret } = uffdioMove(p.mm, how, BY, NO_CAUSE);
    return [say(ret), (p.side.words[0]! & PRESENT) !== 0];
  },
  'pagemap-scan': (era) => {
    const p = process(era);
    p.write(5, 2);
    const found = pagemapScan(p.mm, 0, PMD_BYTES, { wp: false, checkasync: false }, BY, NO_CAUSE);
    return typeof found === 'number' ? say(found) : found.some(([page, n]) => page <= 5 && page + n >= 7);
  },
  mthp: (era) => {
    const p = process(era);
    p.system.sizes[4] = 'always';
    p.write(0);
    return p.side.rss;
  },
  'reclaim-page-tables': (era) => {
    const p = process(era);
    p.write(0, PMD_PAGES);
    p.madvise('DONTNEED');
    return p.side.pmd[0] === PMD_NONE ? 'freed' : 'stays';
  },
  'ept-recover-in-place': (era) => {
    const p = process(era);
    p.madvise('HUGEPAGE');
    p.write(0);
    p.out.emit(K.EPT_MAP, BY, 0, 1, NO_CAUSE);
    stopDirtyLog(p.mm, BY, NO_CAUSE);
    return [0, 1].map((page) => bitNames(p.side.words[page]! & EPT_BITS, HOST_DST).join(' '));
  },
  'ept-eager-split': (era) => {
    const out = new Recorder(PMD_PAGES);
    const mm = new Mm(out, HOST_SRC, new System('always', era));
    out.emit(K.MMAP, BY_SRC, 0, PMD_PAGES, NO_CAUSE);
    const write = () => eptAccess(mm, 0, true, BY_SRC);
    const leaf = () => bitNames(mm.side.words[1]! & EPT_BITS, HOST_SRC).join(' ');
    write();
    makeTracker('kvm-bitmap', { mm, vcpus: 1, eagerSplit: true }).start(BY_SRC);
    const before = leaf();
    write();
    return [before, leaf()];
  },
  'kvm-manual-protect': (era) => trackerOf('kvm-manual', process(era).system.rules),
  'kvm-dirty-ring': (era) => trackerOf('kvm-ring', process(era).system.rules),
  'no-clr-hugepage': (era) => {
    const p = process(era);
    p.madvise('NOHUGEPAGE');
    return [p.madvise('CLR_HUGEPAGE'), p.flags()];
  },
};

/** What is to be seen: in 2017, and now. */
const SEEN: Readonly<Record<ChangeId, readonly [was: unknown, is: unknown]>> = {
  'collapse-pte-mapped-thp': [
    ['page_compound', false],
    ['succeeded', true],
  ],
  'max-ptes-shared': ['page_count', 'succeeded'],
  'thp-disable-per-mm': [
    { oldIsHuge: true, newHasNh: true },
    { oldIsHuge: false, newHasNh: false },
  ],
  'thp-disable-except-advised': [
    ['0', '-1 EINVAL'],
    ['0', '0'],
  ],
  'process-madvise-self': ['EINVAL', String(4 * PAGE_BYTES)],
  'madv-collapse': [
    ['EINVAL', false],
    ['0', true],
  ],
  'madv-populate': [
    ['EINVAL', 'EINVAL', 0],
    ['0', '0', 4],
  ],
  'guard-regions': [
    ['EINVAL', false, 'EINVAL'],
    ['0', true, '0'],
  ],
  'dontneed-locked': [
    ['EINVAL', 'EINVAL', 4],
    ['EINVAL', '0', 0],
  ],
  'uffd-wp': [
    ['EINVAL', 'EINVAL'],
    ['0', '0'],
  ],
  'uffd-poison': ['EINVAL', '0'],
  'uffd-move': [
    ['EINVAL', false],
    ['0', true],
  ],
  'pagemap-scan': ['EINVAL', true],
  mthp: [1, 16],
  'reclaim-page-tables': ['stays', 'freed'],
  'ept-recover-in-place': [
    ['', ''],
    ['EPT EPT write', 'EPT EPT write'],
  ],
  'ept-eager-split': [
    ['EPT', ''],
    ['EPT EPT 4K', 'EPT EPT 4K'],
  ],
  'kvm-manual-protect': ['kvm-bitmap', 'kvm-manual'],
  'kvm-dirty-ring': ['kvm-bitmap', 'kvm-ring'],
  'no-clr-hugepage': [
    ['0', ['']],
    ['EINVAL', ['nh']],
  ],
};

describe.each(CHANGES)('$id ($rule)', ({ id, was, is }) => {
  it(`2017: ${was()}`, () => expect(SIDES[id]('2017')).toEqual(SEEN[id][0]));
  it(`now: ${is()}`, () => expect(SIDES[id]('modern')).toEqual(SEEN[id][1]));
});

it('CLR_HUGEPAGE of 2017 clears hg too', () => {
  const p = process('2017');
  p.madvise('HUGEPAGE');
  expect([p.madvise('CLR_HUGEPAGE'), p.flags()]).toEqual(['0', ['']]);
});

it('in 2017 a region refilled with small pages alone is collapsed (S0.10)', () => {
  const p = process('2017');
  p.madvise('HUGEPAGE');
  p.write(0);
  for (let page = 0; page < PMD_PAGES; page++) p.madvise('DONTNEED', page, 1);
  p.write(0, PMD_PAGES);
  expect([p.khugepaged(), p.isHuge(0), p.out.state.counts[K.COLLAPSE]]).toEqual(['succeeded', true, 1]);
});

it('an unknown advice is EINVAL in every era', () => {
  for (const era of ['2017', 'modern'] as const)
    expect(process(era).madvise('REMOVE')).toBe(errnoName(EINVAL));
});

it('every change is asked for by code', () => {
  const engine = new URL('..', import.meta.url);
  const code = readdirSync(engine, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !/\.test\.ts$|(^|[\\/])changes\.ts$/.test(file))
    .map((file) => readFileSync(new URL(file.replaceAll('\\', '/'), engine), 'utf8'))
    .join('\n');
  // Either at once, or through madvise's table of advices that 2017 did not have.
  const table = /const NEEDS[^=]*= \{([^}]*)\}/.exec(code)?.[1] ?? '';
  const asked = CHANGES.filter(({ id }) => code.includes(`rules.has('${id}')`) || table.includes(`'${id}'`));
  expect(asked.map((c) => c.id)).toEqual(CHANGES.map((c) => c.id));
  expect(code).toContain('rules.has(needs)');
});
