/** A lens turns what is known of a page into its class of cells: one byte a cell. Most lenses look at page words alone, by a
 *  table of 65,536 entries a host and lens; lag, age and heat look at what the log says of the page (readings.ts).
 *  What a class looks like is the app's affair; what it means is said here. */
import { inLanguage } from '../base/language.ts';
import { ownerOf, type Subject } from '../event/actor.ts';
import {
  DIRTY,
  EPT,
  EPT_4K,
  EPT_WRITE,
  GUARD_MARKER,
  type Host,
  HUGE,
  IN_FLIGHT,
  LOST,
  PIECE,
  POISON_MARKER,
  PRESENT,
  SENT,
  STALE,
  TO_SEND,
  UFFD_WP,
  WAITING,
  WRITE,
  YOUNG,
  ZERO,
} from '../event/pageword.ts';

export const LENSES = ['migration', 'tables', 'huge', 'ept', 'lag', 'age', 'heat'] as const;
export type Lens = (typeof LENSES)[number];
/** Lenses whose classes follow from the page word alone. */
export type WordLens = Exclude<Lens, 'lag' | 'age' | 'heat'>;
export type LensLabels = Readonly<Record<Lens, string>>;
const LENS_LABELS: LensLabels = {
  migration: 'Migration',
  tables: 'Page tables',
  huge: 'Huge pages',
  ept: 'EPT',
  lag: 'Version lag',
  age: 'Age',
  heat: 'Heat',
};

/** What a lens is called. */
export const lensLabel = (lens: Lens): string => inLanguage('lenses', LENS_LABELS)[lens];

/** A class of cells. `solid` cells have no gaps between them: one huge mapping is one calm tile. */
export interface CellClass {
  readonly id: string;
  readonly label: string;
  readonly solid: boolean;
  /** Id of the class under whose legend entry it goes, when it has none of its own. */
  readonly under?: string;
  /** Id of the class that it is a part of: in a share bar it takes of that one's strips. */
  readonly partOf?: string;
}

const CLASSES = [
  { id: 'outside', label: '', solid: false },
  { id: 'hole', label: 'hole', solid: false },
  { id: 'unsent', label: 'not sent', solid: false },
  { id: 'sent', label: 'sent', solid: false },
  { id: 'again', label: 'dirty again', solid: false },
  { id: 'flight', label: 'in flight', solid: false },
  { id: 'huge', label: 'huge', solid: true },
  { id: 'small', label: '4 KiB', solid: false },
  { id: 'piece', label: 'split piece', solid: false },
  { id: 'zero', label: 'zero page', solid: false },
  { id: 'hugezero', label: 'huge zero page', solid: true },
  { id: 'stale', label: 'stale', solid: false },
  { id: 'hugestale', label: 'stale, huge', solid: true, under: 'stale' },
  { id: 'waiting', label: 'vCPU waiting', solid: false },
  { id: 'requested', label: 'requested', solid: false },
  { id: 'lost', label: 'lost', solid: false },
  { id: 'ept2m', label: 'EPT 2 MiB leaf', solid: true },
  { id: 'ept4kw', label: 'EPT 4 KiB, writable', solid: false },
  { id: 'ept4kp', label: 'EPT 4 KiB, write-protected', solid: false },
  { id: 'eptnone', label: 'not in EPT', solid: false },
  { id: 'dirtyyoung', label: 'dirty, young', solid: false },
  { id: 'dirtyold', label: 'dirty, not young', solid: false },
  { id: 'clean', label: 'writable, clean', solid: false },
  { id: 'readonly', label: 'read-only', solid: false },
  { id: 'uffdwp', label: 'uffd-wp', solid: false },
  { id: 'pmddirtyyoung', label: 'PMD: dirty, young', solid: true },
  { id: 'pmddirtyold', label: 'PMD: dirty, not young', solid: true },
  { id: 'pmdclean', label: 'PMD: writable, clean', solid: true },
  { id: 'pmdreadonly', label: 'PMD: read-only', solid: true },
  { id: 'pmduffdwp', label: 'PMD: uffd-wp', solid: true },
  { id: 'marker', label: 'marker', solid: false },
  { id: 'unwritten', label: 'never written', solid: false },
  { id: 'neversent', label: 'never sent', solid: false },
  { id: 'away', label: 'sent, not there', solid: false },
  { id: 'lag0', label: 'up to date', solid: false },
  { id: 'lag1', label: '1 version behind', solid: false },
  { id: 'lag2', label: '2–3 behind', solid: false },
  { id: 'lag4', label: '4–7 behind', solid: false },
  { id: 'lag8', label: '8 or more behind', solid: false },
  { id: 'age1', label: 'by this event', solid: false },
  { id: 'age16', label: '≤ 16 events ago', solid: false },
  { id: 'age256', label: '≤ 256', solid: false },
  { id: 'age4096', label: '≤ 4096', solid: false },
  { id: 'age65536', label: '≤ 65536', solid: false },
  { id: 'ageold', label: 'before that, or never', solid: false },
  { id: 'heat0', label: 'never', solid: false },
  { id: 'heat1', label: 'once', solid: false },
  { id: 'heat2', label: '2–3 times', solid: false },
  { id: 'heat4', label: '4–7', solid: false },
  { id: 'heat8', label: '8–15', solid: false },
  { id: 'heat16', label: '16–31', solid: false },
  { id: 'heat32', label: '32 or more', solid: false },
  // Sent, and newer at the source than at the destination, which QEMU's bitmap does not say yet; or marked by CRIU's tracker.
  { id: 'written', label: 'written since', solid: false, partOf: 'sent' },
] as const satisfies readonly CellClass[];

/** Index = the byte in a frame's cells. 0 is what lies outside guest memory. */
export const CELL_CLASSES: readonly CellClass[] = CLASSES;

export type CellId = (typeof CLASSES)[number]['id'];
/** Labels by class, and those that differ for the memory of a process and where writes are only tracked. */
export interface CellLabels {
  readonly all: Readonly<Partial<Record<CellId, string>>>;
  readonly process: Readonly<Partial<Record<CellId, string>>>;
  readonly tracking: Readonly<Partial<Record<CellId, string>>>;
}
const CELL_LABELS: CellLabels = {
  all: {},
  process: { waiting: 'thread waiting', written: 'marked since' },
  tracking: { unsent: 'found written' },
};

/** What the class with this number is called in a run about `subject`; empty for a number without class. */
export function classLabel(c: number, subject: Subject): string {
  const one = CLASSES[c];
  if (!one) return '';
  const { all, process, tracking } = inLanguage('cells', CELL_LABELS);
  const own = subject === 'tracking' ? tracking : ownerOf(subject) === 'process' ? process : {};
  return own[one.id] ?? all[one.id] ?? one.label;
}

const C = Object.fromEntries(CELL_CLASSES.map((c, i) => [c.id, i])) as Record<string, number>;
/** Number of the class with this id. */
export const classId = (name: string): number => C[name]!;
const id = classId;

/** From the newest to the oldest, and what is beyond: a page's age is told by powers of 16. */
const AGES = ['age1', 'age16', 'age256', 'age4096', 'age65536'].map(id);
/** Events looked back at for ages; what happened before them is `ageold`. */
export const AGE_WINDOW = 16 ** (AGES.length - 1);
/** Class of a page whose last event is `ago` events before the step, 1 for the one that led to it, at most AGE_WINDOW. */
export const ageClass = (ago: number): number => AGES[Math.ceil((31 - Math.clz32(2 * ago - 1)) / 4)]!;

const HEATS = ['heat0', 'heat1', 'heat2', 'heat4', 'heat8', 'heat16', 'heat32'].map(id);
/** Class of a page that was written or faulted on `n` times. */
export const heatClass = (n: number): number => HEATS[Math.min(HEATS.length - 1, 32 - Math.clz32(n))]!;

const LAGS = ['lag0', 'lag1', 'lag2', 'lag4', 'lag8'].map(id);
/** Class of a page that the destination has, `n` versions behind the source's. A destination that went on by itself is
 *  not behind. */
export const lagClass = (n: number): number =>
  LAGS[n <= 0 ? 0 : Math.min(LAGS.length - 1, 32 - Math.clz32(n))]!;

const TABLES = ['dirtyyoung', 'dirtyold', 'clean', 'readonly', 'uffdwp'];
const LEGENDS: Readonly<Record<Exclude<Lens, 'migration'>, readonly string[]>> = {
  tables: [...TABLES.map((name) => `pmd${name}`), 'hugezero', ...TABLES, 'zero', 'marker', 'hole'],
  huge: ['huge', 'hugezero', 'piece', 'small', 'zero', 'hole'],
  ept: ['ept2m', 'ept4kw', 'ept4kp', 'eptnone'],
  lag: ['lag0', 'lag1', 'lag2', 'lag4', 'lag8', 'away', 'neversent', 'unwritten'],
  age: ['age1', 'age16', 'age256', 'age4096', 'age65536', 'ageold'],
  heat: ['heat0', 'heat1', 'heat2', 'heat4', 'heat8', 'heat16', 'heat32'],
};

/** Classes a reader may meet in a lens on a host, in legend order. */
export function legend(lens: Lens, host: Host): number[] {
  if (lens !== 'migration') return LEGENDS[lens].map(id);
  return (
    host === 0
      ? ['huge', 'hugezero', 'piece', 'small', 'zero', 'hole', 'unsent', 'sent', 'written', 'again', 'flight']
      : ['huge', 'hugezero', 'piece', 'small', 'stale', 'hole', 'zero', 'requested', 'waiting', 'lost']
  ).map(id);
}

/** What a page table entry says, of the PTE or of the huge PMD that maps the page. */
function entryClass(w: number): number {
  if (!(w & PRESENT)) return id(w & (UFFD_WP | POISON_MARKER | GUARD_MARKER) ? 'marker' : 'hole');
  if (w & ZERO) return id(w & HUGE ? 'hugezero' : 'zero');
  const says =
    w & UFFD_WP
      ? 'uffdwp'
      : !(w & WRITE)
        ? 'readonly'
        : !(w & DIRTY)
          ? 'clean'
          : w & YOUNG
            ? 'dirtyyoung'
            : 'dirtyold';
  return id(w & HUGE ? `pmd${says}` : says);
}

/** Class of one page word. */
export function wordClass(lens: WordLens, host: Host, w: number): number {
  if (lens === 'tables') return entryClass(w);
  if (lens === 'ept')
    return !(w & EPT)
      ? id('eptnone')
      : !(w & EPT_4K)
        ? id('ept2m')
        : w & EPT_WRITE
          ? id('ept4kw')
          : id('ept4kp');
  const mapping = !(w & PRESENT)
    ? id('hole')
    : w & ZERO
      ? id(w & HUGE ? 'hugezero' : 'zero')
      : w & HUGE
        ? id('huge')
        : w & PIECE
          ? id('piece')
          : id('small');
  if (lens === 'huge') return mapping;
  if (host === 0) {
    if (w & IN_FLIGHT) return id('flight');
    if (w & TO_SEND) return id(w & SENT ? 'again' : 'unsent');
    return w & SENT ? id('sent') : mapping;
  }
  if (w & LOST) return id('lost');
  if (w & WAITING) return id('waiting');
  if (w & IN_FLIGHT && !(w & PRESENT)) return id('requested');
  if (w & STALE && w & PRESENT) return id(w & HUGE ? 'hugestale' : 'stale');
  return mapping;
}

const tables = new Map<string, Uint8Array>();

/** Page word → class, for one lens and host; built once. */
export function lensTable(lens: WordLens, host: Host): Uint8Array {
  const key = `${lens}${host}`;
  let table = tables.get(key);
  if (!table) {
    table = new Uint8Array(65536);
    for (let w = 0; w < 65536; w++) table[w] = wordClass(lens, host, w);
    tables.set(key, table);
  }
  return table;
}

/** Loud classes win a share bar, however few pages they are. */
export const LOUD: readonly number[] = [id('lost'), id('waiting')];
