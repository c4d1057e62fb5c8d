/** The palette now, for painters: a canvas cannot read the CSS tokens. */
import { useSyncExternalStore } from 'react';
import { onSystemColours, type SystemColours, systemColours } from './forced.ts';
import { onSystemTheme, type Palette, paletteOf, type ThemeChoice } from './theme.ts';

export function usePalette(choice: ThemeChoice): Palette {
  return useSyncExternalStore(onSystemTheme, () => paletteOf(choice));
}

/** What the system paints with while it forces colours, else null. */
export function useSystemColours(): SystemColours | null {
  return useSyncExternalStore(onSystemColours, systemColours);
}
