/** Content versions of every page on both hosts at any step. */
import { PMD_ORDER } from '../base/units.ts';
import { KINDS, versionOf } from '../event/event.ts';
import { CONTENT } from '../event/kind.ts';
import type { Chunk, Columns } from '../log/columns.ts';
import { contentOf } from '../lookup/content.ts';
import { firstPageOf, pagesOf } from '../lookup/events.ts';
import { classId, lagClass } from './lens.ts';
import { PageTally } from './pagetally.ts';

/** Above the version's 30 bits. Source: it was sent at least once. Destination: content arrived or was written there, and has
 *  not been dropped since. */
const MET = 0x80000000;

const UNWRITTEN = classId('unwritten');
const NEVER_SENT = classId('neversent');
const AWAY = classId('away');

/** Class of a page in the lens of lag, the same on both hosts; of its two numbers in Versions. */
export function lagOf(src: number, dst: number): number {
  if (dst & MET) return lagClass(versionOf(src) - versionOf(dst));
  if (versionOf(src) === 0) return UNWRITTEN;
  return src & MET ? AWAY : NEVER_SENT;
}

const PAGE_SENT = 7;
const PAGES_SENT = 8;
const ALL_GONE = 9;
/** By kind, what it does to content; else whether content leaves the source; else whether the destination's memory goes whole. */
const effects = Uint8Array.from(KINDS, (kind) =>
  kind.content
    ? CONTENT[kind.content]
    : kind.sends === 'page'
      ? PAGE_SENT
      : kind.sends === 'range'
        ? PAGES_SENT
        : kind.key === 'INCOMING_EXIT'
          ? ALL_GONE
          : CONTENT.none,
);

export class Versions extends PageTally<Uint32Array> {
  constructor(log: Columns, pages: number, regions: number) {
    super(log, [new Uint32Array(pages), new Uint32Array(pages)], regions);
  }

  /** Version of `page` on `host`. */
  at(host: 0 | 1, page: number): number {
    return versionOf(this.numbers[host][page]!);
  }

  protected fold({ kind, who, page, arg }: Chunk, from: number, to: number): void {
    const [src, dst] = this.numbers;
    // A lag is of both hosts: what changes one's number changes both pictures.
    const [touched, other] = this.touched;
    for (let i = from; i < to; i++) {
      const k = kind[i]!;
      const effect = effects[k]!;
      if (effect === CONTENT.none) continue;
      const p = page[i]!;
      const a = arg[i]!;
      const away = (who[i]! >>> 4) & 1;
      const region = p >>> PMD_ORDER;
      touched[region] = 1;
      other[region] = 1;
      if (effect === CONTENT.written) {
        if (away) dst[p] = versionOf(a) | MET;
        else src[p] = (src[p]! & MET) | versionOf(a);
      } else if (effect === CONTENT.arrives) dst[p] = versionOf(a) | MET;
      else if (effect === PAGE_SENT) src[p] = src[p]! | MET;
      else if (effect === PAGES_SENT) {
        for (let q = p; q < p + a; q++) src[q] = src[q]! | MET;
        for (const each of this.touched) each.fill(1, region, ((p + Math.max(1, a) - 1) >>> PMD_ORDER) + 1);
      } else if (effect === ALL_GONE) {
        dst.fill(0);
        touched.fill(1);
        other.fill(1);
      } else this.range(away ? dst : src, away === 1, k, p, a, effect);
    }
  }

  /** Pages filled, populated, zeroed or zapped: what they hold is one value. */
  private range(
    numbers: Uint32Array,
    away: boolean,
    kind: number,
    page: number,
    arg: number,
    effect: number,
  ): void {
    const first = firstPageOf(kind, page);
    const end = Math.min(numbers.length, first + pagesOf(kind, arg));
    const version = contentOf(kind, arg)!;
    if (!away) for (let p = first; p < end; p++) numbers[p] = (numbers[p]! & MET) | version;
    else numbers.fill(effect === CONTENT.gone ? 0 : version | MET, first, end);
    for (const touched of this.touched)
      touched.fill(1, first >>> PMD_ORDER, ((Math.max(first + 1, end) - 1) >>> PMD_ORDER) + 1);
  }
}
