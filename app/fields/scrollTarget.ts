/** The page that fields scroll into their middle; a new object for every request. */
import { createCell } from '../ui/cell.ts';

export const scrollTarget = createCell<{ readonly page: number } | null>(null);
