/** Words of the inspector: what is looked at, and the names of what can be asked about. */
import { inLanguage } from './language.ts';

export const words = inLanguage({
  en: {
    scope: 'What to inspect',
    page: 'Page',
    region: 'Region',
    vma: 'VMA',
    actor: 'Actor',
    vmaOf: 'VMA of',
    empty: 'Point at a page to see its state on both hosts; click to keep it, and its history, here.',
    nextTouch: 'Next touch',
    history: 'History of this page',
    untouched: 'Nothing has touched it yet.',
    letGo: (page: string) => `Let go of page ${page}`,
    goTo: (step: number, what: string) => `Go to step ${step}: ${what}`,
    why: (what: string) => `${what}: why?`,
    sourceVersion: 'Source version',
    destinationVersion: 'Destination',
    behind: ', behind',
    pmd: 'PMD',
    bits: 'Bits',
    bitsOf: (host: string) => `Bits, ${host}`,
    unset: 'Bits that are not set',
    none: 'none',
    pieces: 'Folio pieces',
    ept: 'EPT',
    placed: 'Placed',
    notPlaced: 'not yet',
    place: (region: number, offset: number) => `${region} · offset ${offset}`,
    notSet: ' not set',
  },
});
