/** Whole numbers in as few bytes as they need: seven bits a byte, low ones first, the top bit set in all but the last. Each
 *  number has one spelling. */

export class ByteWriter {
  private room = new Uint8Array(1 << 12);
  private length = 0;

  /** A whole number from 0 to 2^53 - 1. */
  varint(n: number): void {
    if (this.length + 8 > this.room.length) this.grow(8);
    let rest = n;
    // Bit operations know 32 bits only.
    for (; rest >= 0x80000000; rest = Math.floor(rest / 128)) this.room[this.length++] = (rest % 128) | 128;
    for (; rest >= 128; rest >>>= 7) this.room[this.length++] = (rest & 127) | 128;
    this.room[this.length++] = rest;
  }

  /** A number of either sign: 0, -1, 1, -2, … as 0, 1, 2, 3, … */
  signed(n: number): void {
    this.varint(n < 0 ? -2 * n - 1 : 2 * n);
  }

  raw(bytes: Uint8Array): void {
    if (this.length + bytes.length > this.room.length) this.grow(bytes.length);
    this.room.set(bytes, this.length);
    this.length += bytes.length;
  }

  /** A view: good until the next write. */
  get bytes(): Uint8Array {
    return this.room.subarray(0, this.length);
  }

  clear(): void {
    this.length = 0;
  }

  private grow(by: number): void {
    const bigger = new Uint8Array(Math.max(2 * this.room.length, this.length + by));
    bigger.set(this.bytes);
    this.room = bigger;
  }
}

/** What `ByteReader.varint` returns when there is no number. */
export const NO_NUMBER = -1;

export class ByteReader {
  constructor(
    private readonly bytes: Uint8Array,
    /** Offset of the next byte. */
    public at = 0,
    readonly end = bytes.length,
  ) {}

  /** The next number; NO_NUMBER where the bytes end within it, it is spelled too long, or is beyond 2^53. Most have one byte. */
  varint(): number {
    const { at } = this;
    if (at < this.end) {
      const b = this.bytes[at]!;
      if (b < 128) {
        this.at = at + 1;
        return b;
      }
    }
    return this.long();
  }

  private long(): number {
    let value = 0;
    let scale = 1;
    for (let i = 0; i < 8 && this.at < this.end; i++) {
      const b = this.bytes[this.at++]!;
      value += (b & 127) * scale;
      if (b < 128) return (b === 0 && i > 0) || value > Number.MAX_SAFE_INTEGER ? NO_NUMBER : value;
      scale *= 128;
    }
    return NO_NUMBER;
  }

  /** The next `length` bytes as a reader of their own; null when there are fewer. */
  part(length: number): ByteReader | null {
    if (length < 0 || length > this.end - this.at) return null;
    const from = this.at;
    this.at += length;
    return new ByteReader(this.bytes, from, this.at);
  }
}

/** The inverse of `signed`. Bit operations know 32 bits only. */
export const unsign = (n: number): number =>
  n < 0x80000000 ? (n >>> 1) ^ -(n & 1) : n % 2 === 0 ? n / 2 : -(n + 1) / 2;
