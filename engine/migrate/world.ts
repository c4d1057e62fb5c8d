/** What a migration's actors and the machine around them ask of each other. A migration is plain data: its actors sit in up to
 *  eight slots of the machine's queue, and `step` does the next thing of one of them. */
import type { PhaseName } from '../event/actor.ts';
import type { Emitter } from '../event/emitter.ts';
import type { Host } from '../event/pageword.ts';
import type { Mm } from '../mm/mm.ts';
import type { Fault } from '../scenario/faults.ts';
import type { Scenario } from '../scenario/schema.ts';
import type { Guest } from './guest.ts';

/** Slots that a migration may use, 0 first when times are equal. */
export const SLOTS = 8;

export interface World {
  readonly scenario: Scenario;
  readonly out: Emitter;
  readonly src: Mm;
  readonly dst: Mm;
  readonly guest: Guest;
  /** The actor in `slot` acts next at `time`; Infinity: it waits for somebody. */
  wake(slot: number, time: number): void;
  /** When the actor in `slot` acts next. */
  wakesAt(slot: number): number;
  /** A phase of the story begins; faults that wait for it are set off. */
  phase(name: PhaseName, by: number): void;
  /** vCPUs stop; downtime begins. */
  stopGuest(): void;
  /** vCPUs run on `host`; on the destination downtime ends. */
  runGuest(host: Host): void;
  /** Somebody filled `page`: vCPUs that sleep for it run again. Returns how many. */
  wakeGuest(page: number): number;
  /** khugepaged makes a pass now, and the actor in `slot` goes on behind it; only in the scenario of the worst moment. */
  scanBefore(slot: number): void;
  /** From here on a hole that reads as zeroes is a lost page where the source still has content (H1). */
  watchForLoss(): void;
  /** The migration is over; khugepaged has the memory for itself. */
  migrationEnded(): void;
  /** The story ends here: nothing is left to see. */
  over(): void;
  /** The story ends here, and badly. */
  abort(): void;
}

export interface Migration {
  /** Maps memory on both hosts before the guest boots. */
  setUp(): void;
  /** The guest has booted: wakes the first actor at `now`. */
  start(now: number): void;
  /** The actor in `slot` does its next thing; returns when it acts again. */
  step(slot: number, now: number): number;
  /** A vCPU sleeps in a userfault on `page`; `event` told it, and the message can be read at `readAt`. */
  userfault(page: number, event: number, readAt: number): void;
  /** Injects a fault. False when it means nothing to this migration. */
  inject(fault: Fault, now: number, event: number): boolean;
  /** Numbers beyond those of events, by the names a summary prints. */
  counters(): Readonly<Record<string, number>>;
}
