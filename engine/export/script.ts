/** What a migration did to its destination process, as a script of memory operations: the same calls in the same order, to be
 *  held against a kernel. The source, the network and time are not in it. */
import { worded } from '../base/language.ts';
import { bad, ok, type Result } from '../base/result.ts';
import { PAGE_BYTES } from '../base/units.ts';
import { actorOf, hostOf, KHUGEPAGED, PHASES, phaseLabel, VCPU } from '../event/actor.ts';
import { K } from '../event/event.ts';
import type { Columns } from '../log/columns.ts';
import type { Recorded } from '../log/recorded.ts';
import { contentOf } from '../lookup/content.ts';
import { pagesOf } from '../lookup/events.ts';
import type { Scenario } from '../scenario/schema.ts';
import { formatOp } from '../script/format.ts';
import { MAX_MEMORY, MAX_OPS } from '../script/limits.ts';
import type { Act, Advice } from '../script/ops.ts';
import type { About } from './about.ts';

const REGION = 'RAM';

/** The advices that a migration gives, by the kind of their events. */
const ADVICE: Readonly<Record<number, Advice>> = {
  [K.HUGEPAGE]: 'HUGEPAGE',
  [K.NOHUGEPAGE]: 'NOHUGEPAGE',
  [K.DONTNEED]: 'DONTNEED',
};
/** Accesses of a vCPU that change what is mapped: for writing, or (false) for reading. */
const TOUCHES: Readonly<Record<number, boolean>> = {
  [K.FAULT_HUGE]: true,
  [K.FAULT_SMALL]: true,
  [K.COW_SMALL]: true,
  [K.COW_HUGE]: true,
  [K.FAULT_ZERO]: false,
  [K.FAULT_HUGE_ZERO]: false,
};

/** The script, or why there is none: a script has at most MAX_MEMORY bytes and MAX_OPS operations. */
export function scriptOf(run: Recorded, scenario: Scenario, about: About): Result<string> {
  const { columns, state } = run.recorder;
  const size = state.pages * PAGE_BYTES;
  if (size > MAX_MEMORY)
    return bad(
      'too-large',
      'script',
      worded`script: expected a guest of at most ${MAX_MEMORY} bytes, got ${size}`,
    );
  const lines = new Lines(columns);
  lines.add({ op: 'khugepaged-set', knob: 'max_ptes_none', value: scenario.khugepaged.maxPtesNone });
  lines.add({
    op: 'mmap',
    region: REGION,
    size,
    shift: 0,
    prot: 'rw',
    noreserve: false,
    backing: 'private',
  });
  for (let n = 0; n < columns.length; n++) lines.tell(n);
  const text = lines.end();
  if (lines.ops > MAX_OPS)
    return bad(
      'too-large',
      'script',
      worded`script: expected a run of at most ${MAX_OPS} operations on the destination, got ${lines.ops}; a smaller guest has fewer`,
    );
  return ok([...head(run, scenario, about), ...text, ''].join('\n'));
}

function head(run: Recorded, scenario: Scenario, about: About): string[] {
  return [
    `# Q: What does this kernel do with the calls of “${about.title}” on the destination?`,
    ...(scenario.era === '2017' ? ['# era: 2017'] : []),
    '#',
    `# Made from a run with digest ${run.digest}.`,
    ...(about.link ? [`# ${about.link}`] : []),
    '# Each call on the destination is here, in its order, and each access that changes what is mapped.',
    '# Not here: the source, the network, time, and pages that the guest only uses again.',
    '# Ranges of a process_madvise are calls of their own.',
    '# khugepaged scans what its clock lets it in the run; here it looks at everything where it collapsed something.',
  ];
}

/** Operations as they come from events, those that follow one another drawn together where they are one loop. */
class Lines {
  ops = 0;
  private readonly lines: string[] = [];
  /** Pages written one after the other with one value; not said yet. */
  private fill: { off: number; len: number; value: number } | null = null;
  /** Calls of the same length at the same distance; not said yet. */
  private flood: { off: number; stride: number; len: number; count: number } | null = null;
  /** The call whose pages are told by events of their own, which say nothing new. */
  private copying = -1;
  /** Whether the pass of khugepaged was said. */
  private passed = false;

  constructor(private readonly columns: Columns) {}

  add(act: Act): void {
    this.flush();
    this.ops++;
    this.lines.push(formatOp(act));
  }

  end(): string[] {
    this.flush();
    return this.lines;
  }

  /** What event `n` did to the destination. */
  tell(n: number): void {
    const { columns } = this;
    const kind = columns.kind(n);
    const who = columns.who(n);
    if (kind === K.PHASE) this.phase(n);
    if (hostOf(who) === 0) return;
    const arg = columns.arg(n);
    const off = columns.page(n) * PAGE_BYTES;
    const range = { region: REGION, off, len: pagesOf(kind, arg) * PAGE_BYTES };
    const page = { region: REGION, off, len: PAGE_BYTES };
    const value = Math.min(255, contentOf(kind, arg) ?? 1);
    const write = TOUCHES[kind];
    if (kind === K.DONTNEED || this.isOfVector(n)) this.discard(off, range.len);
    else if (ADVICE[kind]) this.add({ op: 'madvise', ...range, advice: ADVICE[kind] });
    else if (kind === K.LOAD || kind === K.RESTORE_PAGE) this.write(off, value);
    else if (kind === K.LOAD_ZERO) this.add({ op: 'read', region: REGION, off });
    else if (kind === K.UFFD_OPEN) this.add({ op: 'uffd-open', features: [] });
    else if (kind === K.UFFD_CLOSE) this.add({ op: 'uffd-close' });
    else if (kind === K.REGISTER) this.add({ op: 'uffd-register', ...range, mode: 'missing' });
    else if (kind === K.UNREGISTER) this.add({ op: 'uffd-unregister', ...range });
    else if (kind === K.UFFD_FAULT) this.touch(off, arg === 1);
    else if (kind === K.COPY_RANGE) {
      this.copying = n;
      this.add({ op: 'uffd-copy', ...range, value: 1, dontwake: false, wp: false });
    } else if (kind === K.COPY || kind === K.EEXIST) {
      if (columns.cause(n) !== this.copying || this.copying < 0)
        this.add({ op: 'uffd-copy', ...page, value, dontwake: false, wp: false });
    } else if (kind === K.ZEROPAGE) this.add({ op: 'uffd-zeropage', ...page, dontwake: false });
    else if (kind === K.THP_DISABLE) this.add({ op: 'prctl-thp-disable', value: arg === 0 ? 0 : 1 });
    else if (kind === K.KH_WAKE) this.passed = false;
    else if (kind === K.COLLAPSE && actorOf(who) === KHUGEPAGED && !this.passed) {
      this.passed = true;
      this.add({ op: 'khugepaged-run', passes: 1 });
    } else if (write !== undefined && actorOf(who) === VCPU) this.touch(off, write);
  }

  /** What a process_madvise dropped: its ranges lie as they do, and the script's lie at one distance. */
  private isOfVector(n: number): boolean {
    const { columns } = this;
    const kind = columns.kind(n);
    const cause = columns.cause(n);
    return (kind === K.ZAP || kind === K.ZAP_PMD) && cause < n && columns.kind(cause) === K.MADVISEV;
  }

  private phase(n: number): void {
    this.flush();
    const name = PHASES[this.columns.arg(n)];
    if (name) this.lines.push('', `# ${phaseLabel(name)}: step ${n + 1}`);
  }

  private touch(off: number, write: boolean): void {
    this.add(write ? { op: 'write', region: REGION, off, value: 3 } : { op: 'read', region: REGION, off });
  }

  private write(off: number, value: number): void {
    const { fill } = this;
    if (fill && fill.value === value && fill.off + fill.len === off) {
      fill.len += PAGE_BYTES;
      return;
    }
    this.flush();
    this.fill = { off, len: PAGE_BYTES, value };
  }

  private discard(off: number, len: number): void {
    const { flood } = this;
    if (flood && flood.len === len) {
      const stride = off - flood.off - (flood.count - 1) * flood.stride;
      if (flood.count === 1 ? stride > 0 : stride === flood.stride) {
        flood.stride = stride;
        flood.count++;
        return;
      }
    }
    this.flush();
    this.flood = { off, stride: len, len, count: 1 };
  }

  private flush(): void {
    const { fill, flood } = this;
    this.fill = null;
    this.flood = null;
    if (fill) this.add({ op: 'write-range', region: REGION, stride: PAGE_BYTES, ...fill });
    if (flood)
      this.add(
        flood.count > 1
          ? { op: 'flood', region: REGION, ...flood, advice: 'DONTNEED' }
          : { op: 'madvise', region: REGION, off: flood.off, len: flood.len, advice: 'DONTNEED' },
      );
  }
}
