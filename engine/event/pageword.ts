/** What is true of one 4 KB guest page on one host: 16 bits, so that 64 GiB fits twice into 64 MiB.
 *  Low bits are the page table's, high bits KVM's and the migration's. Every bit is set and cleared by `fold` alone. */
import { inLanguage } from '../base/language.ts';

export const HOST_SRC = 0;
export const HOST_DST = 1;
export type Host = 0 | 1;

/** A PTE or a huge PMD maps the page. */
export const PRESENT = 1 << 0;
/** Mapped by a huge PMD, not by a PTE. */
export const HUGE = 1 << 1;
/** Mapped to the (huge) zero page. */
export const ZERO = 1 << 2;
export const WRITE = 1 << 3;
export const DIRTY = 1 << 4;
export const YOUNG = 1 << 5;
/** The frame is a piece of a 2 MiB folio that a PTE maps. */
export const PIECE = 1 << 6;
/** uffd-wp is armed. */
export const UFFD_WP = 1 << 7;
/** A vCPU sleeps in a userfault on it. */
export const WAITING = 1 << 8;
/** Source: the last copy sent has not been loaded. Destination: a request for it is on its way. */
export const IN_FLIGHT = 1 << 9;
/** Source: sent at least once. */
export const SENT = 1 << 10;
/** Destination: loaded, and not discarded since (QEMU's received bitmap). */
export const RECEIVED = 1 << 10;
/** Source: set in QEMU's bitmap, will be sent. */
export const TO_SEND = 1 << 11;
/** Destination: older than the source's content. */
export const STALE = 1 << 11;
/** Source: set in KVM's dirty bitmap, not yet harvested. */
export const LOGGED = 1 << 12;
/** Destination: mapped with zeroes where the guest had content that no fault will ask for. */
export const LOST = 1 << 12;
/** Mapped in the second-level table (EPT). */
export const EPT = 1 << 13;
/** By a 4 KB leaf. */
export const EPT_4K = 1 << 14;
/** By a writable leaf. */
export const EPT_WRITE = 1 << 15;

/** Markers live in entries that are not present, in bits that mean something else there: uffd-wp of a hole (UFFD_WP alone),
 *  UFFDIO_POISON (ZERO's), a guard region (PIECE's). */
export const POISON_MARKER = 1 << 2;
export const GUARD_MARKER = 1 << 6;

/** All that the host's page table says. */
export const PTE_BITS = PRESENT | HUGE | ZERO | WRITE | DIRTY | YOUNG | PIECE | UFFD_WP;
export const EPT_BITS = EPT | EPT_4K | EPT_WRITE;

/** Bit names in bit order, as the inspector shows them; index = bit. */
export const BIT_NAMES: readonly (readonly [src: string, dst: string])[] = [
  ['present', 'present'],
  ['huge', 'huge'],
  ['zero', 'zero'],
  ['write', 'write'],
  ['dirty', 'dirty'],
  ['young', 'young'],
  ['piece', 'piece'],
  ['uffd-wp', 'uffd-wp'],
  ['waiting', 'waiting'],
  ['in flight', 'requested'],
  ['sent', 'received'],
  ['to send', 'stale'],
  ['logged', 'lost'],
  ['EPT', 'EPT'],
  ['EPT 4K', 'EPT 4K'],
  ['EPT write', 'EPT write'],
];

/** What a bit is called on a host, and in which words: the kernel's own stay. */
export const bitName = (bit: number, host: Host): string => inLanguage('bits', BIT_NAMES)[bit]?.[host] ?? '';

/** Names of the bits set in `word` on `host`. */
export function bitNames(word: number, host: Host): string[] {
  const names: string[] = [];
  for (let bit = 0; bit < 16; bit++) if (word & (1 << bit)) names.push(bitName(bit, host));
  return names;
}

/** Nothing in the PTE: neither a page nor a marker (pte_none). */
export const isNone = (word: number): boolean => (word & PTE_BITS) === 0;
export const isMarker = (word: number, marker: number): boolean =>
  (word & PRESENT) === 0 && (word & marker) !== 0;

/** State of one PMD entry (FACTS E5 i: exactly one of these). */
export const PMD_NONE = 0;
export const PMD_TABLE = 1;
export const PMD_HUGE = 2;
export const PMD_HUGE_ZERO = 3;
const PMD_NAMES = ['none', 'table', 'huge', 'huge zero'] as const;

/** What a PMD entry in one of these states is called. */
export const pmdName = (state: number): string =>
  inLanguage<readonly string[]>('pmds', PMD_NAMES)[state] ?? '';
