/** Seeded random streams. One stream an actor, so that adding an actor never moves another one's draws. */

/** xoshiro128** (Blackman and Vigna): 32-bit state words, same numbers on every machine. */
export class Random {
  private a: number;
  private b: number;
  private c: number;
  private d: number;

  /** `stream` separates actors of one scenario; `seed` is any 32-bit integer. */
  constructor(seed: number, stream: number) {
    // splitmix32 spreads neighbouring seeds; xoshiro must not start from all zeroes, which it never yields here.
    let z = (Math.imul(seed | 0, 0x9e3779b9) ^ Math.imul((stream | 0) + 1, 0x85ebca6b)) | 0;
    const next = () => {
      z = (z + 0x9e3779b9) | 0;
      let x = z ^ (z >>> 16);
      x = Math.imul(x, 0x21f0aaad);
      x ^= x >>> 15;
      x = Math.imul(x, 0x735a2d97);
      return (x ^ (x >>> 15)) | 0;
    };
    this.a = next();
    this.b = next();
    this.c = next();
    this.d = next() | 1;
  }

  /** Next 32 random bits, unsigned. */
  u32(): number {
    const m = Math.imul(this.b, 5);
    const r = Math.imul((m << 7) | (m >>> 25), 9);
    const t = this.b << 9;
    this.c ^= this.a;
    this.d ^= this.b;
    this.b ^= this.c;
    this.a ^= this.d;
    this.c ^= t;
    this.d = (this.d << 11) | (this.d >>> 21);
    return r >>> 0;
  }

  /** Integer in [0, n), n ≤ 2^32; the bias of the multiply is below n / 2^32. */
  below(n: number): number {
    return Math.floor((this.u32() * n) / 4294967296);
  }
}
