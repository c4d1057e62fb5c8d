/** What a hazard is: a bad outcome as data, with the events that led to it. Watchers look at the log; whoever asks gets what they
 *  found. */
import type { Subject } from '../../event/actor.ts';
import type { KindKey } from '../../event/event.ts';
import type { Host } from '../../event/pageword.ts';
import type { MemoryState } from '../../event/state.ts';
import type { Columns } from '../../log/columns.ts';
import type { HazardId } from './catalogue.ts';

/** Who decided what no event of the log caused: a call, a touch of memory, or a part of the machine that acts by itself. */
export type Decider =
  | 'call'
  | 'touch'
  | 'migration'
  | 'link'
  | 'khugepaged'
  | 'kvm'
  | 'reclaim'
  | 'operator'
  | 'script';

/** One step of the way to it. */
export interface Link {
  readonly step: number;
  readonly words: string;
  /** Empty for what the guest or a reader does: that is no function of a kernel. */
  readonly fn: string;
  readonly rule: string;
  /** Step of the link that caused this one; null for a decision. */
  readonly cause: number | null;
  /** Only of a decision. */
  readonly by: Decider | null;
}

/** Something that goes wrong in a run (FACTS H1-H32), with the way it came about. */
export interface Hazard {
  readonly id: string;
  readonly title: string;
  /** First step at which it holds. */
  readonly step: number;
  /** Pages concerned, and the first of them (at most 64). */
  readonly pages: number;
  readonly firstPages: readonly number[];
  /** From the decision it began with to what was seen: steps rise. */
  readonly chain: readonly Link[];
  /** What removes it, in words, and as a change of the scenario where one does (`khugepaged.maxPtesNone=0`). */
  readonly remedy: string;
  readonly fix: Readonly<Record<string, string | number | boolean>> | null;
}

/** The event under the watchers' eyes; one object for all of them. */
export interface Seen {
  /** Its number; the step after it is n + 1. */
  n: number;
  kind: number;
  host: Host;
  actor: number;
  cpu: number;
  page: number;
  arg: number;
  cause: number;
}

export type Handlers = { readonly [P in KindKey]?: (e: Seen) => void };

/** Eyes of one hazard, or of a family of them. */
export interface Watcher {
  /** Called before the event changes the state, and after it did. */
  readonly before?: Handlers;
  readonly after?: Handlers;
  /** The log is over. */
  readonly end?: () => void;
}

/** What a watcher looks at, and where it says what it found. */
export interface Watch {
  readonly columns: Columns;
  /** Folded up to the event under the eyes. */
  readonly state: MemoryState;
  readonly cast: Subject;
  finding(id: HazardId): Finding;
}

const FIRST = 64;

/** What was found of one hazard. */
export class Finding {
  /** Event since which it holds, -1 while it does not. */
  event = -1;
  /** When it was seen, -1 while it only holds. */
  seenAt = -1;
  pages = 0;
  readonly firstPages: number[] = [];
  /** Events that led to it; the chain adds what caused them. */
  readonly evidence: number[] = [];
  /** What is to be said beside an event. */
  readonly notes = new Map<number, string>();
  private known: Uint8Array | null = null;

  constructor(private readonly guestPages: number) {}

  get holds(): boolean {
    return this.event >= 0;
  }

  /** It holds for `page`, since event `n` if it did not before. True when this is the first page of all. */
  hold(n: number, page: number): boolean {
    this.known ??= new Uint8Array(this.guestPages);
    const first = !this.holds;
    if (first) this.event = n;
    if (this.known[page]) return first;
    this.known[page] = 1;
    this.pages++;
    if (this.firstPages.length < FIRST) this.firstPages.push(page);
    return first;
  }

  /** The same for `count` pages from `page`. */
  holdRange(n: number, page: number, count: number): boolean {
    let first = false;
    for (let p = page; p < page + count; p++) first = this.hold(n, p) || first;
    return first;
  }

  /** It concerns no page in particular. */
  holdAt(n: number): boolean {
    const first = !this.holds;
    if (first) this.event = n;
    return first;
  }

  concerns(page: number): boolean {
    return this.known?.[page] === 1;
  }

  /** Events that led to it; those that do not exist (below 0) are left out. */
  because(...events: number[]): void {
    for (const n of events) if (n >= 0) this.evidence.push(n);
  }

  /** Somebody met it, for the first time. */
  seen(n: number): void {
    if (this.seenAt < 0) this.seenAt = n;
  }

  note(n: number, text: string): void {
    this.notes.set(n, text);
  }
}
