import { inLanguage } from '../../engine/index.ts';
/** Words of the fields of memory, their legend, and what is heard of their cells. */
export const fields = inLanguage('fields', {
  legend: 'Legend: a class that is pressed stays, the others fade',
  pages: (n: string) => `${n} pages`,
  role: 'memory field',
  field: (title: string, regions: number) => `${title}: ${regions} regions of 2 MiB`,
  cells: (title: string) =>
    `${title}, cells. Arrow keys move, Enter keeps the page, plus and minus zoom, 0 shows all.`,
  extent: (from: string, to: string) => `${from} – ${to}`,
  /** A cell: guest address, class, versions. */
  cell: (address: string, label: string, version: string) =>
    [address, label, version].filter(Boolean).join(', '),
  /** A region: its first address, and its classes by their share of it. */
  region: (region: number, address: string, shares: string) => `region ${region}, ${address}: ${shares}`,
  share: (label: string, sixteenths: number) =>
    sixteenths === 16 ? `all ${label}` : `${label} about ${sixteenths} of 16 parts`,
  notPainted: 'not in view',
  version: (own: number) => `v${own}`,
  behind: (own: number, source: number) => `v${own}, source v${source}`,
  equal: (own: number) => `v${own} = source`,
  none: 'no bits',
});
