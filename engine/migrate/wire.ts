/** One direction of a connection: bytes leave at the link's bandwidth, arrive a latency later, in order (FACTS Q3, Q4). Its
 *  socket holds what has not left yet, so that who writes runs ahead of the link and then waits (Q34). */
import type { Random } from '../base/random.ts';
import { KIB } from '../base/units.ts';

export const MSG_PAGE = 0;
export const MSG_DISCARD = 1;
export const MSG_PACKAGE = 2;
export const MSG_END = 3;
export const MSG_REQUEST = 4;
export const MSG_ZERO = 5;
/** Device state of a precopy that completes. */
export const MSG_DEVICE = 6;
/** The destination has all it needs. */
export const MSG_SHUT = 7;
/** Received bitmap, then both halves of the handshake that resumes (Q38). */
export const MSG_BITMAP = 8;
export const MSG_RESUME = 9;
export const MSG_RESUMED = 10;

/** Header and content of one 4 KB page on the wire, and of a zero page (Q4). */
export const PAGE_ON_WIRE = 4096 + 8;
export const ZERO_ON_WIRE = 8 + 1;

/** What a socket holds: TCP lets it grow to twice what is under way, and 10 Gb/s for 100 µs are 125 KB. */
export const SEND_BUFFER = 256 * KIB;

/** A packet is lost again this often at most: loss of 100 % is a cut. */
const MOST_LOSS = 90;

export class Wire {
  private type = new Uint8Array(1024);
  private a = new Uint32Array(1024);
  private b = new Uint32Array(1024);
  private why = new Uint32Array(1024);
  private size = new Uint32Array(1024);
  private arrival = new Float64Array(1024);
  private head = 0;
  private tail = 0;
  /** Bytes per second now, and the time in which a full socket leaves at that rate, ns. */
  private rate: number;
  private drain: number;
  /** When the last byte that was put has left. */
  private free = 0;
  private lastArrival = 0;
  private loss = 0;
  private random: Random | null = null;
  /** How often the last `put` had to be sent again. */
  lost = 0;
  /** Arrival of the next message, Infinity when none is under way. Its reader asks for it at each step. */
  nextArrival = Infinity;
  /** Nothing can be put: the connection is gone. */
  down = false;
  /** Called when a message is put that nothing is ahead of: its reader may be asleep. */
  wakeReader: () => void = () => {};

  /** `bandwidth` bytes a second; `latency` ns one way. */
  constructor(
    readonly bandwidth: number,
    readonly latency: number,
  ) {
    this.rate = bandwidth;
    this.drain = this.duration(SEND_BUFFER);
  }

  /** Time that `bytes` take to leave, whole ns and at least 1. */
  duration(bytes: number): number {
    return Math.max(1, Math.round((bytes * 1e9) / this.rate));
  }

  /** When the socket takes more, not before `now`: it does while less than SEND_BUFFER has not left. */
  readyAt(now: number): number {
    return Math.max(now, this.free - this.drain);
  }

  /** Queues a message of `bytes` behind all that was put before. Returns when its last byte leaves. A lost packet is sent again
   *  after a round trip, and what is behind it arrives behind it; `lost` says how often. */
  put(type: number, a: number, b: number, cause: number, bytes: number, now: number): number {
    const took = this.duration(bytes);
    let left = Math.max(now, this.free) + took;
    this.free = left;
    this.lost = 0;
    while (this.random && this.random.below(100) < this.loss) {
      this.lost++;
      this.free += took;
      left += 2 * this.latency + took;
    }
    this.send(type, a, b, cause, bytes, left);
    return left;
  }

  /** Queues a message that shares the last packet. */
  along(type: number, a: number, b: number, cause: number): void {
    this.send(type, a, b, cause, 0, this.lastArrival - this.latency);
  }

  /** Queues a message whose last byte leaves at `left`; `bytes` is 0 for messages that share a packet with an earlier one. */
  send(type: number, a: number, b: number, cause: number, bytes: number, left: number): void {
    if (this.tail - this.head === this.type.length) this.grow();
    const i = this.tail++ & (this.type.length - 1);
    this.type[i] = type;
    this.a[i] = a;
    this.b[i] = b;
    this.why[i] = cause;
    this.size[i] = bytes;
    this.lastArrival = Math.max(this.lastArrival, left + this.latency);
    this.arrival[i] = this.lastArrival;
    if (this.tail - this.head > 1) return;
    this.nextArrival = this.lastArrival;
    this.wakeReader();
  }

  /** Another connection on the same link takes `ns` of it at `now`: what has not left yet leaves later. */
  giveWay(now: number, ns: number): void {
    if (this.free > now) this.free += ns;
    const left = now + this.latency;
    for (let k = this.tail - 1; k >= this.head; k--) {
      const i = k & (this.type.length - 1);
      if (this.arrival[i]! <= left) return;
      if (k === this.tail - 1) this.lastArrival += ns;
      this.arrival[i] = this.arrival[i]! + ns;
      if (k === this.head) this.nextArrival = this.arrival[i]!;
    }
  }

  /** From now on the link is `times` slower than it was built; 1 is as before. */
  slow(times: number): void {
    this.rate = Math.max(1, this.bandwidth / Math.max(1, times));
    this.drain = this.duration(SEND_BUFFER);
  }

  /** From now on `percent` of 100 packets are lost, drawn from `random`. */
  lose(percent: number, random: Random): void {
    this.loss = Math.min(MOST_LOSS, percent);
    this.random = percent > 0 ? random : null;
  }

  /** The connection breaks: whatever nobody has read is gone. */
  cut(): void {
    this.head = this.tail;
    this.look();
    this.down = true;
  }

  /** A new connection at `now`. */
  restore(now: number): void {
    this.down = false;
    this.free = now;
    this.lastArrival = now;
  }

  get empty(): boolean {
    return this.head === this.tail;
  }
  get messageType(): number {
    return this.type[this.at]!;
  }
  get first(): number {
    return this.a[this.at]!;
  }
  get second(): number {
    return this.b[this.at]!;
  }
  get cause(): number {
    return this.why[this.at]!;
  }
  get bytes(): number {
    return this.size[this.at]!;
  }
  /** Removes the message that the getters show. */
  take(): void {
    this.head++;
    this.look();
  }

  private look(): void {
    this.nextArrival = this.head === this.tail ? Infinity : this.arrival[this.at]!;
  }

  private get at(): number {
    return this.head & (this.type.length - 1);
  }

  /** Twice the room; the oldest message comes to stand first. */
  private grow(): void {
    const { at } = this;
    const grown = <T extends Uint8Array | Uint32Array | Float64Array>(from: T, to: T): T => {
      to.set(from.subarray(at));
      to.set(from.subarray(0, at), from.length - at);
      return to;
    };
    const size = 2 * this.type.length;
    this.type = grown(this.type, new Uint8Array(size));
    this.a = grown(this.a, new Uint32Array(size));
    this.b = grown(this.b, new Uint32Array(size));
    this.why = grown(this.why, new Uint32Array(size));
    this.size = grown(this.size, new Uint32Array(size));
    this.arrival = grown(this.arrival, new Float64Array(size));
    this.tail -= this.head;
    this.head = 0;
  }
}
