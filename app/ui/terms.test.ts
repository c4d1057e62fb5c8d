/** Guards that every kernel term on screen has an entry, and that explaining a text changes none of its letters. */
import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SCAN_NAMES } from '../../engine/event/scan.ts';
import { CELL_CLASSES, FAULT_KINDS, injectionLabel } from '../../engine/index.ts';
import { partsOf, readGlossary, termsOf } from './terms.ts';

const entries = readGlossary(JSON.parse(readFileSync('public/glossary.json', 'utf8')));
const terms = termsOf(entries);

describe('the glossary', () => {
  it('has each word once, in a sentence, with a rule', () => {
    const words = entries.flatMap((e) => [e.term, ...e.also].map((w) => w.toLowerCase()));
    expect(words.filter((w, i) => words.indexOf(w) !== i)).toEqual([]);
    for (const { words: text, rule } of entries) {
      expect(text).toMatch(/^(khugepaged|madvise|[/A-Z\d]).*\.$/s);
      expect(text.length).toBeLessThan(240);
      expect(rule).toMatch(/^[A-Z]\d+(\.\d+)?[a-z]?$/);
    }
  });

  it('explains every verdict of khugepaged', () => {
    const words = SCAN_NAMES.filter((name) => name.includes('_'));
    expect(words.filter((name) => !terms.has(name))).toEqual([]);
    expect(words.length).toBeGreaterThan(8);
  });

  it('explains every advice, ioctl and abbreviation that stories and labels name', () => {
    const texts = [
      ...readdirSync('public/stories')
        .filter((f) => f.endsWith('.json'))
        .map((f) => readFileSync(`public/stories/${f}`, 'utf8')),
      ...CELL_CLASSES.map((c) => c.label),
      ...FAULT_KINDS.map(injectionLabel),
    ].join('\n');
    const named = new Set(
      texts.match(
        /\b(?:MADV_(?:HUGEPAGE|NOHUGEPAGE|DONTNEED|CLR_HUGEPAGE)|UFFDIO_[A-Z]+|SCAN_[A-Z_]+|THP|EPT|PML|VMA|PTE|PMD)s?\b/g,
      ),
    );
    expect(named.size).toBeGreaterThanOrEqual(10);
    expect([...named].filter((word) => !terms.has(word.toLowerCase()))).toEqual([]);
  });
});

describe('a text', () => {
  it('keeps all of its letters', () => {
    const words = fc.oneof(fc.constantFrom(...terms.keys()), fc.string({ maxLength: 6 }));
    fc.assert(
      fc.property(fc.array(words, { maxLength: 8 }), fc.constantFrom(' ', ', ', ''), (list, by) => {
        const text = list.join(by);
        expect(
          partsOf(text, terms)
            .map((p) => p.text)
            .join(''),
        ).toBe(text);
      }),
    );
  });

  it('is cut at the longest word, and a term is explained once', () => {
    const said = (text: string) => partsOf(text, terms).flatMap((p) => (p.entry ? [p.text] : []));
    expect(said('the huge zero page and a zero page')).toEqual(['huge zero page', 'zero page']);
    expect(said('PMD beside PMD')).toEqual(['PMD']);
    expect(said('PMDX, xPMD and MADV_DONTNEEDED')).toEqual([]);
    expect(said('UFFDIO_COPY calls')).toEqual(['UFFDIO_COPY calls']);
  });
});
