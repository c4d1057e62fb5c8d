/** Numbers as the screen writes them. */

/** 12 482: groups of three that do not break over lines. */
export function sayCount(n: number): string {
  return String(n).replace(/\B(?=(\d{3})+$)/g, '\u202f');
}

/** A page as its hexadecimal number, wide enough to line up. */
export function sayPage(page: number): string {
  return `0x${page.toString(16).padStart(4, '0')}`;
}
