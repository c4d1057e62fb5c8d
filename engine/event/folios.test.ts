/** Guards what is known of folios: late or early, whole or in pieces, of one address space or two. */
import { describe, expect, it } from 'vitest';
import { PAGE_BYTES, PMD_PAGES } from '../base/units.ts';
import { checkState } from '../check/invariants.ts';
import { Recorder } from '../log/recorder.ts';
import { touch } from '../mm/fault.ts';
import { fork } from '../mm/fork.ts';
import { madvise, madviseDontneed, madviseHugepage, madviseNohugepage } from '../mm/madvise.ts';
import { Mm } from '../mm/mm.ts';
import { mmap } from '../mm/mmap.ts';
import { NO_CAUSE } from './emitter.ts';
import { K } from './event.ts';
import { HOST_DST, HOST_SRC, PMD_HUGE, PMD_TABLE, PRESENT, WRITE } from './pageword.ts';

/** The same actor on either host. */
const BY = 0x13;
const BY_CHILD = 0x03;

/** Five regions: a huge page; what a discard left of one; a few small pages and a zero page; the huge zero page; a huge page whose
 *  mapping is split and which is still whole. */
function process(track: 'early' | 'late') {
  const out = new Recorder(5 * PMD_PAGES);
  const { state } = out;
  if (track === 'early') state.trackFolios();
  const mm = new Mm(out, HOST_DST, 'madvise');
  out.emit(K.MMAP, BY, 0, mm.pages, NO_CAUSE);
  madviseHugepage(mm, 0, mm.pages, BY, NO_CAUSE);
  madviseNohugepage(mm, 2 * PMD_PAGES, PMD_PAGES, BY, NO_CAUSE);
  const region = (r: number, page = 0) => r * PMD_PAGES + page;
  touch(mm, region(0), true, BY, NO_CAUSE);
  touch(mm, region(1), true, BY, NO_CAUSE);
  madviseDontneed(mm, region(1), 3, BY, NO_CAUSE);
  for (const page of [5, 6, 400]) touch(mm, region(2, page), true, BY, NO_CAUSE);
  touch(mm, region(2, 7), false, BY, NO_CAUSE);
  touch(mm, region(3), false, BY, NO_CAUSE);
  touch(mm, region(4), true, BY, NO_CAUSE);
  madvise(mm, region(4, 100) * PAGE_BYTES, 8 * PAGE_BYTES, 'NOHUGEPAGE', BY, NO_CAUSE);
  const folios = state.trackFolios();
  checkState(state);
  return { mm, out, state, folios, region };
}

/** What is known of each page, by the first page of its folio: numbers of frames and folios do not count. */
function known({ mm, folios }: ReturnType<typeof process>) {
  const pages = [...mm.side.words.keys()];
  const heads = new Map<number, number>();
  return pages.map((page) => {
    const frame = mm.frame(page);
    if (frame === 0) return null;
    const folio = folios.folioAt(frame);
    if (!heads.has(folio)) heads.set(folio, page);
    return {
      head: heads.get(folio),
      order: folios.order[folio],
      place: frame - folios.first[folio]!,
      mapped: folios.mapcount[frame],
      exclusive: folios.exclusive[frame],
      deferred: folios.deferred[folio],
    };
  });
}

describe('frames that are told apart', () => {
  it('late are those that were told apart from the start', () => {
    expect(known(process('late'))).toEqual(known(process('early')));
  });

  it('a folio of which a part is unmapped is queued for a split; with its last piece it leaves the queue (Z6)', () => {
    const p = process('early');
    const piece = p.region(1, 3);
    const folio = p.folios.folioAt(p.mm.frame(piece));
    expect([p.folios.deferred[folio], p.folios.isMapped(folio)]).toEqual([1, true]);
    madviseDontneed(p.mm, piece, PMD_PAGES - 3, BY, NO_CAUSE);
    expect([p.folios.deferred[folio], p.folios.isMapped(folio)]).toEqual([0, false]);
    const whole = p.folios.folioAt(p.mm.frame(p.region(0)));
    expect(p.folios.deferred[whole]).toBe(0);
  });

  it('a folio whose mapping is split is not queued while it is whole', () => {
    for (const track of ['early', 'late'] as const) {
      const p = process(track);
      expect(p.mm.side.pmd[4]).toBe(PMD_TABLE);
      expect(p.folios.deferred[p.folios.folioAt(p.mm.frame(p.region(4)))]).toBe(0);
    }
  });

  it('a zero page has no frame that could be unmapped', () => {
    const p = process('early');
    madviseDontneed(p.mm, p.region(2, 7), 1, BY, NO_CAUSE);
    expect([p.folios.mapcount[0], p.folios.isMapped(0)]).toEqual([0, false]);
  });

  it('a small folio is never queued', () => {
    const p = process('early');
    const page = p.region(2, 5);
    const folio = p.folios.folioAt(p.mm.frame(page));
    madviseDontneed(p.mm, page, 1, BY, NO_CAUSE);
    expect([p.folios.deferred[folio], p.folios.isMapped(folio)]).toEqual([0, false]);
  });

  it('a split of the mapping hands its dirty bit to the folio, of zeroes there is none (Z4)', () => {
    const p = process('early');
    const folio = p.folios.folioAt(p.mm.frame(p.region(0)));
    expect(p.folios.dirty[folio]).toBe(0);
    madviseDontneed(p.mm, p.region(0), 1, BY, NO_CAUSE);
    expect(p.folios.dirty[folio]).toBe(1);
    madviseDontneed(p.mm, p.region(3), 1, BY, NO_CAUSE);
    expect(p.folios.dirty[0]).toBe(0);
    checkState(p.state);
  });

  it('a copy is apart from what it is a copy of', () => {
    const { folios } = process('early');
    const copy = folios.copy();
    expect(copy).toEqual(folios);
    expect(copy.bytes).toBe(folios.bytes);
    copy.order[1] = 3;
    expect(folios.order[1]).not.toBe(3);
  });
});

describe('a page of a file', () => {
  const shared = () => {
    const out = new Recorder(PMD_PAGES);
    const mm = new Mm(out, HOST_DST, 'madvise');
    mmap(mm, 0, PMD_PAGES, { prot: 'rw', noreserve: false, backing: 'shared' }, BY, NO_CAUSE);
    touch(mm, 0, false, BY, NO_CAUSE);
    touch(mm, 1, true, BY, NO_CAUSE);
    return { out, mm, folios: out.state.trackFolios() };
  };

  it('remembers that it was written to when its mapping goes (zap_present_folio_ptes)', () => {
    const { mm, folios } = shared();
    const [read, written] = [folios.folioAt(mm.frame(0)), folios.folioAt(mm.frame(1))];
    folios.dirty.fill(0);
    madviseDontneed(mm, 0, 2, BY, NO_CAUSE);
    expect([folios.dirty[read], folios.dirty[written]]).toEqual([0, 1]);
  });

  it('stays writable in both processes after a fork: only private memory is copied on write (is_cow_mapping)', () => {
    const { out, mm } = shared();
    const child = new Mm(out, HOST_SRC, mm.sys);
    fork(mm, child, BY, NO_CAUSE);
    checkState(out.state);
    expect(mm.side.words[1]! & WRITE).toBe(WRITE);
  });
});

describe('fork', () => {
  it('a piece that one of the two still maps is not free: its folio is not queued (__folio_remove_rmap)', () => {
    const p = process('early');
    const child = new Mm(p.out, HOST_SRC, p.mm.sys);
    fork(p.mm, child, BY, NO_CAUSE);
    const folio = p.folios.folioAt(p.mm.frame(p.region(0)));
    madviseDontneed(child, p.region(0, 4), 1, BY_CHILD, NO_CAUSE);
    expect(p.folios.deferred[folio]).toBe(0);
    madviseDontneed(p.mm, p.region(0, 4), 1, BY, NO_CAUSE);
    expect(p.folios.deferred[folio]).toBe(1);
    checkState(p.state);
  });

  it('maps in the child what the parent maps, for reading on both sides (copy_page_range)', () => {
    const p = process('late');
    const child = new Mm(p.out, HOST_SRC, p.mm.sys);
    const { huge, rss } = p.mm.side;
    fork(p.mm, child, BY, NO_CAUSE);
    checkState(p.state);
    const { side } = child;
    // A huge zero page is not copied: a fault makes it anew.
    expect([side.huge, side.rss, p.mm.side.huge]).toEqual([huge, rss, huge]);
    expect([side.pmd[0], side.pmd[1], side.pieces[1]]).toEqual([PMD_HUGE, PMD_TABLE, PMD_PAGES - 3]);
    for (const page of [p.region(0, 9), p.region(1, 9), p.region(2, 5)]) {
      expect([child.frame(page), child.side.words[page]! & (PRESENT | WRITE)]).toEqual([
        p.mm.frame(page),
        PRESENT,
      ]);
      expect([p.mm.side.words[page]! & WRITE, p.mm.isShared(page), p.mm.isExclusive(page)]).toEqual([
        0,
        true,
        false,
      ]);
    }
  });
});
