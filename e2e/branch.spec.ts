import { expect, test } from '@playwright/test';
import { App } from './app.ts';

test('a branch by mouse: khugepaged takes the region of the selected page, and the parent is as it was', async ({
  page,
}) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  const app = new App(page);
  await app.open('#v=1&p=qemu-no-nohugepage&khugepaged.wake=clock&s=42500&page=0x0a01');
  await app.atStep(42_500);
  const parent = await app.linked('d');
  await page.getByRole('button', { name: 'Branch here' }).click();
  const sheet = page.getByRole('dialog', { name: /^Branch at step 42.500$/ });
  await sheet.getByRole('button', { name: 'khugepaged scans region 5 now' }).click();
  await expect(sheet).toHaveCount(0);
  await expect.poll(() => app.linked('faults')).toBe('collapse=0xa01+1@#42500');
  await app.atStep(42_500);
  await expect.poll(() => app.linked('d')).not.toBe(parent);
  const tree = page.getByRole('tree', { name: 'Branches' });
  await expect(tree.getByRole('treeitem')).toHaveCount(3);
  await expect(tree.getByRole('treeitem', { selected: true })).toContainText('collapse');
  await expect(tree.getByRole('treeitem', { selected: true })).toContainText(/\d lost/);

  // The next event is of the branch.
  await page.getByRole('button', { name: 'Step forward' }).click();
  await expect(page.getByText(/^injected: khugepaged scans the regions/)).toBeVisible();

  await page.getByRole('button', { name: 'Go to the parent' }).click();
  await expect.poll(() => app.linked('d')).toBe(parent);
  await app.atStep(42_500);
  await page.keyboard.press('Control+z');
  await expect.poll(() => app.linked('faults')).toBe('collapse=0xa01+1@#42500');

  await page.getByRole('button', { name: 'Compare with the parent' }).click();
  await expect(page.getByRole('button', { name: /^The runs are identical up to step 42.500/ })).toBeVisible();
});

test('branches by keyboard: made, walked, opened from a link, forgotten', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  const app = new App(page);
  await app.openAt(45_000);
  await page.keyboard.press('b');
  const offer = page.getByRole('dialog').getByRole('button', { name: 'Memory pressure' });
  await offer.focus();
  await page.keyboard.press('Enter');
  await expect.poll(() => app.linked('faults')).toBe('pressure@#45000');
  await app.idle();
  await page.getByRole('button', { name: 'Step forward' }).focus();
  await page.keyboard.press('b');
  await page.getByRole('dialog').getByRole('button', { name: 'max_ptes_none is set to 0' }).focus();
  await page.keyboard.press('Enter');
  await expect.poll(() => app.linked('faults')).toMatch(/^pressure@#45000; max_ptes_none=0@#\d+$/);

  const tree = page.getByRole('tree', { name: 'Branches' });
  await expect(tree.getByRole('treeitem')).toHaveCount(3);
  await tree.getByRole('treeitem', { selected: true }).focus();
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  await expect.poll(() => app.linked('faults')).toBe('pressure@#45000');
  await page.keyboard.press('Home');
  await page.keyboard.press('Enter');
  await expect.poll(() => app.linked('faults')).toBeNull();
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  await expect.poll(() => app.linked('faults')).toMatch(/max_ptes_none/);

  // A link holds the branch and all that it came from.
  const elsewhere = await app.elsewhere();
  await expect(elsewhere.page.getByRole('tree', { name: 'Branches' }).getByRole('treeitem')).toHaveCount(3);
  await elsewhere.page.context().close();

  await page.keyboard.press('Delete');
  await expect(tree.getByRole('treeitem')).toHaveCount(2);
  await expect.poll(() => app.linked('faults')).toBe('pressure@#45000');
});
