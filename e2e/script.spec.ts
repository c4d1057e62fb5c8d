import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, type Page } from '@playwright/test';
import { firstLoad } from '../.ci/first-load.mjs';
import { App } from './app.ts';
import { violationsInThemes } from './axe.ts';
import { test } from './warm.ts';

const editorOf = (page: Page) => page.getByRole('textbox', { name: 'Script' });

async function openEditor(page: Page) {
  await page.getByRole('radio', { name: 'Script' }).check();
  const editor = editorOf(page);
  await expect(editor).toContainText('mmap');
  return editor;
}

/** Replaces the whole text by pasting. */
async function write(page: Page, text: string): Promise<void> {
  const editor = editorOf(page);
  await editor.click();
  await page.keyboard.press('ControlOrMeta+a');
  await editor.evaluate((el, pasted) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', pasted);
    el.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  }, text);
}

const SMALL =
  '# Q: Is this run?\nmmap A 2m\nmadvise A 0 2m HUGEPAGE\nwrite-range A 0 2m 7\nmadvise A 3p 1p DONTNEED\n';

test('a first visit fetches what the size check counts, little more by itself, and no editor', async ({
  page,
}) => {
  const fetched = new Set<string>();
  page.on('request', (r) => {
    const path = new URL(r.url()).pathname.slice(1);
    if (path.endsWith('.js')) fetched.add(path);
  });
  const app = new App(page);
  await app.openAt(100);
  // After the first frame the panel on the left and the search for hazards come by themselves.
  await app.idle();
  await expect(page.getByText('Looking for them…')).toBeHidden();
  const { page: scripts, worker } = firstLoad('dist');
  const first = [...scripts, ...worker];
  expect([...fetched]).toEqual(expect.arrayContaining(first));
  // Zoom, the panel on the left, the strip of the whole run, and the search for hazards.
  let more = 0;
  for (const path of fetched)
    if (!first.includes(path)) more += gzipSync(readFileSync(join('dist', path)), { level: 9 }).length;
  expect(more).toBeLessThan(36_000);
  const before = fetched.size;
  await openEditor(page);
  expect(fetched.size).toBeGreaterThan(before);
  await app.atStep(100);
});

test('looking at another source changes nothing on screen, and its picks are at hand', async ({ app }) => {
  const { page } = app;
  await app.openAt(100);
  await page.getByRole('radio', { name: 'Recording' }).check();
  await expect(page.getByRole('heading', { name: 'Play a recording' })).toBeVisible();
  await page.keyboard.press('ArrowLeft');
  await expect(page.getByRole('radio', { name: 'Script' })).toBeChecked();
  await app.atStep(100);
  await page.getByRole('radio', { name: 'Scenario' }).check();
  await expect(page.getByRole('heading', { name: 'QEMU as mailed' })).toBeVisible();
  await page.getByRole('radio', { name: 'Recording' }).check();
  await page.getByRole('list').getByRole('button').first().click();
  await expect(page.getByText('A real migration, recorded')).toBeVisible();
});

test('errors are marked in the text and told in words; nothing wrong is run', async ({ app }) => {
  const { page } = app;
  await app.openAt(100);
  await openEditor(page);
  await write(page, 'mmap A 2m\nmadvise A 0 2m MAGIC\nread B 0\n');
  const errors = page.getByRole('list', { name: 'Errors and notes' });
  await expect(errors.getByRole('listitem')).toHaveCount(2);
  await expect(errors).toContainText(/Line 2 expected an advice, one of NORMAL, .* found "MAGIC"/);
  await expect(errors).toContainText(/Line 3 expected A; found "B"/);
  await expect(page.locator('.cm-lintRange-error')).toHaveText(['MAGIC', 'B']);
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await expect(editorOf(page)).toBeFocused();
  await app.atStep(100);
  expect(await app.linked('p')).toBe('qemu-as-mailed');
});

test('words are completed, the page’s keys stay quiet, and Tab leaves the editor', async ({ app }) => {
  const { page } = app;
  await app.openAt(100);
  const editor = await openEditor(page);
  await write(page, 'mmap RAM 2m\n');
  await page.keyboard.type('madvise RAM 0 2m NOH');
  await page.getByRole('listbox').getByRole('option', { name: 'NOHUGEPAGE' }).click();
  await expect(editor).toContainText('madvise RAM 0 2m NOHUGEPAGE');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.type(' ?');
  await app.atStep(100);
  await expect(page.getByRole('dialog')).toHaveCount(0);
  // All but the palette, which is heard everywhere.
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('combobox', { name: /Find a command/ })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(editor).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(editor).not.toBeFocused();
  await page.keyboard.press('Shift+Tab');
  await expect(editor).toBeFocused();
  await page.keyboard.press('Shift+Tab');
  await expect(page.getByRole('button', { name: 'Examples' })).toBeFocused();
});

test('a script runs, says what each line returned, and travels in a link', async ({ app }) => {
  const { page } = app;
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await app.openAt(100);
  const editor = await openEditor(page);
  await write(page, SMALL);
  await page.keyboard.press('ControlOrMeta+Enter');
  await expect.poll(() => app.linked('mm')).toMatch(/^[\w-]{20,}$/);
  await expect(page.getByRole('region', { name: 'Process' })).toBeVisible();
  await expect(page.getByRole('list', { name: 'What each operation returned' })).toContainText('Line 5: 0');
  await expect(page.getByRole('alert')).toHaveCount(0);
  await page.keyboard.press('ControlOrMeta+Home');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Alt+Enter');
  await expect(page.locator('.cm-here')).toContainText('write-range');
  // The seek is on its way to the screen and into the link.
  await expect.poll(() => app.step()).toBeGreaterThan(0);
  const step = await app.step();
  await expect.poll(() => app.linked('s')).toBe(String(step));

  const elsewhere = await app.elsewhere();
  await elsewhere.atStep(step);
  await expect(editorOf(elsewhere.page)).toContainText('Is this run?');
  await expect(elsewhere.page.locator('[data-code]')).toHaveCount(0);
  await elsewhere.page.context().close();

  // An edit is a draft: what was run stays on screen until it is run again.
  await editor.click();
  await page.keyboard.type(' ');
  await app.atStep(step);
  await expect(page.locator('.cm-says')).toHaveCount(0);
});

test('examples are shown and run', async ({ app }) => {
  const { page } = app;
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await app.openAt(100);
  const editor = await openEditor(page);
  await page.getByRole('button', { name: 'Examples' }).click();
  await page.getByRole('dialog', { name: 'Examples' }).getByRole('button', { name: 'fork' }).click();
  await expect(editor).toContainText('child-write');
  await expect.poll(() => app.linked('mm')).not.toBeNull();
  await expect(page.getByRole('alert')).toHaveCount(0);
});

test('a link with half a script says so, and the app goes on', async ({ page }) => {
  const app = new App(page);
  await page.goto('./#v=1&mm=AAAA');
  await expect(app.problem('invalid')).toContainText('mm: expected a script as this page packs it');
  await app.pickSystem('QEMU as coded');
  await expect(page.getByRole('alert')).toHaveCount(0);
  await app.steps();
});

test('a script that is too long for a link runs, and is told so', async ({ app }) => {
  const { page } = app;
  await app.openAt(100);
  await openEditor(page);
  const lines = Array.from({ length: 1500 }, (_, i) => `# ${((i * 7919) % 10007) * 104729}\n`).join('');
  await write(page, SMALL + lines);
  await page.keyboard.press('ControlOrMeta+Enter');
  await expect(page.getByText(/Too long for a link: \d+ characters packed, 2000 fit/)).toBeVisible();
  await expect(page.getByRole('button', { name: /^Share link: the script is too long/ })).toBeDisabled();
});

test('the editor needs no inline styles', async ({ page }) => {
  await page.route('**/*', async (route) => {
    const answer = await route.fetch();
    const headers = answer.headers();
    headers['content-security-policy'] = "default-src 'self'; style-src 'self'; img-src 'self'";
    await route.fulfill({ response: answer, headers });
  });
  await page.addInitScript(() => {
    const refused: string[] = [];
    Object.assign(window, { refused });
    addEventListener('securitypolicyviolation', (e) =>
      refused.push(`${e.effectiveDirective} ${e.blockedURI}`),
    );
  });
  const refused = () => page.evaluate(() => (window as unknown as { refused: string[] }).refused);
  const app = new App(page);
  await app.openAt(100);
  const before = await refused();
  await openEditor(page);
  await write(page, 'mmap A 2m\nread B 0\nmadvise A 0 2m N');
  await expect(page.locator('.cm-lintRange-error').first()).toBeVisible();
  await expect(page.locator('.cm-gutters')).toHaveCSS('position', 'sticky');
  expect(await refused()).toEqual(before);
});

test('the editor has no accessibility violation in either theme', async ({ app }) => {
  const { page } = app;
  await app.openAt(100);
  await openEditor(page);
  await write(page, `${SMALL}flop`);
  await expect(page.getByRole('list', { name: 'Errors and notes' })).toBeVisible();
  expect(await violationsInThemes(page, '.rail.left')).toEqual([]);
});

test('the editor fits a phone without scrolling sideways', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  const app = new App(page);
  await app.openAt(100);
  await page.getByRole('button', { name: 'Scenario', exact: true }).click();
  await openEditor(page);
  await write(page, `${SMALL}# ${'a long comment that goes on '.repeat(8)}`);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
});

test('khugepaged’s verdict is in the margin, and a click on its line leads to it', async ({ app }) => {
  const { page } = app;
  await app.openAt(100);
  await openEditor(page);
  await write(
    page,
    'mmap A 2m\nwrite-range A 0 2m 7\nmadvise A 3p 1p DONTNEED\nmadvise A 0 2m HUGEPAGE\n' +
      'uffd-open\nuffd-register A 0 2m missing\nkhugepaged-run\nuffd-unregister A 0 2m\nkhugepaged-run\n',
  );
  await page.keyboard.press('ControlOrMeta+Enter');
  const editor = editorOf(page);
  await expect(editor).toContainText('→ refused: 1 hole, registered (exceed_none_pte)');
  await expect(editor).toContainText('→ collapsed 1 region');
  await page.locator('.cm-lineNumbers').getByText('7', { exact: true }).click();
  await expect(page.getByRole('region', { name: 'What this step did' })).toContainText('exceed_none_pte');
});
