/** The VMAs of a process as its calls leave them: what was mapped, with which protection, and what was asked of it. What was there before
 *  the first line is not known. */
import { CALLS, type Evidence } from './evidence.ts';

const PAGE = 4096;
/** VMAs that are kept (a process may have 65,530), and calls that are looked at. */
const MOST_VMAS = 4096;
const MOST_CALLS = 200_000;

export interface CalledVma {
  readonly start: number;
  readonly end: number;
  /** As smaps writes it: `rw-p`; `----` is a reservation. */
  readonly protection: string;
  /** VmFlags that calls have set: hg, nh, um, mg, dc, dd, wf. */
  readonly flags: readonly string[];
}

/** What advice does to flags: the one it sets, and the one it clears. */
const ADVICE: Readonly<Record<string, readonly [set: string, clear: string]>> = {
  MADV_HUGEPAGE: ['hg', 'nh'],
  MADV_NOHUGEPAGE: ['nh', 'hg'],
  MADV_MERGEABLE: ['mg', ''],
  MADV_UNMERGEABLE: ['', 'mg'],
  MADV_DONTFORK: ['dc', ''],
  MADV_DOFORK: ['', 'dc'],
  MADV_DONTDUMP: ['dd', ''],
  MADV_DODUMP: ['', 'dd'],
  MADV_WIPEONFORK: ['wf', ''],
  MADV_KEEPONFORK: ['', 'wf'],
};

/** All VMAs at the end of the log, by address. Calls of children that were forked are left out. */
export function vmasOf({ calls }: Evidence): CalledVma[] {
  const vmas = new Vmas();
  const forked = new Set<number>();
  const most = Math.min(calls.count, MOST_CALLS);
  for (let i = 0; i < most; i++) {
    const result = calls.result.at(i);
    const name = CALLS[calls.name.at(i)]!;
    const detail = calls.texts.text(calls.detail.at(i));
    if (name === 'fork' && result > 0 && (!detail.includes('CLONE_VM') || detail.includes('CLONE_VFORK')))
      forked.add(result);
    if (!(result >= 0) || forked.has(calls.pid.at(i))) continue;
    const start = calls.start.at(i);
    const bytes = Math.ceil(calls.length.at(i) / PAGE) * PAGE;
    if (name === 'execve') vmas.list.length = 0;
    else if (name === 'mmap' && bytes > 0) vmas.map(result, result + bytes, protectionOf(detail));
    else if (name === 'mremap') vmas.move(start, start + bytes, result, Number.parseInt(detail, 10));
    else if (start > 0 && bytes > 0) vmas.change(name, detail, start, start + bytes);
  }
  return vmas.list;
}

class Vmas {
  readonly list: CalledVma[] = [];

  map(start: number, end: number, protection: string): void {
    this.insert({ start, end, protection, flags: [] });
  }

  move(start: number, end: number, to: number, bytes: number): void {
    const old = this.list.find((vma) => vma.start <= start && vma.end > start);
    this.cut(start, end);
    if (bytes > 0 && to > 0)
      this.insert({
        start: to,
        end: to + bytes,
        protection: old?.protection ?? 'rw-p',
        flags: old?.flags ?? [],
      });
  }

  change(name: (typeof CALLS)[number], detail: string, start: number, end: number): void {
    if (name === 'munmap') this.cut(start, end);
    else if (name === 'mprotect')
      this.edit(start, end, (vma) => ({ ...vma, protection: letters(detail) + vma.protection[3]! }));
    else if (name === 'UFFDIO_REGISTER' || name === 'UFFDIO_UNREGISTER')
      this.edit(start, end, (vma) => flagged(vma, name === 'UFFDIO_REGISTER' ? ['um', ''] : ['', 'um']));
    else {
      const advice = ADVICE[detail];
      if (advice) this.edit(start, end, (vma) => flagged(vma, advice));
    }
  }

  private insert(vma: CalledVma): void {
    this.cut(vma.start, vma.end);
    if (this.list.length < MOST_VMAS) this.list.splice(this.behind(vma.start), 0, vma);
  }

  /** Takes a range out. */
  private cut(start: number, end: number): void {
    this.edit(start, end, () => null);
  }

  /** Changes what is mapped in a range; VMAs at its ends are split. */
  private edit(start: number, end: number, change: (vma: CalledVma) => CalledVma | null): void {
    let at = Math.max(0, this.behind(start) - 1);
    for (; at < this.list.length; at++) {
      const vma = this.list[at]!;
      if (vma.start >= end) return;
      if (vma.end <= start) continue;
      const inside = change({ ...vma, start: Math.max(start, vma.start), end: Math.min(end, vma.end) });
      const parts: CalledVma[] = [];
      if (vma.start < start) parts.push({ ...vma, end: start });
      if (inside) parts.push(inside);
      if (vma.end > end) parts.push({ ...vma, start: end });
      this.list.splice(at, 1, ...parts);
      at += parts.length - 1;
    }
  }

  /** How many VMAs begin at or before an address. */
  private behind(address: number): number {
    let low = 0;
    let high = this.list.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.list[middle]!.start <= address) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function flagged(vma: CalledVma, [set, clear]: readonly [string, string]): CalledVma {
  const flags = vma.flags.filter((flag) => flag !== clear && flag !== set);
  return { ...vma, flags: set === '' ? flags : [...flags, set] };
}

const letters = (protection: string): string =>
  (['PROT_READ', 'PROT_WRITE', 'PROT_EXEC'] as const)
    .map((name, i) => (protection.includes(name) ? 'rwx'[i]! : '-'))
    .join('');

const protectionOf = (detail: string): string =>
  letters(detail) + (detail.includes('MAP_SHARED') ? 's' : 'p');
