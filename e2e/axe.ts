/** What axe finds wrong with a page. */
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';

interface Options {
  /** The part to look at, as a CSS selector; the whole page without. */
  readonly include?: string;
  /** Contrast alone, or all but contrast (where the system picks the colours, or the colours were looked at before). */
  readonly contrast?: 'only' | 'no';
}

/** Violations by rule and place. Legacy mode runs all rules in the page itself, where the other one opens a second page for each
 *  analysis; it looks into no frame of another origin, and no page here has one. Elements that pass are not described. */
export async function violations(page: Page, { include, contrast }: Options = {}): Promise<string[]> {
  const axe = new AxeBuilder({ page }).setLegacyMode().options({
    resultTypes: ['violations'],
    ...(contrast === 'only' ? { runOnly: ['color-contrast'] } : {}),
    ...(contrast === 'no' ? { rules: { 'color-contrast': { enabled: false } } } : {}),
  });
  const found = await (include === undefined ? axe : axe.include(include)).analyze();
  return found.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target).join(' | ')}`);
}
