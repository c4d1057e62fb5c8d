/** Dark or light: the system's choice unless the reader made one, which this browser keeps. */
export const THEMES = ['system', 'dark', 'light'] as const;
export type ThemeChoice = (typeof THEMES)[number];
export type Palette = 'dark' | 'light';

const KEY = 'faultline.theme';

/** What was kept; 'system' when nothing was, or storage is closed to us. */
export function keptTheme(): ThemeChoice {
  try {
    const kept = localStorage.getItem(KEY);
    return THEMES.find((t) => t === kept) ?? 'system';
  } catch {
    return 'system';
  }
}

/** Keeps the choice and shows it; a browser without storage shows it until the page is closed. */
export function applyTheme(choice: ThemeChoice): void {
  const root = document.documentElement;
  if (choice === 'system') delete root.dataset.theme;
  else root.dataset.theme = choice;
  try {
    if (choice === 'system') localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, choice);
  } catch {
    // Private windows may refuse storage: the choice then lasts as long as the page.
  }
}

const prefersLight = (): MediaQueryList => matchMedia('(prefers-color-scheme: light)');

/** The palette that painters need, now. */
export function paletteOf(choice: ThemeChoice): Palette {
  return choice === 'system' ? (prefersLight().matches ? 'light' : 'dark') : choice;
}

/** Hears of the system's change of mind. Returns how to stop. */
export function onSystemTheme(fn: () => void): () => void {
  const query = prefersLight();
  query.addEventListener('change', fn);
  return () => query.removeEventListener('change', fn);
}
