/** Faults that a run can be given, by their word. The log holds their index: append only. */
export const INJECTIONS = {
  cut: 'the network is cut, for this long (0: for good)',
  slow: 'the link gets this many times slower (1: as before)',
  loss: 'this many of 100 packets are lost and sent again',
  cancel: 'the migration is cancelled',
  postcopy: 'migrate-start-postcopy',
  die: 'whoever serves the userfaultfd dies',
  unregister: 'somebody unregisters the memory too early',
  fork: 'the process forks',
  khugepaged: 'khugepaged scans everything now',
  fragment: 'only this many free 2 MiB pages are left',
  pressure: 'memory pressure: the shrinker splits queued folios',
  dontneed: 'these pages are dropped on the destination: a balloon, or the application',
  write: 'these pages are written where the guest is to run: a device model, or a vCPU',
  read: 'these pages are read where the guest is to run: a device model, or a vCPU',
  max_ptes_none: 'khugepaged/max_ptes_none is set',
  collapse: 'khugepaged scans the regions of these pages now',
} as const;
export type Injection = keyof typeof INJECTIONS;
export const INJECTION_KEYS = Object.keys(INJECTIONS) as Injection[];
