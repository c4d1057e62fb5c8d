import { expect, type Locator, type Page, test } from '@playwright/test';
import { App } from './app.ts';
import { violations } from './axe.ts';

type Said = { type: string; step?: number; message?: string };

/** A page of this origin with a frame, and what it was told so far. */
async function host(page: Page, address: string) {
  await page.goto('./embed/');
  await page.evaluate((src) => {
    const told: unknown[] = [];
    Object.assign(window, { told });
    addEventListener('message', (e) => told.push(e.data));
    document.querySelector('iframe')?.setAttribute('src', src);
  }, address);
  const told = () => page.evaluate(() => (window as unknown as { told: Said[] }).told);
  const say = (message: unknown) =>
    page.evaluate(
      (m) => document.querySelector('iframe')?.contentWindow?.postMessage(m, location.origin),
      message,
    );
  return { told, say };
}

test('the page in public/ plays, seeks and loads, within the content policy', async ({ page }) => {
  const said: string[] = [];
  page.on('console', (m) => m.type() === 'error' && said.push(m.text()));
  page.on('pageerror', (e) => said.push(e.message));
  await page.goto('./embed/');
  const where = page.locator('#where');
  await expect(where).toContainText('step 2000 of');
  await page.getByRole('button', { name: 'Play', exact: true }).first().click();
  await expect(where).toContainText('playing');
  await page.getByRole('button', { name: 'Pause', exact: true }).first().click();
  await expect(where).not.toContainText('playing');
  await page.getByRole('button', { name: 'Load QEMU as coded' }).click();
  // Not the run before: the middle of that one is elsewhere.
  await expect(where).toContainText(/step 100 of (?!53790)/);
  await page.getByRole('button', { name: 'To the middle' }).click();
  await expect(where).not.toContainText('step 100 of');
  const frame = page.frameLocator('#faultline');
  await expect(frame.getByRole('link', { name: 'Open in Faultline' })).toHaveAttribute(
    'href',
    /#v=1&p=qemu-as-coded/,
  );
  expect(said).toEqual([]);
});

test('shows one view in the theme asked for, keeps no setting, and opens as a whole page', async ({
  page,
}) => {
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.goto('./?embed=timeline&theme=light#v=1&p=qemu-as-mailed&s=300');
  const app = new App(page);
  await app.atStep(300);
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'light');
  await expect(page.getByRole('region', { name: 'Timeline' })).toBeVisible();
  await expect(page.getByRole('region', { name: 'Source', exact: true })).toHaveCount(0);
  expect(await violations(page)).toEqual([]);
  const opened = page.waitForEvent('popup');
  await page.getByRole('link', { name: 'Open in Faultline' }).click();
  const whole = new App(await opened);
  await whole.atStep(300);
  await expect(whole.page.locator('html')).not.toHaveAttribute('data-theme', 'light');
});

test.describe('shows what fits', () => {
  for (const [view, width, height] of [
    ['fields', 400, 300],
    ['timeline', 800, 260],
    ['both', 800, 600],
  ] as const)
    test(`${view}, ${width} × ${height}`, async ({ page }) => {
      await page.setViewportSize({ width, height });
      await page.goto(`./?embed=${view}#v=1&p=qemu-as-mailed&s=300&l=rainbow&guest.bytes=3`);
      const app = new App(page);
      await app.atStep(300);
      const alert = page.getByRole('alert');
      await expect(alert.locator('[data-code]')).toHaveCount(2);
      await page.getByRole('button', { name: 'Step forward' }).click();
      await app.atStep(301);
      await alert.getByRole('button', { name: 'Dismiss' }).click();
      await expect(alert).toHaveCount(0);
      const room = async (part: Locator) => (await part.boundingBox())?.height ?? 0;
      await expect(page.getByRole('link', { name: 'Open in Faultline' })).toBeInViewport({ ratio: 1 });
      expect(await room(app.transport)).toBeLessThan(60);
      if (view !== 'timeline')
        expect(await room(page.getByRole('group', { name: /^Source:/ }))).toBeGreaterThan(height * 0.4);
      if (view !== 'fields')
        expect(await room(page.getByRole('slider', { name: 'Timeline' }))).toBeGreaterThan(140);
      for (const name of ['Branch here', 'Step by'])
        await expect(page.getByRole('button', { name })).toHaveCount(0);
      const needs = await page.evaluate(() => [
        document.documentElement.scrollWidth,
        document.documentElement.scrollHeight,
      ]);
      expect(needs).toEqual([width, height]);
    });
});

test('answers what it cannot use, and goes on', async ({ page }) => {
  const { told, say } = await host(page, '../?embed#v=1&p=qemu-as-mailed&s=30');
  await expect.poll(async () => (await told()).some((m) => m.type === 'ready' && m.step === 30)).toBe(true);
  for (const message of [
    { faultline: 1, type: 'seek', step: -1 },
    { faultline: 1, type: 'load', link: 'x'.repeat(5000) },
    { faultline: 1, type: 'nothing' },
    { faultline: 2, type: 'play' },
    { faultline: 1, type: 'load', link: '#v=99' },
  ])
    await say(message);
  await expect.poll(async () => (await told()).filter((m) => m.type === 'error').length).toBe(5);
  await say('words');
  await say({ other: 1 });
  await say({ faultline: 1, type: 'seek', step: 40 });
  await expect.poll(async () => (await told()).at(-1)).toMatchObject({ type: 'step', step: 40 });
});

test('neither hears nor tells a page of another origin than the one it was given', async ({ page }) => {
  const { told, say } = await host(page, '../?embed&origin=https://example.org#v=1&p=qemu-as-mailed&s=30');
  const transport = page.frameLocator('iframe').getByRole('region', { name: 'Playback' });
  await expect(transport).toHaveAttribute('data-step', '30');
  const frame = page.frame({ url: /[?]embed/ })!;
  const heard = frame.evaluate(
    () => new Promise<void>((done) => addEventListener('message', (e) => e.data === 'last' && done())),
  );
  await say({ faultline: 1, type: 'seek', step: 40 });
  // Messages come in order, both ways.
  await say('last');
  await heard;
  await expect(page.frameLocator('iframe').locator('html')).toHaveAttribute('data-idle', 'true');
  await expect(transport).toHaveAttribute('data-step', '30');
  await frame.evaluate(() => parent.postMessage('last', '*'));
  await expect.poll(told).toEqual(['last']);
});
