/** A newer build takes the place of the one on screen: what is open stays whole, and says what it cannot have. */
import { cpSync, mkdtempSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { App } from './app.ts';

const DIST = new URL('../dist/', import.meta.url).pathname;
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.webmanifest': 'application/manifest+json',
};

/** Another build: the part with the palette has another name, and the page a mark. */
function anotherBuild(): string {
  const folder = mkdtempSync(join(tmpdir(), 'faultline-build-'));
  cpSync(DIST, folder, { recursive: true });
  const old = readdirSync(join(folder, 'assets')).find((name) => /^Palette-.*\.js$/.test(name))!;
  renameSync(join(folder, 'assets', old), join(folder, 'assets', 'Palette-another.js'));
  const entry = /index-[\w-]+\.js/.exec(readFileSync(join(folder, 'index.html'), 'utf8'))![0];
  renameSync(join(folder, 'assets', entry), join(folder, 'assets', 'index-another.js'));
  for (const path of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const file = join(folder, path);
    if (!statSync(file).isFile() || !/\.(js|html)$/.test(path)) continue;
    const text = readFileSync(file, 'utf8')
      .replaceAll(old, 'Palette-another.js')
      .replaceAll(entry, 'index-another.js')
      .replace('<html lang="en">', '<html lang="en" data-build="another">')
      .replace(/const VERSION = "\w+"/, 'const VERSION = "another"');
    writeFileSync(file, text);
  }
  return folder;
}

/** Serves a folder, and another one when told to. */
async function serve() {
  let folder = DIST;
  const server = createServer((request, answer) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname;
    const file = join(folder, path.endsWith('/') ? `${path}index.html` : path);
    try {
      const body = readFileSync(file);
      answer.writeHead(200, {
        'content-type': TYPES[extname(file)] ?? 'text/plain',
        'cache-control': 'no-cache',
      });
      answer.end(body);
    } catch {
      answer.writeHead(404).end();
    }
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('expected a port');
  return {
    url: `http://127.0.0.1:${address.port}/`,
    deploy: (next: string) => {
      folder = next;
    },
    close: () => server.close(),
  };
}

const build = (page: Page) => page.locator('html').getAttribute('data-build');

test.describe('with a service worker', () => {
  test.use({ serviceWorkers: 'allow' });

  test('is offered, waits, and keeps what is on screen; until then the old build is whole', async ({
    page,
  }) => {
    const site = await serve();
    const app = new App(page);
    await page.goto(`${site.url}#v=1&p=qemu-as-mailed&s=900`);
    await app.ready();
    await page.evaluate(() => navigator.serviceWorker.ready.then((r) => r.active?.state));
    await page.reload();
    await app.ready();
    await expect(page.getByText('A new version is ready')).toHaveCount(0);

    site.deploy(anotherBuild());
    await page.evaluate(() => navigator.serviceWorker.ready.then((r) => r.update()));
    await expect(page.getByRole('status').filter({ hasText: 'A new version is ready' })).toBeVisible();
    expect(await build(page)).toBeNull();
    // A part that the server no longer has, and a page that is opened beside it.
    await page.keyboard.press('Control+k');
    await expect(page.getByRole('dialog')).toBeVisible();
    await page.keyboard.press('Escape');
    const beside = await page.context().newPage();
    await beside.goto(`${site.url}#v=1&p=qemu-as-coded&s=20`);
    await new App(beside).ready();
    expect(await build(beside)).toBeNull();

    await page.keyboard.press('ArrowRight');
    await app.atStep(901);
    await app.idle();
    await page.getByRole('button', { name: 'Reload' }).click();
    await expect.poll(() => build(page)).toBe('another');
    await app.ready();
    await app.atStep(901);
    await page.keyboard.press('Control+k');
    await expect(page.getByRole('dialog')).toBeVisible();
    // The page beside it was not touched, has its parts, and is offered the same.
    expect(await build(beside)).toBeNull();
    await expect(beside.getByText('A new version is ready')).toBeVisible();
    await beside.keyboard.press('Control+k');
    await expect(beside.getByRole('dialog')).toBeVisible();
    site.close();
  });
});

test('a site that changes during a first visit offers its new build', async ({ page }) => {
  const site = await serve();
  const app = new App(page);
  const kept = page.waitForResponse(/assets\/register-/);
  await page.goto(`${site.url}#v=1&p=qemu-as-mailed&s=900`);
  site.deploy(anotherBuild());
  await kept;
  await expect(page.getByText('A new version is ready')).toBeVisible();
  await app.ready();
  await page.getByRole('button', { name: 'Reload' }).click();
  await expect.poll(() => build(page)).toBe('another');
  await app.ready();
  await app.atStep(900);
  site.close();
});

test('a part that is gone says so, and everything else goes on', async ({ page }) => {
  const app = new App(page);
  await page.route(/assets\/(Palette|ScriptPanel)-.*\.js/, (route) => route.fulfill({ status: 404 }));
  const errors: string[] = [];
  page.on('pageerror', (e) => errors.push(e.message));
  await app.openAt(900);
  await page.keyboard.press('Control+k');
  await expect(app.problem('not-loaded')).toContainText('This part of the page could not be loaded.');
  await page.keyboard.press('ArrowRight');
  await app.atStep(901);
  await page.getByRole('radio', { name: 'Script' }).check();
  await expect(page.locator('.rail.left').getByRole('alert')).toContainText('could not be loaded');
  expect(errors).toEqual([]);
  await page.unroute(/assets\/(Palette|ScriptPanel)-.*\.js/);
  await page.getByRole('region', { name: 'Notices' }).getByRole('button', { name: 'Reload' }).click();
  await app.ready();
  await app.atStep(901);
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('dialog')).toBeVisible();
});

test('a part of the engine that is gone fails one question, and not the engine', async ({ page }) => {
  const app = new App(page);
  await page.route(/assets\/export-.*\.js/, (route) => route.fulfill({ status: 404 }));
  await app.openAt(900);
  await page.keyboard.press('e');
  const sheet = page.getByRole('dialog', { name: 'Export' });
  await sheet.getByRole('radio', { name: 'Data' }).click();
  await sheet.getByRole('button', { name: 'Save CSV' }).click();
  await expect(sheet.getByRole('alert')).toContainText('a part of the engine could not be loaded');
  await page.keyboard.press('Escape');
  await page.keyboard.press('ArrowRight');
  await app.atStep(901);
});

test('words that are gone leave the page in English, and that is said', async ({ page }) => {
  await page.addInitScript(() => localStorage.setItem('faultline.language', 'zh'));
  await page.route(/assets\/zh-.*\.js/, (route) => route.fulfill({ status: 404 }));
  const app = new App(page);
  await app.openAt(900);
  await expect(app.problem('not-loaded')).toContainText(
    'The texts in 简体中文 could not be loaded. The page is in English.',
  );
});

test('a page whose first parts are gone says so', async ({ page }) => {
  await page.route(/assets\/page-.*\.js/, (route) => route.fulfill({ status: 404 }));
  await page.goto('./#v=1&p=qemu-as-mailed&s=900');
  await expect(page.getByRole('button', { name: /^Faultline could not be loaded/ })).toBeVisible();
  await page.unroute(/assets\/page-.*\.js/);
  await page.getByRole('button').click();
  const app = new App(page);
  await app.ready();
  await app.atStep(900);
});
