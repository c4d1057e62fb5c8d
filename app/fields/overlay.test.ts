/** Guards which regions are outlined as one held folio. */
import { expect, it } from 'vitest';
import { CELL_CLASSES } from '../../engine/index.ts';
import { heldFolios } from './overlay.ts';

const id = (name: string) => CELL_CLASSES.findIndex((c) => c.id === name);

it('a region with one split piece still holds its folio; small and huge ones do not', () => {
  const cells = new Uint8Array(3 * 512);
  cells.fill(id('small'), 0, 512).fill(id('hole'), 512, 1024).fill(id('huge'), 1024);
  cells[1023] = id('piece');
  expect(heldFolios({ first: 40, count: 3, sub: 512 }, cells)).toEqual([41]);
});

it('share bars are not outlined', () => {
  expect(heldFolios({ first: 0, count: 1, sub: 16 }, new Uint8Array(16).fill(id('piece')))).toEqual([]);
});
