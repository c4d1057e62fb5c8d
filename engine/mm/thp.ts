/** May this VMA hold folios of these orders? After __thp_vma_allowable_orders and vma_thp_disabled (FACTS V10-V13).
 *  Orders are bits: bit 9 is 2 MiB. Left out: files, stacks, hardware limits, memcg. */
import { PMD_ORDER } from '../base/units.ts';
import { VM_HUGEPAGE, VM_NOHUGEPAGE, VM_SHARED, type Vma } from '../event/vmalist.ts';
import type { Mm } from './mm.ts';
import { MAX_ORDER, MIN_ORDER, type System } from './system.ts';

/** Who asks (enum tva_type). */
export const TVA_PAGEFAULT = 0;
export const TVA_SMAPS = 1;
export const TVA_KHUGEPAGED = 2;
export const TVA_FORCED_COLLAPSE = 3;
export type Tva =
  | typeof TVA_PAGEFAULT
  | typeof TVA_SMAPS
  | typeof TVA_KHUGEPAGED
  | typeof TVA_FORCED_COLLAPSE;

const PMD_MASK = (1 << PMD_ORDER) - 1;
const PMD_BIT = 1 << PMD_ORDER;
const ALL_ORDERS = (1 << (MAX_ORDER + 1)) - (1 << MIN_ORDER);

/** hugepage_pmd_enabled: does khugepaged run at all? READ_ONLY_THP_FOR_FS is on, so the global switch is enough. */
export function pmdEnabled(sys: System): boolean {
  const size = sys.sizes[PMD_ORDER];
  return sys.enabled !== 'never' || size === 'always' || size === 'madvise';
}

/** Orders that sysfs allows for memory with these flags, each size by its own file (V11). */
function sysfsOrders(sys: System, flags: number): number {
  const advised = (flags & VM_HUGEPAGE) !== 0;
  const inherited = sys.enabled === 'always' || (advised && sys.enabled === 'madvise');
  let orders = 0;
  for (let order = MIN_ORDER; order <= MAX_ORDER; order++) {
    const size = sys.sizes[order];
    if (size === 'always' || (size === 'madvise' && advised) || (size === 'inherit' && inherited))
      orders |= 1 << order;
  }
  return sys.rules.has('mthp') ? orders : orders & PMD_BIT;
}

/** vma_thp_disabled: by the VMA's own flag, or for the process by prctl. In 2017 the prctl wrote nh into VMAs and changed nothing
 *  else (V12, V13). */
function isDisabled(mm: Mm, flags: number, forced: boolean): boolean {
  if (flags & VM_NOHUGEPAGE) return true;
  if (mm.thpDisable === 'completely') return mm.sys.rules.has('thp-disable-per-mm');
  return mm.thpDisable === 'except-advised' && !(flags & VM_HUGEPAGE) && !forced;
}

/** The orders out of `asked` that this VMA may hold; 0 for none. */
export function allowableOrders(mm: Mm, vma: Vma, tva: Tva, asked: number): number {
  const { flags } = vma;
  if (isDisabled(mm, flags, tva === TVA_FORCED_COLLAPSE)) return 0;
  // shmem_allowable_huge_orders: shmem_enabled is `never`, which only a forced collapse passes over.
  if (flags & VM_SHARED)
    return tva === TVA_FORCED_COLLAPSE && suitsFile(mm, vma, (vma.end - 1 - PMD_MASK) & ~PMD_MASK)
      ? asked & PMD_BIT
      : 0;
  let orders = asked & ALL_ORDERS;
  if (tva !== TVA_PAGEFAULT)
    for (let order = MIN_ORDER; order <= MAX_ORDER; order++) {
      const last = (vma.end - (1 << order)) & ~((1 << order) - 1);
      if (last < vma.start) orders &= ~(1 << order);
    }
  if (tva !== TVA_FORCED_COLLAPSE) orders &= sysfsOrders(mm.sys, flags);
  if (vma.anon === 0 && (tva === TVA_KHUGEPAGED || tva === TVA_FORCED_COLLAPSE)) return 0;
  return orders;
}

/** thp_vma_allowable_order for 2 MiB. */
export const allowsPmd = (mm: Mm, vma: Vma, tva: Tva): boolean =>
  allowableOrders(mm, vma, tva, PMD_BIT) !== 0;

/** Does the aligned folio of `order` around `page` fit into the VMA? (thp_vma_suitable_order) */
export function fits(vma: Vma, page: number, order: number): boolean {
  const first = page & ~((1 << order) - 1);
  return first >= vma.start && first + (1 << order) <= vma.end;
}

/** thp_vma_suitable_order of a shared mapping for 2 MiB: the file must be mapped so that both are aligned. */
export function suitsFile(mm: Mm, vma: Vma, page: number): boolean {
  const base = mm.folios!.fileBase[vma.pgoff]!;
  return (vma.start - (vma.pgoff - base)) % (1 << PMD_ORDER) === 0 && fits(vma, page, PMD_ORDER);
}

/** do_set_pmd: may a fault map a huge folio that the file has? Whatever sysfs says. */
export function maySetPmd(mm: Mm, vma: Vma, page: number): boolean {
  return !isDisabled(mm, vma.flags, false) && suitsFile(mm, vma, page);
}

/** smaps' THPeligible. */
export const thpEligible = (mm: Mm, vma: Vma): boolean =>
  allowableOrders(mm, vma, TVA_SMAPS, ALL_ORDERS) !== 0;

/** khugepaged_enter_vma: enlists the process once, if this VMA could be collapsed (K1). */
export function khugepagedEnter(mm: Mm, vma: Vma): void {
  if (mm.enlisted || !pmdEnabled(mm.sys) || !allowsPmd(mm, vma, TVA_KHUGEPAGED)) return;
  mm.enlisted = true;
}
