/** Shared memory: its file, the page cache, mappings of it. */
import { PMD_ORDER, PMD_PAGES, sayBytes } from '../../base/units.ts';
import { FILE_WRITE, mappedPages } from '../arg.ts';
import { addPiece, allocTable, setBits, touchRange } from '../entries.ts';
import { NO_FRAME } from '../folios.ts';
import { type KindRows, NOTHING, PAGE, REGION, range } from '../kind.ts';
import {
  DIRTY,
  EPT_BITS,
  HUGE,
  PIECE,
  PMD_HUGE,
  PRESENT,
  PTE_BITS,
  UFFD_WP,
  WRITE,
  YOUNG,
} from '../pageword.ts';
import type { MemoryState, Side } from '../state.ts';
import { VM_READ, VM_SHARED, VM_UFFD_WP, VM_WRITE } from '../vmalist.ts';
import { are, at, bytes, on, page, pages, region, span } from '../words.ts';

export const FILE = {
  MMAP_SHARED: {
    number: 93,
    name: 'mm.mmapShared',
    fn: 'shmem_zero_setup',
    rule: 'V1',
    about: NOTHING,
    arg: 'pages',
    reach: range(),
    needsFolios: true,
    fold: (s, h, page, n) => {
      s.trackFolios().openFile(page, n, s.pages);
      s.side(h).vmas.add(page, page + n, VM_READ | VM_WRITE | VM_SHARED);
    },
    call: (e) =>
      `mmap(NULL, ${bytes(e.arg)}, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_ANONYMOUS, -1, 0) = ${at(e)}`,
    words: (e) =>
      `${sayBytes(bytes(e.arg))} of shared memory are mapped: the pages belong to a file of their own`,
  },
  SHMEM_ADD: {
    number: 94,
    name: 'shmem.add',
    fn: 'shmem_add_to_page_cache',
    rule: 'F7',
    about: NOTHING,
    page: 'where the file was mapped first',
    reach: PAGE,
    needsFolios: true,
    fold: (s, _h, home) => s.trackFolios().addToCache(home, 0),
    words: (e) => `the file gets a new page for ${page(e.page)}: every process that maps the file shares it`,
  },
  FILE_MAP: {
    number: 95,
    name: 'fault.file',
    fn: 'set_pte_range',
    rule: 'F7',
    about: NOTHING,
    arg: 'pages, FILE_WRITE when a write asked for them',
    reach: range(mappedPages),
    needsFolios: true,
    heat: 'once',
    fold: (s, h, page, arg) => {
      allocTable(s, h, page);
      mapFile(s, s.side(h), page, mappedPages(arg), arg & FILE_WRITE ? DIRTY : 0);
    },
    words: (e) =>
      `${pages(mappedPages(e.arg))} of the file ${are(mappedPages(e.arg))} mapped at ${page(e.page)} ${on(e)}`,
  },
  FILE_MAP_PMD: {
    number: 96,
    name: 'fault.filePmd',
    fn: 'do_set_pmd',
    rule: 'F7',
    about: NOTHING,
    arg: 'FILE_WRITE when a write asked for it',
    reach: REGION,
    needsFolios: true,
    heat: 'once',
    fold: (s, h, page, arg) => {
      const side = s.side(h);
      const region = page >>> PMD_ORDER;
      mapFile(s, side, region << PMD_ORDER, PMD_PAGES, HUGE | (arg & FILE_WRITE ? DIRTY : 0));
      side.pieces[region] = PMD_PAGES;
      side.pmd[region] = PMD_HUGE;
      side.huge++;
    },
    words: (e) => `one PMD entry maps the file's 2 MiB folio at region ${region(e.page)} ${on(e)}`,
  },
  FILE_MKWRITE: {
    number: 97,
    name: 'fault.fileWrite',
    fn: 'wp_page_shared',
    rule: 'F8',
    about: NOTHING,
    reach: PAGE,
    heat: 'once',
    fold: (s, h, page) => setBits(s, s.side(h), page, 1, WRITE | DIRTY | YOUNG, 0),
    words: (e) =>
      `${page(e.page)} ${on(e)} belongs to the file: the write makes it writable and copies nothing`,
  },
  CACHE_DROP: {
    number: 98,
    name: 'shmem.drop',
    fn: 'filemap_remove_folio',
    rule: 'Z10',
    about: NOTHING,
    page: 'where the file was mapped first',
    arg: 'pages',
    reach: range(),
    needsFolios: true,
    fold: (s, _h, home, n) => {
      s.trackFolios().cache.fill(NO_FRAME, home, home + n);
    },
    words: (e) => `the file loses ${span(e.page, e.arg)}: the content is gone for every process`,
  },
  FILE_SPLIT: {
    number: 99,
    name: 'shmem.split',
    fn: '__folio_split',
    rule: 'Z8',
    about: NOTHING,
    page: 'where the file was mapped first',
    arg: '0 into single pages, 1 only as far as the page needs',
    reach: PAGE,
    needsFolios: true,
    fold: (s, _h, home, around) => s.trackFolios().splitCached(home, around !== 0),
    words: (e) =>
      e.arg
        ? `the file's large folio is halved around ${page(e.page)} until that page is a folio of its own`
        : `the file's large folio at ${page(e.page)} is split into single pages`,
  },
} as const satisfies KindRows;

/** Maps `n` cached pages of the file of the VMA at `page`. vm_page_prot of a VMA with uffd-wp has no write permission, so that
 *  only a write gets it (vma_wants_writenotify); a uffd-wp marker stays armed. */
function mapFile(s: MemoryState, side: Side, page: number, n: number, bits: number): void {
  const folios = s.trackFolios();
  const frames = side.frames!;
  const vma = side.vmas.find(page)!;
  const writable = vma.flags & VM_WRITE && (bits & DIRTY || !(vma.flags & VM_UFFD_WP)) ? WRITE : 0;
  for (let p = page; p < page + n; p++) {
    const w = side.words[p]!;
    const frame = folios.cache[vma.pgoff + p - vma.start]!;
    const armed = w & UFFD_WP ? UFFD_WP : writable;
    const piece = folios.orderAt(frame) > 0 && !(bits & HUGE) ? PIECE : 0;
    side.words[p] = (w & ~(PTE_BITS | EPT_BITS)) | PRESENT | YOUNG | bits | armed | piece;
    if (piece) addPiece(side, p >>> PMD_ORDER);
    frames[p] = frame;
    folios.map(frame, side.host, false);
  }
  side.rss += n;
  touchRange(s, side.host, page, n);
}
