import { expect } from '@playwright/test';
import { violations } from './axe.ts';
import { test } from './warm.ts';

test('an exercise by keyboard: a guest of one’s own, a wrong and a right answer, and a link that hands it in', async ({
  app,
}) => {
  const { page } = app;
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await app.open();
  await page.getByRole('radio', { name: 'Story' }).focus();
  await page.keyboard.press('Space');
  await page.getByRole('button', { name: /^Exercises/ }).focus();
  await page.keyboard.press('Enter');
  const story = page.getByRole('article', { name: 'Exercises' });
  const name = story.getByRole('textbox', { name: 'Your name or number' });
  await name.focus();
  await page.keyboard.type('Ada');
  await page.keyboard.press('Enter');
  await expect(story.getByText(/^Your guest has the seed \d+/)).toBeVisible();
  await expect.poll(() => app.linked('guest.seed')).toMatch(/^\d+$/);
  const next = story.getByRole('button', { name: 'Next', exact: true });
  await next.focus();
  await page.keyboard.press('Enter');
  await expect(story.locator('.story-text')).toHaveAttribute('aria-busy', 'false');
  const field = story.getByRole('textbox', { name: 'Your answer' });
  await field.focus();
  await page.keyboard.type('1');
  await page.keyboard.press('Enter');
  await expect(story.getByText('Not yet.')).toBeVisible();
  const said = /In this run: it is ([\d,]+)/.exec(
    (await story.getByRole('region', { name: 'Question' }).getByRole('status').textContent()) ?? '',
  )?.[1];
  const right = String(said).replace(/\D/g, '');
  await field.fill(right);
  await page.keyboard.press('Enter');
  await expect(story.getByText('Right.')).toBeVisible();
  await expect.poll(() => app.linked('ans')).toBe(`n${right}`);
  await expect.poll(() => app.linked('who')).toBe('Ada');

  // Who opens the link sees the same guest, and the answer marked.
  const lecturer = await app.elsewhere();
  await expect(lecturer.page.getByText('Right.')).toBeVisible();
  await expect(lecturer.page.getByText('1 of 6 right')).toBeAttached();
  await expect(lecturer.page.getByRole('textbox', { name: 'Your name or number' })).toHaveValue('Ada');
  expect(await lecturer.linked('guest.seed')).toBe(await app.linked('guest.seed'));
  await lecturer.page.context().close();

  expect(await violations(page)).toEqual([]);
});

test('another name is another guest, and takes the answer back', async ({ app }) => {
  const { page } = app;
  await app.open('#v=1&p=qemu-as-coded&guest.seed=1&s=10&st=exercises.2&who=Bob&ans=n1');
  const story = page.getByRole('article', { name: 'Exercises' });
  await story.getByRole('textbox', { name: 'Your name or number' }).fill('Carol');
  await page.keyboard.press('Enter');
  await expect.poll(() => app.linked('who')).toBe('Carol');
  await expect.poll(() => app.linked('ans')).toBeNull();
  await expect.poll(() => app.linked('guest.seed')).not.toBe('1');
  await expect(story.locator('.story-text')).toHaveAttribute('aria-busy', 'false');
});
