/** No migration: the guest runs on the source, and somebody wants to know round by round what it has written. What that costs, and
 *  whom, is all there is to see (FACTS D9, P8). The guest keeps to its times, so that under every tracker it writes the same. */
import { MS } from '../../base/units.ts';
import { KVM, SRC_MIGRATION, who } from '../../event/actor.ts';
import { NO_CAUSE } from '../../event/emitter.ts';
import { K } from '../../event/event.ts';
import { HOST_SRC, TO_SEND } from '../../event/pageword.ts';
import type { DirtyTracker } from '../../kvm/tracker.ts';
import { madviseHugepage } from '../../mm/madvise.ts';
import type { Mm } from '../../mm/mm.ts';
import type { Migration, World } from '../world.ts';

/** The only slot. */
const MANAGER = 0;
/** How long the guest is watched after tracking has ended, ns. */
const AFTERMATH = 1 * MS;

const BY = who(SRC_MIGRATION, HOST_SRC);
const BY_TRACKER = who(KVM, HOST_SRC);

/** One round, or what comes before the first. */
export interface Round {
  /** Pages reported as written. */
  readonly pages: number;
  /** What vCPUs and manager paid for the tracking in it, ns. */
  readonly guest: number;
  readonly manager: number;
}

export class Tracking implements Migration {
  /** Rounds so far; the first is the start, in which everything is dirty. */
  readonly rounds: Round[] = [];
  private stage: 'start' | 'round' | 'after' = 'start';
  private round = 0;
  private began = 0;
  private guestPaid = 0;
  private managerPaid = 0;
  private readonly mm: Mm;
  private readonly tracker: DirtyTracker;

  constructor(private readonly world: World) {
    this.mm = world.src;
    this.tracker = world.guest.tracker;
  }

  setUp(): void {
    this.world.guest.paced = true;
    this.world.out.emit(K.MMAP, BY, 0, this.mm.pages, NO_CAUSE);
    madviseHugepage(this.mm, 0, this.mm.pages, BY, NO_CAUSE);
    this.mm.takeSpent();
  }

  start(now: number): void {
    this.world.wake(MANAGER, now);
  }

  step(_slot: number, now: number): number {
    switch (this.stage) {
      case 'start':
        this.world.phase('track', BY);
        this.tracker.start(BY_TRACKER);
        this.take();
        this.began = now;
        this.stage = 'round';
        return this.beginRound(now);
      case 'round':
        this.tracker.sync(BY_TRACKER);
        this.world.out.emit(K.ROUND_END, BY, 0, this.round, NO_CAUSE);
        this.take();
        return this.round < this.world.scenario.tracking.rounds ? this.beginRound(now) : this.stop(now);
      case 'after':
        this.world.over();
        return Infinity;
    }
  }

  /** Rounds end by the clock, unless the manager is not ready yet. */
  private beginRound(now: number): number {
    this.round++;
    this.world.out.emit(K.ROUND_BEGIN, BY, 0, this.round, NO_CAUSE);
    const due = this.began + this.round * this.world.scenario.tracking.interval;
    return Math.max(due, now + this.mm.takeSpent());
  }

  /** The manager takes what its bitmap names, as it would to send it. */
  private take(): void {
    const { mm, tracker } = this;
    const { words } = mm.side;
    const { ledger } = tracker;
    const pages = mm.out.state.toSend;
    for (let p = 0; p < mm.pages; p++) if (words[p]! & TO_SEND) tracker.beforeSend(p, BY_TRACKER);
    this.world.out.emit(K.TRACK_TAKE, BY, 0, pages, NO_CAUSE);
    this.rounds.push({
      pages,
      guest: ledger.guest - this.guestPaid,
      manager: ledger.manager - this.managerPaid,
    });
    this.guestPaid = ledger.guest;
    this.managerPaid = ledger.manager;
  }

  private stop(now: number): number {
    this.tracker.stop(BY_TRACKER, NO_CAUSE);
    this.stage = 'after';
    return now + Math.max(this.mm.takeSpent(), AFTERMATH);
  }

  userfault(): void {}

  inject(): boolean {
    return false;
  }

  /** `guest pays` and `manager pays` are all of the tracking so far, ns, and what follows them its parts; then rounds one by one. */
  counters(): Readonly<Record<string, number>> {
    const { ledger } = this.tracker;
    const counters: Record<string, number> = {
      rounds: this.round,
      'guest pays': ledger.guest,
      'guest faults': ledger.faults,
      'guest exits': ledger.exits,
      'manager pays': ledger.manager,
      'manager protects': ledger.protect,
      'manager walks': ledger.walk,
      'manager harvests': ledger.harvest,
      'manager splits': ledger.split,
      'manager flushes': ledger.flush,
    };
    this.rounds.forEach(({ pages, guest, manager }, i) => {
      const name = i === 0 ? 'start' : `round ${i}`;
      counters[`${name}: pages`] = pages;
      counters[`${name}: guest`] = guest;
      counters[`${name}: manager`] = manager;
    });
    return counters;
  }
}
