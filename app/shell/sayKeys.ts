/** Keys as a keyboard has them printed. */
const PRINTED: Readonly<Record<string, string>> = {
  ArrowLeft: '←',
  ArrowRight: '→',
  ArrowUp: '↑',
  ArrowDown: '↓',
  PageUp: 'Page Up',
  PageDown: 'Page Down',
};

const APPLE = /Mac|iP(hone|ad|od)/.test(navigator.userAgent);

/** `Mod+Shift+Z` as `Ctrl Shift Z`, or `⌘ Shift Z` on a Mac. */
export function sayKeys(keys: string): string {
  return keys
    .split('+')
    .map((k) => (k === 'Mod' ? (APPLE ? '⌘' : 'Ctrl') : (PRINTED[k] ?? k)))
    .join(' ');
}
