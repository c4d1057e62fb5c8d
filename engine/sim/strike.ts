/** What faults do that any machine can suffer; what only a migration understands is passed on to it. */
import { KHUGEPAGED, RECLAIM, VCPU, who } from '../event/actor.ts';
import { addKinds, K } from '../event/event.ts';
import { HOST_DST } from '../event/pageword.ts';
import { deferredSplitScan } from '../mm/deferred.ts';
import { madviseDontneed } from '../mm/dontneed.ts';
import { touch, USERFAULT } from '../mm/fault.ts';
import { scanEverything } from '../mm/khugepaged.ts';
import { FAULT_KINDS, FAULTS, type Fault } from '../scenario/faults.ts';
import type { Machine } from './machine.ts';
import { addStrike } from './systems.ts';

addKinds({
  /** page: the fault's argument; arg: its place in FAULT_KINDS */
  INJECT: {
    name: 'fault.inject',
    fn: '',
    rule: 'Q38',
    words: (e) => `injected: ${FAULTS[FAULT_KINDS[e.arg] ?? 'cut'].label}`,
  },
});

const BY_APP = who(VCPU, HOST_DST);

/** Does the fault at the machine's present time. */
export function strike(machine: Machine, fault: Fault, event: number): void {
  const { dst } = machine;
  const last = Math.min(dst.pages, fault.arg + fault.pages);
  switch (fault.kind) {
    case 'khugepaged':
      if (dst.enlisted)
        scanEverything(
          [dst],
          () => who(KHUGEPAGED, HOST_DST),
          event,
          () => {},
        );
      break;
    case 'fragment':
      dst.sys.freeHuge = fault.arg;
      break;
    case 'max_ptes_none':
      dst.sys.khugepaged.max_ptes_none = Math.min(511, fault.arg);
      break;
    case 'pressure':
      deferredSplitScan(dst, who(RECLAIM, HOST_DST), event);
      break;
    case 'dontneed':
      if (fault.arg < last) madviseDontneed(dst, fault.arg, last - fault.arg, BY_APP, event);
      break;
    case 'write':
    case 'read':
      for (let page = fault.arg; page < last; page++) {
        const asleep = touch(dst, page, fault.kind === 'write', BY_APP, event) === USERFAULT;
        if (asleep) break;
        dst.out.emit(fault.kind === 'write' ? K.WRITE : K.READ, BY_APP, page, 1, event);
      }
      break;
    default:
      machine.migration.inject(fault, dst.out.now, event);
  }
  dst.takeSpent();
}

addStrike(strike);
