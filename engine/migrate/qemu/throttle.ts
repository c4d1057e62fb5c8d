/** Auto-converge: the guest is slowed when it dirties more than half of what is sent (migration/ram.c
 *  migration_trigger_throttle, mig_throttle_guest_down; FACTS Q1, Q11). Left out: tailslow, the dirty limit. */
import { PAGE_BYTES, SECOND } from '../../base/units.ts';
import { SRC_MIGRATION, who } from '../../event/actor.ts';
import { NO_CAUSE } from '../../event/emitter.ts';
import { K } from '../../event/event.ts';
import { HOST_SRC } from '../../event/pageword.ts';
import type { World } from '../world.ts';

/** Percent: of the bytes sent that may be dirtied, of the first throttle, of each further step, and at most. */
const TRIGGER = 50;
const INITIAL = 20;
const STEP = 10;
export const MOST = 99;

const BY = who(SRC_MIGRATION, HOST_SRC);

export class Throttle {
  /** Highest percent so far. */
  highest = 0;
  /** When it changed last, ns. */
  changedAt = 0;
  private periodStart = 0;
  private sentBefore = 0;
  private dirtied = 0;
  private tooHigh = 0;

  constructor(private readonly world: World) {}

  /** The first sync, at `now`. */
  start(now: number): void {
    this.periodStart = now;
    this.changedAt = now;
  }

  /** A sync at `now` found `gained` pages dirty; `sent` bytes were written so far. A period ends at the first sync more than a
   *  second after the last one's end; the second with too much dirt throttles. True when it did. */
  afterSync(now: number, gained: number, sent: number): boolean {
    this.dirtied += gained;
    if (now <= this.periodStart + SECOND) return false;
    const tooMuch = this.dirtied * PAGE_BYTES > ((sent - this.sentBefore) * TRIGGER) / 100;
    this.periodStart = now;
    this.sentBefore = sent;
    this.dirtied = 0;
    if (!this.world.scenario.qemu.autoConverge || !tooMuch || ++this.tooHigh < 2) return false;
    this.tooHigh = 0;
    const { throttle } = this.world.guest;
    const percent = throttle === 0 ? INITIAL : Math.min(MOST, throttle + STEP);
    if (percent === throttle) return false;
    this.set(percent);
    this.changedAt = now;
    return true;
  }

  /** The guest is not needed slow any more. */
  stop(): void {
    if (this.world.guest.throttle > 0) this.set(0);
  }

  private set(percent: number): void {
    this.world.guest.throttle = percent;
    this.highest = Math.max(this.highest, percent);
    this.world.out.emit(K.THROTTLE, BY, 0, percent, NO_CAUSE);
  }
}
