/** One direction of the migration stream: bytes leave at the link's bandwidth, arrive a latency later, in order (FACTS Q3, Q4). */

export const MSG_PAGE = 0;
export const MSG_DISCARD = 1;
export const MSG_PACKAGE = 2;
export const MSG_END = 3;
export const MSG_REQUEST = 4;

/** Header and content of one 4 KB page on the wire (Q4). */
export const PAGE_ON_WIRE = 4096 + 8;

export class Wire {
  private type = new Uint8Array(1024);
  private a = new Uint32Array(1024);
  private b = new Uint32Array(1024);
  private why = new Uint32Array(1024);
  private size = new Uint32Array(1024);
  private arrival = new Float64Array(1024);
  private head = 0;
  private tail = 0;

  /** `bandwidth` bytes a second; `latency` ns one way. */
  constructor(
    readonly bandwidth: number,
    readonly latency: number,
  ) {}

  /** Time that `bytes` take to leave, whole ns and at least 1. */
  duration(bytes: number): number {
    return Math.max(1, Math.round((bytes * 1e9) / this.bandwidth));
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
    this.arrival[i] = left + this.latency;
  }

  get empty(): boolean {
    return this.head === this.tail;
  }
  /** Arrival of the next message, Infinity when none is under way. */
  get nextArrival(): number {
    return this.head === this.tail ? Infinity : (this.arrival[this.at] as number);
  }
  get messageType(): number {
    return this.type[this.at] as number;
  }
  get first(): number {
    return this.a[this.at] as number;
  }
  get second(): number {
    return this.b[this.at] as number;
  }
  get cause(): number {
    return this.why[this.at] as number;
  }
  get bytes(): number {
    return this.size[this.at] as number;
  }
  /** Removes the message that the getters show. */
  take(): void {
    this.head++;
  }

  private get at(): number {
    return this.head & (this.type.length - 1);
  }

  private grow(): void {
    const old = this.type.length;
    const move = <T extends Uint8Array | Uint32Array | Float64Array>(from: T, to: T): T => {
      for (let i = this.head; i < this.tail; i++) to[i & (2 * old - 1)] = from[i & (old - 1)] as number;
      return to;
    };
    this.type = move(this.type, new Uint8Array(2 * old));
    this.a = move(this.a, new Uint32Array(2 * old));
    this.b = move(this.b, new Uint32Array(2 * old));
    this.why = move(this.why, new Uint32Array(2 * old));
    this.size = move(this.size, new Uint32Array(2 * old));
    this.arrival = move(this.arrival, new Float64Array(2 * old));
  }
}
