/** The longest story from its first to its last step, by touch on a phone. What every story says at every step is held by
 *  engine/story/stories.test.ts; app/story/walk.test.tsx walks through all of them by keyboard. */
import { expect, type Page } from '@playwright/test';
import { App } from './app.ts';
import { violations } from './axe.ts';
import { test } from './warm.ts';

test('story by touch, on a phone: The mail, which its short cut leads to', async ({ browser, baseURL }) => {
  test.setTimeout(180_000);
  const context = await browser.newContext({
    ...{ baseURL: baseURL!, viewport: { width: 360, height: 640 }, hasTouch: true, isMobile: true },
    reducedMotion: 'reduce',
  });
  const app = new App(await context.newPage());
  await app.page.goto('./#v=1&st=the-mail-short.7');
  await app.ready();
  await app.page.getByRole('button', { name: 'Read “The mail”' }).tap();
  await walk(app.page, 'The mail', () => app.page.getByRole('button', { name: 'Next', exact: true }).tap());
  await context.close();
});

/** Reads a story to its end; `next` turns the step. At each, the way on is in sight and no text leaves the panel sideways. */
async function walk(page: Page, title: string, next: () => Promise<void>): Promise<void> {
  const story = page.getByRole('article', { name: title, exact: true });
  const progress = story.getByRole('progressbar');
  await expect(progress).toHaveAttribute('value', '1');
  const steps = Number(await progress.getAttribute('max'));
  expect(steps).toBeGreaterThan(2);
  for (let at = 1; ; at++) {
    await expect(progress).toHaveAttribute('value', String(at));
    await expect(story.locator('.story-text')).toHaveAttribute('aria-busy', 'false', { timeout: 20_000 });
    await expect(story.getByRole('button', { name: /^Back to this step/ })).toHaveCount(0);
    await expect(story.getByText(`${at} of ${steps}`, { exact: true })).toBeInViewport();
    const wide = story.locator('h1, figure, .story-text, .story-question');
    expect(await wide.evaluateAll((all) => all.filter((el) => el.scrollWidth > el.clientWidth).length)).toBe(
      0,
    );
    if (at === 1 || at === steps) expect(await violations(page)).toEqual([]);
    if (at === steps) break;
    await next();
  }
  expect(await page.getByRole('alert').allTextContents()).toEqual([]);
}
