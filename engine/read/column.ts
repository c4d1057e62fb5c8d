/** A column of numbers that grows: chunks of a typed array, so that nothing is copied and no row is an object. */

const CHUNK = 1 << 16;

type Numbers = Float64Array | Float32Array | Uint32Array | Uint16Array | Uint8Array;

const MAKERS = {
  f64: () => new Float64Array(CHUNK),
  f32: () => new Float32Array(CHUNK),
  u32: () => new Uint32Array(CHUNK),
  u16: () => new Uint16Array(CHUNK),
  u8: () => new Uint8Array(CHUNK),
};

export class Column {
  private readonly chunks: Numbers[] = [];
  private open: Numbers = new Uint8Array(0);
  private used = CHUNK;
  length = 0;

  constructor(private readonly kind: keyof typeof MAKERS) {}

  push(value: number): void {
    if (this.used === CHUNK) {
      this.open = MAKERS[this.kind]();
      this.chunks.push(this.open);
      this.used = 0;
    }
    this.open[this.used++] = value;
    this.length++;
  }

  /** The number in row `i`, which must be one of the rows. */
  at(i: number): number {
    return this.chunks[i >>> 16]![i & (CHUNK - 1)]!;
  }

  /** Writes another number into row `i`. */
  set(i: number, value: number): void {
    this.chunks[i >>> 16]![i & (CHUNK - 1)] = value;
  }
}
