/** Bits of English sentences that kinds share. Each is right for the subject of its event: a guest has vCPUs and two hosts, a
 *  process that CRIU restores has threads, and a script is one process, perhaps with a child. */
import { hex, PAGE_BYTES, PMD_PAGES, sayCount } from '../base/units.ts';
import { ownerOf, VCPU } from './actor.ts';
import type { EventView } from './kind.ts';

/** Where an event happens. */
const PLACES = ['on the source', 'on the destination'] as const;
const PROCESSES = ['in the child', 'in the process'] as const;

/** The owner of the memory: `guest` */
export const owner = (e: EventView): string => ownerOf(e.subject);
const hasThreads = (e: EventView): boolean => ownerOf(e.subject) === 'process';

/** An address as strace would print it, were it an offset in the memory: `guest+0x6000`. */
export const at = (e: EventView): string => `${owner(e)}+${hex(e.page * PAGE_BYTES)}`;
export const region = (page: number): number => Math.floor(page / PMD_PAGES);
export const bytes = (n: number): number => n * PAGE_BYTES;
export const count = sayCount;
/** `1 page`, `1,024 pages` */
export const pages = (n: number): string => (n === 1 ? '1 page' : `${count(n)} pages`);
/** `page 0x1a47` */
export const page = (p: number): string => `page ${hex(p)}`;
/** `page 0x8`, `12 pages from page 0x8`; its verb is `are(n)`, `were(n)` or `become(n)`. */
export const span = (p: number, n: number): string => (n === 1 ? page(p) : `${pages(n)} from ${page(p)}`);
export const are = (n: number): string => (n === 1 ? 'is' : 'are');
export const were = (n: number): string => (n === 1 ? 'was' : 'were');
export const become = (n: number): string => (n === 1 ? 'becomes' : 'become');
export const ranges = (n: number): string => (n === 1 ? '1 range' : `${count(n)} ranges`);
/** `on the source` */
export const on = (e: EventView): string => (e.subject === 'script' ? PROCESSES : PLACES)[e.host];
export const madvise = (advice: string) => (e: EventView) =>
  `madvise(${at(e)}, ${bytes(e.arg)}, ${advice}) = 0`;

/** Who touches memory: `vCPU 2`. */
export function toucher(e: EventView): string {
  if (e.subject === 'script') return 'a thread';
  if (e.actor !== VCPU) return hasThreads(e) ? 'the restorer' : 'a device model';
  return `${hasThreads(e) ? 'thread' : 'vCPU'} ${e.cpu}`;
}

/** `1 vCPU`, `3 threads` */
export function threads(e: EventView, n: number): string {
  const one = hasThreads(e) ? 'thread' : 'vCPU';
  return n === 1 ? `1 ${one}` : `${n} ${one}s`;
}

/** Who reads the messages of the userfaultfd. */
export function server({ subject }: EventView): string {
  if (subject === 'script') return 'the owner of the userfaultfd';
  return subject === 'criu' ? 'the lazy-pages daemon' : 'the fault thread';
}
