/** The VMAs of one address space, in pages of guest memory: sorted, never overlapping, split and merged as mm/vma.c does.
 *  After madvise_update_vma, vma_modify and is_mergeable_vma (FACTS V1, V6, V8). Left out: files, protections, policies. */

/** VM_HUGEPAGE: `hg` in smaps. */
export const VM_HUGEPAGE = 1;
/** VM_NOHUGEPAGE: `nh`. */
export const VM_NOHUGEPAGE = 2;
/** VM_UFFD_MISSING: `um`. */
export const VM_UFFD_MISSING = 4;

export interface Vma {
  /** First page. */
  start: number;
  /** One past the last page. */
  end: number;
  flags: number;
  /** Identity of its anon_vma, 0 before the first anonymous page. */
  anon: number;
}

/** Flags as smaps prints them, in smaps' order: `um`, `hg`, `nh`. */
export function sayFlags(flags: number): string {
  const names: string[] = [];
  if (flags & VM_UFFD_MISSING) names.push('um');
  if (flags & VM_HUGEPAGE) names.push('hg');
  if (flags & VM_NOHUGEPAGE) names.push('nh');
  return names.join(' ');
}

export class VmaList {
  list: Vma[] = [];
  private anonCount = 0;

  /** The VMA that holds `page`, or undefined. */
  find(page: number): Vma | undefined {
    const { list } = this;
    let lo = 0;
    let hi = list.length - 1;
    while (lo <= hi) {
      const mid = (lo + hi) >> 1;
      const v = list[mid] as Vma;
      if (page < v.start) hi = mid - 1;
      else if (page >= v.end) lo = mid + 1;
      else return v;
    }
    return undefined;
  }

  /** Flags at `page`, 0 where nothing is mapped. */
  flagsAt(page: number): number {
    return this.find(page)?.flags ?? 0;
  }

  /** mmap of [start, end): a new VMA, merged with equal neighbours. The range must be free. */
  add(start: number, end: number, flags: number): void {
    const at = this.list.findIndex((v) => v.start >= end);
    this.list.splice(at < 0 ? this.list.length : at, 0, { start, end, flags, anon: 0 });
    this.merge();
  }

  /** Sets and clears flags on [start, end): splits at its ends where flags change, then merges (V6). */
  change(start: number, end: number, set: number, clear: number): void {
    let changed = false;
    for (let i = 0; i < this.list.length; i++) {
      const v = this.list[i] as Vma;
      if (v.end <= start || v.start >= end) continue;
      const flags = (v.flags & ~clear) | set;
      if (flags === v.flags) continue;
      changed = true;
      if (v.start < start) {
        this.list.splice(i, 0, { ...v, end: start });
        v.start = start;
        continue;
      }
      if (v.end > end) {
        this.list.splice(i + 1, 0, { ...v, start: end });
        v.end = end;
      }
      v.flags = flags;
    }
    if (changed) this.merge();
  }

  /** First anonymous page in the VMA at `page`: anon_vma_prepare. */
  prepareAnon(page: number): void {
    const v = this.find(page);
    if (v && v.anon === 0) v.anon = ++this.anonCount;
  }

  /** Same flags, same userfaultfd context and compatible anon_vma merge (V8). */
  private merge(): void {
    const { list } = this;
    for (let i = 1; i < list.length; ) {
      const a = list[i - 1] as Vma;
      const b = list[i] as Vma;
      if (a.end === b.start && a.flags === b.flags && (a.anon === b.anon || a.anon === 0 || b.anon === 0)) {
        a.end = b.end;
        a.anon ||= b.anon;
        list.splice(i, 1);
      } else i++;
    }
  }

  copy(): VmaList {
    const c = new VmaList();
    c.list = this.list.map((v) => ({ ...v }));
    c.anonCount = this.anonCount;
    return c;
  }
}
