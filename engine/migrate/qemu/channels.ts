/** The connections between both QEMUs, and what both ends know of the stream: main channel, return path, and with
 *  postcopy-preempt a channel for urgent pages (migration/channel.c, postcopy-ram.c; FACTS Q3, Q33). */
import { Random } from '../../base/random.ts';
import type { Scenario } from '../../scenario/schema.ts';
import { Wire } from '../wire.ts';

/** Stream of random numbers of each connection's lost packets. */
const LOSS_STREAM = 0x60;

/** Discard ranges, the content of the stream's discard messages: first page and pages, by index. */
export interface Ranges {
  first: Uint32Array;
  pages: Uint32Array;
}

export class Channels {
  readonly forward: Wire;
  readonly back: Wire;
  /** Null without preempt. */
  readonly urgent: Wire | null;
  readonly ranges: Ranges = { first: new Uint32Array(0), pages: new Uint32Array(0) };
  /** Event of the last copy sent of each page: an earlier one may still be under way. */
  readonly lastSend: Uint32Array;
  private readonly random: readonly Random[];

  constructor({ wire, qemu, guest }: Scenario, pages: number) {
    const make = (): Wire => new Wire(wire.bandwidth, wire.latency);
    this.forward = make();
    this.back = make();
    this.urgent = qemu.preempt ? make() : null;
    this.lastSend = new Uint32Array(pages);
    this.random = [0, 1, 2].map((i) => new Random(guest.seed, LOSS_STREAM + i));
  }

  get down(): boolean {
    return this.forward.down;
  }

  /** All connections break: what is under way is lost. */
  cut(): void {
    this.each((wire) => wire.cut());
  }

  /** New connections at `now`. */
  restore(now: number): void {
    this.each((wire) => wire.restore(now));
  }

  /** The link gets `times` slower than the scenario says. */
  slow(times: number): void {
    this.each((wire) => wire.slow(times));
  }

  /** `percent` of 100 packets are lost from now on. */
  lose(percent: number): void {
    this.each((wire, i) => wire.lose(percent, this.random[i]!));
  }

  private each(act: (wire: Wire, i: number) => void): void {
    act(this.forward, 0);
    act(this.back, 1);
    if (this.urgent) act(this.urgent, 2);
  }
}
