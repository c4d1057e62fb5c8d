/** What the reader asks of the page's looks. Dark or light: the system's choice unless the reader made one, which this browser stores. */
import { setStored, stored } from './stored.ts';

export const THEMES = ['system', 'dark', 'light'] as const;
export type ThemeChoice = (typeof THEMES)[number];
export type Palette = 'dark' | 'light';

/** The stored choice; 'system' without one. */
export function storedTheme(): ThemeChoice {
  const theme = stored('theme');
  return THEMES.find((t) => t === theme) ?? 'system';
}

export function showTheme(choice: ThemeChoice): void {
  const root = document.documentElement;
  if (choice === 'system') delete root.dataset.theme;
  else root.dataset.theme = choice;
}

/** Shows the choice and stores it. */
export function applyTheme(choice: ThemeChoice): void {
  showTheme(choice);
  setStored('theme', choice === 'system' ? null : choice);
}

const LIGHT = '(prefers-color-scheme: light)';

/** The palette that painters need, now. */
export function paletteOf(choice: ThemeChoice): Palette {
  return choice === 'system' ? (matchMedia(LIGHT).matches ? 'light' : 'dark') : choice;
}

/** Calls `fn` when the system changes between dark and light. Returns how to stop. */
export const onSystemTheme = (fn: () => void) => onMedia(fn, LIGHT);

/** Calls `fn` when the answer to one of the queries changes. Returns how to stop. */
export function onMedia(fn: () => void, ...queries: readonly string[]): () => void {
  const lists = queries.map((query) => matchMedia(query));
  for (const list of lists) list.addEventListener('change', fn);
  return () => {
    for (const list of lists) list.removeEventListener('change', fn);
  };
}

/** Whether the reader asks the system for less motion, now. */
export const prefersReducedMotion = (): boolean => matchMedia('(prefers-reduced-motion: reduce)').matches;
