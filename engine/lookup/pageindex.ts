/** Which regions each stretch of the log touches, so that the events of one page are found without reading all of it.
 *  Grows in slices; stretches it has not seen are read. */
import { PMD_ORDER } from '../base/units.ts';
import { type Work, whole } from '../base/work.ts';
import { type Columns, PIECE } from '../log/columns.ts';
import { firstPageOf, pagesOf, readEventsOfPage } from './events.ts';

/** Events a stretch: a divisor of the chunks of the log. */
const STRETCH = 1024;
/** Bits a stretch; regions that many apart share one. 512 bytes beside 20 KB of events. */
const BITS = 4096;
const WORDS = BITS / 32;

export class PageIndex {
  /** Events seen so far, from the first: whole stretches. */
  private seen = 0;
  /** By stretch: regions that its events are about. */
  private readonly touched: Uint32Array;
  /** Those of the page that was asked for last. */
  private story: { readonly page: number; readonly events: readonly number[] } = { page: -1, events: [] };

  /** `columns` are complete. */
  constructor(private readonly columns: Columns) {
    this.touched = new Uint32Array(Math.floor(columns.length / STRETCH) * WORDS);
  }

  /** Looks at some `maxEvents` more events; true when it has seen all whole stretches. */
  grow(maxEvents: number): boolean {
    const whole = (this.touched.length / WORDS) * STRETCH;
    const stop = Math.min(whole, this.seen + Math.max(STRETCH, maxEvents));
    for (; this.seen < stop; this.seen += STRETCH) this.look(this.seen);
    return this.seen >= whole;
  }

  /** Numbers of all events that concern `page`, oldest first; kept for the page that was asked for last. */
  eventsOf(page: number): readonly number[] {
    return whole(this.finding(page));
  }

  /** The same. */
  *finding(page: number): Work<readonly number[]> {
    if (this.story.page !== page) this.story = { page, events: yield* this.find(page) };
    return this.story.events;
  }

  private look(from: number): void {
    const { columns, touched } = this;
    const base = (from / STRETCH) * WORDS;
    for (let n = from; n < from + STRETCH; n++) {
      const kind = columns.kind(n);
      const pages = pagesOf(kind, columns.arg(n));
      if (pages === 0) continue;
      const first = firstPageOf(kind, columns.page(n));
      const last = (first + pages - 1) >>> PMD_ORDER;
      for (let region = first >>> PMD_ORDER, left = BITS; region <= last && left > 0; region++, left--) {
        const bit = region % BITS;
        touched[base + (bit >>> 5)] = touched[base + (bit >>> 5)]! | (1 << (bit & 31));
      }
    }
  }

  private *find(page: number): Work<number[]> {
    const { columns, touched, seen } = this;
    const found: number[] = [];
    const bit = (page >>> PMD_ORDER) % BITS;
    const word = bit >>> 5;
    const mask = 1 << (bit & 31);
    for (let from = 0; from < seen; from += STRETCH) {
      if (!(touched[(from / STRETCH) * WORDS + word]! & mask)) continue;
      readEventsOfPage(columns, page, from, from + STRETCH, found);
      yield from / columns.length;
    }
    for (let from = seen; from < columns.length; from += PIECE) {
      readEventsOfPage(columns, page, from, Math.min(columns.length, from + PIECE), found);
      yield from / columns.length;
    }
    return found;
  }
}
