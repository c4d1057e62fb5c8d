/** Bits of sentences that kinds share. */
import { hex, PAGE_BYTES, PMD_PAGES } from '../base/units.ts';
import { VCPU } from './actor.ts';
import type { EventView } from './kind.ts';

const HOSTS = ['source', 'destination'] as const;
const PROCESSES = ['child', 'process'] as const;

export const at = (page: number): string => `guest+${hex(page * PAGE_BYTES)}`;
export const region = (page: number): number => Math.floor(page / PMD_PAGES);
export const pages = (n: number): string => (n === 1 ? '1 page' : `${n.toLocaleString('en')} pages`);
export const bytes = (n: number): number => n * PAGE_BYTES;
export const host = (e: EventView): string => (e.subject === 'script' ? PROCESSES : HOSTS)[e.host];
export const madvise = (advice: string) => (e: EventView) =>
  `madvise(${at(e.page)}, ${bytes(e.arg)}, ${advice}) = 0`;
/** Who touches guest memory. */
export const toucher = (e: EventView): string => (e.actor === VCPU ? `vCPU ${e.cpu}` : 'a device model');
