/** What the fields look at while they are linked: one that is zoomed or moved takes the others along, to the same pages. */
import { createCell } from '../ui/cell.ts';
import type { View } from './layout.ts';

interface SharedView {
  readonly view: View;
  /** Fields of other guests look at other pages. */
  readonly regions: number;
}

export const sharedView = createCell<SharedView | null>(null);
