import { inLanguage } from '../base/language.ts';

/** Faults that a run can be given, by their word. The log holds their index: append only. */
const INJECTIONS = {
  cut: 'the network is cut for this long (0: for good)',
  slow: 'the link becomes this many times slower (1: normal speed)',
  loss: 'this many of 100 packets are lost and sent again',
  cancel: 'the migration is cancelled',
  postcopy: 'migrate-start-postcopy',
  die: 'the process that serves the userfaultfd dies',
  unregister: 'the memory is unregistered too early',
  fork: 'the process forks',
  khugepaged: 'khugepaged scans everything now',
  fragment: 'only this many free 2 MiB pages are left',
  pressure: 'memory pressure: the shrinker splits queued folios',
  dontneed: 'a balloon or the application drops these pages on the destination',
  write: 'these pages are written on the destination',
  read: 'these pages are read on the destination',
  max_ptes_none: 'khugepaged/max_ptes_none is set',
  collapse: 'khugepaged scans the regions of these pages now',
} as const;
export type Injection = keyof typeof INJECTIONS;
export const INJECTION_KEYS = Object.keys(INJECTIONS) as Injection[];
export type InjectionLabels = Readonly<Record<Injection, string>>;

/** What a fault does, in words. */
export const injectionLabel = (injection: Injection): string =>
  inLanguage<InjectionLabels>('injections', INJECTIONS)[injection];
