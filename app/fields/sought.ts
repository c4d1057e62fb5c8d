/** The page that fields are to bring into their middle: set anew for each wish. */
import { createCell } from '../ui/cell.ts';

export const sought = createCell<{ readonly page: number } | null>(null);
