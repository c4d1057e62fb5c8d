/** Folios and their frames: who maps which frame, how often, and as what. Kept where identity matters (scripts, forked or
 *  moved memory); a guest of 64 GiB whose frames are all private and at home does without until the first event that needs it
 *  (`MemoryState.trackFolios`). After struct folio, _mapcount, PageAnonExclusive and _mm_ids. */

/** Frame 0 means "none". */
export const NO_FRAME = 0;

export class Folios {
  /** By frame. */
  folioOf = new Uint32Array(1024);
  mapcount = new Uint16Array(1024);
  /** PageAnonExclusive: a write may reuse the frame without a copy. */
  exclusive = new Uint8Array(1024);
  frames = 1;
  /** By folio. */
  first = new Uint32Array(512);
  order = new Uint8Array(512);
  /** MADV_FREE: not swap-backed. */
  lazy = new Uint8Array(512);
  /** PG_dirty, which a PMD split sets and a physical split hands on. */
  dirty = new Uint8Array(512);
  /** PG_referenced: somebody asked for it, whatever its page table entries say. */
  referenced = new Uint8Array(512);
  /** On the deferred-split queue. */
  deferred = new Uint8Array(512);
  /** Mappings of its frames by address space: 2 numbers a folio. */
  mappings = new Uint16Array(1024);
  /** Belongs to the page cache of a shared mapping: never exclusive, never split later. */
  file = new Uint8Array(512);
  folios = 1;
  /** Page cache of all shared mappings, by the page where their file was mapped first: frame, 0 for none. */
  cache = new Uint32Array(0);
  /** First of those pages, by each of them. */
  fileBase = new Uint32Array(0);

  /** A new folio of 2^order frames that nobody maps; returns its first frame. */
  allocate(order: number): number {
    const first = this.frames;
    const n = 1 << order;
    this.frames += n;
    while (this.frames > this.folioOf.length) {
      this.folioOf = grown(this.folioOf);
      this.mapcount = grown(this.mapcount);
      this.exclusive = grown(this.exclusive);
    }
    const folio = this.newFolio(first, order);
    this.folioOf.fill(folio, first, first + n);
    return first;
  }

  private newFolio(first: number, order: number): number {
    const folio = this.folios++;
    while (this.folios > this.first.length) {
      this.first = grown(this.first);
      this.order = grown(this.order);
      this.lazy = grown(this.lazy);
      this.dirty = grown(this.dirty);
      this.file = grown(this.file);
      this.referenced = grown(this.referenced);
      this.deferred = grown(this.deferred);
      this.mappings = grown(this.mappings);
    }
    this.first[folio] = first;
    this.order[folio] = order;
    return folio;
  }

  /** A page table entry of address space `host` now maps `frame`. */
  map(frame: number, host: number, exclusive: boolean): void {
    const folio = this.folioOf[frame]!;
    this.mapcount[frame] = this.mapcount[frame]! + 1;
    this.exclusive[frame] = exclusive ? 1 : 0;
    this.mappings[folio * 2 + host] = this.mappings[folio * 2 + host]! + 1;
  }

  /** The entry is gone. A large folio that is now mapped in part is queued for a deferred split (Z6,
   *  __folio_remove_rmap). */
  unmap(frame: number, host: number): void {
    const folio = this.folioOf[frame]!;
    this.mapcount[frame] = this.mapcount[frame]! - 1;
    this.mappings[folio * 2 + host] = this.mappings[folio * 2 + host]! - 1;
    if (this.order[folio]! === 0 || this.file[folio]) return;
    if (!this.isMapped(folio)) this.deferred[folio] = 0;
    else if (this.mapcount[frame] === 0) this.deferred[folio] = 1;
  }

  isMapped(folio: number): boolean {
    return this.mappings[folio * 2]! + this.mappings[folio * 2 + 1]! > 0;
  }

  /** folio_maybe_mapped_shared: more than one address space maps a piece of it. */
  isShared(folio: number): boolean {
    return this.mappings[folio * 2]! > 0 && this.mappings[folio * 2 + 1]! > 0;
  }

  /** Physical split: every frame becomes a folio of its own; those that nobody maps are freed (__folio_split).
   *  Mappings are told again by the caller, who knows the page tables. */
  split(folio: number): void {
    const n = 1 << this.order[folio]!;
    const first = this.first[folio]!;
    for (let frame = first; frame < first + n; frame++) {
      const single = this.newFolio(frame, 0);
      this.folioOf[frame] = single;
      this.lazy[single] = this.lazy[folio]!;
      this.dirty[single] = this.dirty[folio]!;
      this.referenced[single] = this.referenced[folio]!;
    }
    this.mappings[folio * 2] = 0;
    this.mappings[folio * 2 + 1] = 0;
    this.deferred[folio] = 0;
  }

  /** A new file of `n` pages, mapped at `base` first. */
  openFile(base: number, n: number, pages: number): void {
    if (this.cache.length === 0) {
      this.cache = new Uint32Array(pages);
      this.fileBase = new Uint32Array(pages);
    }
    this.cache.fill(NO_FRAME, base, base + n);
    this.fileBase.fill(base, base, base + n);
  }

  /** A new folio of the page cache for the 2^order pages from `home`. */
  addToCache(home: number, order: number): void {
    const first = this.allocate(order);
    this.file[this.folioAt(first)] = 1;
    for (let i = 0; i < 1 << order; i++) this.cache[home + i] = first + i;
  }

  /** The folio of a cached page, which nobody maps, becomes single pages; or is halved around `home` until that is one. */
  splitCached(home: number, around: boolean): void {
    const target = this.cache[home]!;
    const old = this.folioAt(target);
    const dirty = this.dirty[old]!;
    let first = this.first[old]!;
    let order = this.order[old]!;
    const put = (frame: number, o: number) => {
      const folio = this.newFolio(frame, o);
      this.file[folio] = 1;
      this.dirty[folio] = dirty;
      this.folioOf.fill(folio, frame, frame + (1 << o));
    };
    if (!around) for (let i = 0; i < 1 << order; i++) put(first + i, 0);
    else {
      while (order > 0) {
        order--;
        const half = first + (1 << order);
        if (target < half) put(half, order);
        else {
          put(first, order);
          first = half;
        }
      }
      put(first, 0);
    }
  }

  /** One mapping by `host` of a frame whose folio was split. */
  countMapping(frame: number, host: number): void {
    const at = this.folioOf[frame]! * 2 + host;
    this.mappings[at] = this.mappings[at]! + 1;
  }

  inFolio(frame: number, folio: number): boolean {
    return this.folioOf[frame] === folio;
  }

  folioAt(frame: number): number {
    return this.folioOf[frame]!;
  }

  orderAt(frame: number): number {
    return this.order[this.folioAt(frame)]!;
  }

  copy(): Folios {
    const c = new Folios();
    for (const key of COLUMNS) (c[key] as Uint8Array | Uint16Array | Uint32Array) = this[key].slice();
    c.frames = this.frames;
    c.folios = this.folios;
    return c;
  }

  get bytes(): number {
    return COLUMNS.reduce((sum, key) => sum + this[key].byteLength, 0);
  }
}

const COLUMNS = [
  'folioOf',
  'mapcount',
  'exclusive',
  'first',
  'order',
  'lazy',
  'dirty',
  'referenced',
  'deferred',
  'mappings',
  'file',
  'cache',
  'fileBase',
] as const;

function grown<T extends Uint8Array | Uint16Array | Uint32Array>(column: T): T {
  const bigger = new (column.constructor as new (n: number) => T)(column.length * 2);
  bigger.set(column);
  return bigger;
}
