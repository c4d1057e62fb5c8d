/** May this region be a huge page? After thp_vma_allowable_order (FACTS V10). Left out: file memory, stack, hardware, memcg. */
import { PMD_ORDER, PMD_PAGES } from '../base/units.ts';
import { VM_HUGEPAGE, VM_NOHUGEPAGE } from '../event/vmalist.ts';
import type { Mm } from './mm.ts';

/** True when a VMA covers the whole region of `page` and its flags and the system allow huge pages there. */
export function mayBeHuge(mm: Mm, page: number): boolean {
  const vma = mm.side.vmas.find(page);
  if (!vma) return false;
  const first = (page >>> PMD_ORDER) << PMD_ORDER;
  if (first < vma.start || first + PMD_PAGES > vma.end) return false;
  if (vma.flags & VM_NOHUGEPAGE || mm.enabled === 'never') return false;
  return mm.enabled === 'always' || (vma.flags & VM_HUGEPAGE) !== 0;
}
