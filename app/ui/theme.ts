/** Dark or light: the system's choice unless the reader made one, which this browser keeps. */
import { setStored, stored } from './stored.ts';

export const THEMES = ['system', 'dark', 'light'] as const;
export type ThemeChoice = (typeof THEMES)[number];
export type Palette = 'dark' | 'light';

/** What was kept; 'system' when nothing was. */
export function storedTheme(): ThemeChoice {
  const theme = stored('theme');
  return THEMES.find((t) => t === theme) ?? 'system';
}

export function showTheme(choice: ThemeChoice): void {
  const root = document.documentElement;
  if (choice === 'system') delete root.dataset.theme;
  else root.dataset.theme = choice;
}

/** Shows the choice and keeps it. */
export function applyTheme(choice: ThemeChoice): void {
  showTheme(choice);
  setStored('theme', choice === 'system' ? null : choice);
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
