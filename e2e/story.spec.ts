/** Two stories from their first to their last step, by keyboard: one that simulates, one of a recording. What every story says at
 *  every step is held by engine/story/stories.test.ts. */
import { expect } from '@playwright/test';
import index from '../public/stories/index.json' with { type: 'json' };
import { violations } from './axe.ts';
import { test } from './warm.ts';

const WALKED = ['khugepaged', 'read-a-real-migration'];

for (const { title } of index.filter(({ id }) => WALKED.includes(id)))
  test(`story by keyboard: ${title}`, async ({ app }) => {
    const { page } = app;
    test.setTimeout(180_000);
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await app.open();
    await page.getByRole('radio', { name: 'Story' }).focus();
    await page.keyboard.press('Space');
    const pick = page.getByRole('button', { name: new RegExp(`^${title}`) });
    await pick.focus();
    await page.keyboard.press('Enter');
    const story = page.getByRole('article', { name: title });
    const progress = story.getByRole('progressbar');
    await expect(progress).toHaveAttribute('value', '1');
    const steps = Number(await progress.getAttribute('max'));
    expect(steps).toBeGreaterThan(2);
    for (let at = 1; ; at++) {
      await expect(progress).toHaveAttribute('value', String(at));
      await expect(story.locator('.story-text')).toHaveAttribute('aria-busy', 'false', { timeout: 20_000 });
      await expect(story.getByRole('button', { name: 'Back to this step’s place' })).toHaveCount(0);
      if (at === 1 || at === steps) {
        expect(await violations(page)).toEqual([]);
      }
      if (at === steps) break;
      await story.getByRole('button', { name: 'Next' }).focus();
      await page.keyboard.press('Enter');
    }
    expect(await page.getByRole('alert').allTextContents()).toEqual([]);
  });
