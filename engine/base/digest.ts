/** A 64-bit digest of typed columns: two multiply-xor lanes over 32-bit words. Not for secrets: it reports drift. */
export class Digest {
  private lo = 0x811c9dc5 | 0;
  private hi = 0x9747b28c | 0;

  /** Another one that goes on from here. */
  copy(): Digest {
    const c = new Digest();
    c.lo = this.lo;
    c.hi = this.hi;
    return c;
  }

  word(w: number): void {
    this.lo = Math.imul(this.lo ^ w, 0x01000193);
    this.lo ^= this.lo >>> 15;
    this.hi = Math.imul(this.hi ^ w, 0x85ebca6b);
    this.hi ^= this.hi >>> 13;
  }

  /** The first `length` elements of a column. */
  column(c: Uint8Array | Uint16Array | Uint32Array, length: number): void {
    let lo = this.lo;
    let hi = this.hi;
    for (let i = 0; i < length; i++) {
      const w = c[i]!;
      lo = Math.imul(lo ^ w, 0x01000193);
      lo ^= lo >>> 15;
      hi = Math.imul(hi ^ w, 0x85ebca6b);
      hi ^= hi >>> 13;
    }
    this.lo = lo;
    this.hi = hi;
  }

  /** 16 lower-case hex digits. */
  hex(): string {
    const part = (n: number) => (n >>> 0).toString(16).padStart(8, '0');
    return part(this.hi) + part(this.lo);
  }
}
