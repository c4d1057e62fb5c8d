/** The palette now, for painters: a canvas cannot read the CSS tokens. */
import { useSyncExternalStore } from 'react';
import { onSystemTheme, type Palette, paletteOf, type ThemeChoice } from './choice.ts';

export function usePalette(choice: ThemeChoice): Palette {
  return useSyncExternalStore(onSystemTheme, () => paletteOf(choice));
}
