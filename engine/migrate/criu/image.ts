/** What was dumped: images at the destination, and pipes at the source in which lazy pages stay (criu/page-pipe.c, page-xfer.c).
 *  Which pages are where is in the page words; here is their content, and how pipes cut them into pieces. */

/** Pages of one pipe (PIPE_MAX_SIZE): no request and no pagemap entry goes across its end. */
export const PIPE_PAGES = 256;

export class Images {
  /** Content of each page as it was dumped last. */
  readonly version: Uint32Array;
  /** 1 for lazy pages of the last dump: they are in no image. */
  readonly isLazy: Uint8Array;
  /** 1 where a piece of lazy pages begins although the page before it is lazy too. */
  readonly cut: Uint8Array;
  /** Lazy pages so far: every PIPE_PAGES a new pipe begins. */
  piped = 0;
  /** Runs of pages in pipes that wait to be written to the image. */
  first: number[] = [];
  pages: number[] = [];
  /** Pages written to images, left out because a parent has them, and left to the daemon. */
  written = 0;
  inParent = 0;
  lazy = 0;

  constructor(pages: number) {
    this.version = new Uint32Array(pages);
    this.isLazy = new Uint8Array(pages);
    this.cut = new Uint8Array(pages + 1);
  }

  /** [first, first + n) waits to be written. */
  queue(first: number, n: number): void {
    this.first.push(first);
    this.pages.push(n);
    this.written += n;
  }

  /** [first, first + n) stays in pipes for the daemon: new pieces at its start and where a pipe is full. */
  keep(first: number, n: number): void {
    this.isLazy.fill(1, first, first + n);
    this.cut[first] = 1;
    for (let p = first; p < first + n; p++) if (this.piped++ % PIPE_PAGES === 0) this.cut[p] = 1;
    this.cut[first + n] = 1;
    this.lazy += n;
  }
}
