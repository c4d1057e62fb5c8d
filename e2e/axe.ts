/** What axe finds wrong with a page. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from '@playwright/test';
import type axe from 'axe-core';
import { idle } from './app.ts';

interface Options {
  /** The part to look at, as a CSS selector; the whole page without. */
  readonly include?: string;
  /** Contrast alone, or all but contrast (where the system picks the colours, or the colours were looked at before). */
  readonly contrast?: 'only' | 'no';
}

/** Violations in both themes; leaves the light one. Looking at contrast takes most of the time: with a `part` (a CSS selector) it is looked
 *  at only there, where the rest of the page has the colours that it has in another test. */
export async function violationsInThemes(page: Page, part?: string): Promise<string[]> {
  await page.emulateMedia({ colorScheme: 'dark' });
  const found = part
    ? [
        ...(await violations(page, { contrast: 'no' })),
        ...(await violations(page, { contrast: 'only', include: part })),
      ]
    : await violations(page);
  await page.emulateMedia({ colorScheme: 'light' });
  const light = await violations(page, { contrast: 'only', ...(part ? { include: part } : {}) });
  return [...found, ...light.map((line) => `light: ${line}`)];
}

const SOURCE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Violations by rule and place, once the page is idle. The rules run in the page itself, which gets them once; no page here has a frame of another
 *  origin. Elements that pass are not described. */
export async function violations(page: Page, { include, contrast }: Options = {}): Promise<string[]> {
  await idle(page);
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(SOURCE);
  return page.evaluate(
    async ([place, options]) => {
      const { axe: rules } = window as unknown as { axe: typeof axe };
      const { violations: found } = await rules.run(place ?? document, options);
      return found.map((v) => `${v.id}: ${v.nodes.map((n) => n.target).join(' | ')}`);
    },
    [
      include,
      {
        resultTypes: ['violations'] as ['violations'],
        // No rule in use needs style sheets or films that are fetched for it, and no page that is looked at has a frame: half the time.
        preload: false,
        iframes: false,
        ...(contrast === 'only' ? { runOnly: ['color-contrast'] } : {}),
        ...(contrast === 'no' ? { rules: { 'color-contrast': { enabled: false } } } : {}),
      },
    ] as const,
  );
}
