/** What madvise is asked for, by number (asm-generic/mman-common.h, MADV_*); x86 and arm64. */
const ADVICE: Readonly<Record<number, string>> = {
  0: 'MADV_NORMAL',
  1: 'MADV_RANDOM',
  2: 'MADV_SEQUENTIAL',
  3: 'MADV_WILLNEED',
  4: 'MADV_DONTNEED',
  8: 'MADV_FREE',
  9: 'MADV_REMOVE',
  10: 'MADV_DONTFORK',
  11: 'MADV_DOFORK',
  12: 'MADV_MERGEABLE',
  13: 'MADV_UNMERGEABLE',
  14: 'MADV_HUGEPAGE',
  15: 'MADV_NOHUGEPAGE',
  16: 'MADV_DONTDUMP',
  17: 'MADV_DODUMP',
  18: 'MADV_WIPEONFORK',
  19: 'MADV_KEEPONFORK',
  20: 'MADV_COLD',
  21: 'MADV_PAGEOUT',
  22: 'MADV_POPULATE_READ',
  23: 'MADV_POPULATE_WRITE',
  24: 'MADV_DONTNEED_LOCKED',
  25: 'MADV_COLLAPSE',
  100: 'MADV_HWPOISON',
  101: 'MADV_SOFT_OFFLINE',
  102: 'MADV_GUARD_INSTALL',
  103: 'MADV_GUARD_REMOVE',
};
const NAMES = new Set(Object.values(ADVICE));

/** The name of an advice as printed: by number where the printer knew none. `MADV_DONTNEEDhello` has output of the program behind it. */
export function adviceOf(printed: string): string {
  if (NAMES.has(printed)) return printed;
  const number = Number(/^(?:0x[0-9a-f]{1,8}|\d{1,9})/i.exec(printed)?.[0] ?? Number.NaN);
  if (!Number.isNaN(number)) return ADVICE[number] ?? `MADV_${number}`;
  let found = '';
  for (const name of NAMES) if (printed.startsWith(name) && name.length > found.length) found = name;
  return found;
}

/** Advice of which the engine knows what becomes of the memory, or that changes nothing that it shows. */
export const MODELLED_ADVICE: ReadonlySet<string> = new Set([
  'MADV_NORMAL',
  'MADV_RANDOM',
  'MADV_SEQUENTIAL',
  'MADV_DONTNEED',
  'MADV_DONTNEED_LOCKED',
  'MADV_FREE',
  'MADV_REMOVE',
  'MADV_DONTFORK',
  'MADV_DOFORK',
  'MADV_MERGEABLE',
  'MADV_HUGEPAGE',
  'MADV_NOHUGEPAGE',
  'MADV_DONTDUMP',
  'MADV_DODUMP',
  'MADV_POPULATE_READ',
  'MADV_POPULATE_WRITE',
  'MADV_COLLAPSE',
]);
