import { expect } from '@playwright/test';
import { violations } from './axe.ts';
import { test } from './warm.ts';

test('a note by keyboard: written at a step, in the link, opened elsewhere, undone', async ({ app }) => {
  const { page } = app;
  await app.openAt(2000);
  await page.keyboard.press('m');
  const form = page.getByRole('form', { name: /^Note at step 2.000$/ });
  await expect(form.getByRole('textbox', { name: 'Name' })).toBeFocused();
  await page.keyboard.type('The flood | begins ~ here');
  await page.keyboard.press('Tab');
  await page.keyboard.type('<b>Why</b> so many calls?');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  const notes = page.getByRole('list', { name: 'Notes on steps' });
  await expect(notes).toContainText('<b>Why</b> so many calls?');
  await app.atStep(2000);
  await expect
    .poll(() => app.linked('n'))
    .toBe('2000~The flood \\| begins \\~ here~<b>Why</b> so many calls?');
  expect((await app.link()).length).toBeLessThan(2000);

  const elsewhere = await app.elsewhere((await app.link()).replace('s=2000', 's=10'));
  await elsewhere.atStep(10);
  await expect(
    elsewhere.page
      .getByRole('list', { name: 'Hazards and marks on the timeline' })
      .getByRole('button', { name: /The flood .* go to step 2000$/ }),
  ).toBeVisible();
  await elsewhere.page
    .getByRole('list', { name: 'Notes on steps' })
    .getByRole('button', { name: /^The flood .* go to step 2.000$/ })
    .click();
  await elsewhere.atStep(2000);
  await elsewhere.page.context().close();

  await page.getByRole('button', { name: 'Step forward' }).focus();
  await page.keyboard.press('Control+z');
  await expect(notes).toHaveCount(0);
  await expect.poll(() => app.linked('n')).toBeNull();
});

test('a note by mouse: added, changed, removed; one that is too long is not lost', async ({ app }) => {
  const { page } = app;
  await app.openAt(500);
  await page.getByRole('heading', { name: 'Notes' }).click();
  await page.getByRole('button', { name: 'Add a note at this step' }).click();
  await page.getByRole('textbox', { name: 'Name' }).fill('First');
  await page.getByRole('textbox', { name: 'Note', exact: true }).fill('é'.repeat(500));
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'A link holds no more' })).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'Note', exact: true })).toHaveValue('é'.repeat(500));
  await page.getByRole('textbox', { name: 'Note', exact: true }).fill('short');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('button', { name: 'Edit First' }).click();
  await page.getByRole('textbox', { name: 'Name' }).fill('Second');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('list', { name: 'Notes on steps' })).toContainText('Second');
  expect(await violations(page)).toEqual([]);
  await page.getByRole('button', { name: 'Remove Second' }).click();
  await expect(page.getByText('Name a step, and say')).toBeVisible();
});
