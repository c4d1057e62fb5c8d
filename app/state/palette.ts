/** The palette now, for painters: a canvas cannot read the CSS tokens. */
import { useSyncExternalStore } from 'react';
import { onSystemColours, type SystemColours, systemColours } from '../ui/forced.ts';
import { onSystemTheme, type Palette, paletteOf } from '../ui/theme.ts';
import { useChosen } from './store.ts';

export function usePalette(): Palette {
  const theme = useChosen((s) => s.theme);
  return useSyncExternalStore(onSystemTheme, () => paletteOf(theme));
}

/** What the system paints with while it forces colours, else null. */
export function useSystemColours(): SystemColours | null {
  return useSyncExternalStore(onSystemColours, systemColours);
}
