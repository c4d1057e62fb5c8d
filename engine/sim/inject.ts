/** What an injected fault does. Faults that only a migration understands are passed on to it. */
import { PMD_ORDER, PMD_PAGES } from '../base/units.ts';
import { DST_LOAD, KHUGEPAGED, RECLAIM, VCPU, who } from '../event/actor.ts';
import { K } from '../event/event.ts';
import { HOST_DST } from '../event/pageword.ts';
import { VM_UFFD_MISSING } from '../event/vmalist.ts';
import type { Migration, World } from '../migrate/world.ts';
import { deferredSplitScan } from '../mm/deferred.ts';
import { touch, USERFAULT } from '../mm/fault.ts';
import { scanEverything, scanRegion } from '../mm/khugepaged.ts';
import { madviseDontneed } from '../mm/madvise.ts';
import type { Fault } from '../scenario/faults.ts';

const BY_KHUGEPAGED = who(KHUGEPAGED, HOST_DST);
const BY_RECLAIM = who(RECLAIM, HOST_DST);

/** The machine that suffers a fault. */
interface Target extends World {
  readonly migration: Migration;
  /** `fault` fell asleep in a userfault on its first page, reported by event `asked`; it goes on when that page is filled. */
  sleep(fault: Fault, event: number, asked: number): void;
  /** The guest does not need the content of [page, page + n) any more. */
  giveUp(page: number, n: number): void;
}

/** Who touches guest memory beside the guest: QEMU's own devices and balloon, on its main thread; of a process, its threads. */
const byOf = ({ scenario }: Target): number => who(scenario.system === 'criu' ? VCPU : DST_LOAD, HOST_DST);

/** Injects the fault into the machine at its present time; `event` reports it in the log. */
export function inject(machine: Target, fault: Fault, event: number): void {
  const { dst, migration } = machine;
  switch (fault.kind) {
    case 'khugepaged':
      if (dst.enlisted)
        scanEverything(
          [dst],
          () => BY_KHUGEPAGED,
          event,
          () => {},
        );
      break;
    case 'collapse':
      for (
        let region = fault.arg >> PMD_ORDER;
        region <= (fault.arg + fault.pages - 1) >> PMD_ORDER;
        region++
      )
        if (dst.enlisted) scanRegion(dst, region, BY_KHUGEPAGED, event);
      break;
    case 'fragment':
      dst.sys.freeHuge = fault.arg;
      break;
    case 'max_ptes_none':
      dst.sys.khugepaged.max_ptes_none = Math.min(PMD_PAGES - 1, fault.arg);
      break;
    case 'pressure':
      deferredSplitScan(dst, BY_RECLAIM, event);
      break;
    case 'dontneed':
      if (!migration.inject(fault, dst.out.now, event)) drop(machine, fault, event);
      break;
    case 'write':
    case 'read':
      access(machine, fault, event);
      break;
    default:
      migration.inject(fault, dst.out.now, event);
  }
  dst.takeSpent();
}

/** MADV_DONTNEED of the part of the range that the guest has. QEMU would not let a balloon do it in postcopy (Q39). */
function drop(machine: Target, { arg, pages }: Fault, event: number): void {
  const { dst, guest } = machine;
  const n = Math.min(dst.pages, arg + pages) - arg;
  if (n <= 0 || !dst.side.vmas.find(arg)) return;
  // The guest runs here and needs nobody for its memory: a balloon takes what the guest gives up.
  if (guest.host === HOST_DST && !(dst.side.vmas.flagsAt(arg) & VM_UFFD_MISSING)) machine.giveUp(arg, n);
  madviseDontneed(dst, arg, n, byOf(machine), event);
}

/** Touches one page after the other; who meets an armed hole sleeps until it is filled, and goes on from there (F11). */
function access(machine: Target, fault: Fault, event: number): void {
  const { dst } = machine;
  const by = byOf(machine);
  const write = fault.kind === 'write';
  const end = Math.min(dst.pages, fault.arg + fault.pages);
  for (let page = fault.arg; page < end && dst.side.vmas.find(page); page++) {
    if (touch(dst, page, write, by, event) === USERFAULT) {
      const asked = dst.out.emit(K.UFFD_FAULT, by, page, write ? 1 : 0, event);
      machine.sleep({ ...fault, arg: page, pages: end - page }, event, asked);
      return;
    }
    if (!write) dst.out.emit(K.READ, by, page, 0, event);
    else {
      const version = dst.version[page]! + 1;
      dst.version[page] = version;
      dst.out.emit(K.WRITE, by, page, version, event);
    }
  }
}
