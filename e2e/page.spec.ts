import { expect, type Page } from '@playwright/test';
import { App } from './app.ts';
import { test } from './warm.ts';

test('the theme button overrides the system and is kept', async ({ page }) => {
  await page.emulateMedia({ colorScheme: 'dark' });
  const app = new App(page);
  await app.openAt(0);
  const background = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  const dark = await background();
  await page.getByRole('button', { name: 'Theme: system' }).click();
  await page.getByRole('button', { name: 'Theme: dark' }).click();
  await expect.poll(background).not.toBe(dark);
  const light = await background();
  await page.reload();
  await app.ready();
  expect(await background()).toBe(light);
});

/** What sticks out of the page at a side, or is smaller than a finger. */
const misfits = (page: Page) =>
  page.evaluate(() => {
    const seen = [...document.querySelectorAll('button, a, input, select, summary, h1, h2, p')].filter(
      (e) =>
        e.checkVisibility({ visibilityProperty: true }) &&
        !e.closest('.spoken, [popover]:not(:popover-open), .skip'),
    );
    const wide = seen.filter((e) => {
      const { left, right, width } = e.getBoundingClientRect();
      return width > 2 && (left < -1 || right > innerWidth + 1);
    });
    return [document.documentElement.scrollWidth > innerWidth, ...wide.map((e) => e.outerHTML.slice(0, 90))];
  });

test('on a phone the fields stay, and the rest opens below them', async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 640 });
  const app = new App(page);
  await page.goto('./');
  await app.ready();
  await app.idle();
  const field = page.getByRole('group', { name: /^Source:/ });
  const bar = page.getByRole('navigation', { name: 'Parts of the page' });
  const tab = (name: string) => bar.getByRole('button', { name, exact: true });
  const inView = async () => {
    await expect(field).toBeInViewport({ ratio: 1 });
    expect(await misfits(page)).toEqual([false]);
  };
  // The first screen is open, and what begins the story is in view.
  await expect(page.getByRole('button', { name: 'Start the story' })).toBeInViewport({ ratio: 1 });
  await inView();
  await page.getByRole('button', { name: 'Start the story' }).click();
  await expect(page.getByRole('article', { name: /^The mail/ })).toBeVisible();
  await inView();
  await page.getByRole('button', { name: 'Make it taller' }).click();
  await expect(field).toBeHidden();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('article')).toBeHidden();
  await expect(app.sentence).toBeInViewport({ ratio: 1 });
  await inView();
  const step = await app.step();
  await page.getByRole('button', { name: 'Step forward' }).click();
  await app.atStep(step + 1);
  // A page that is selected is described.
  await field.click({ position: { x: 12, y: 8 } });
  await expect(tab('Page')).toHaveAttribute('aria-pressed', 'true');
  await expect(page.getByRole('heading', { name: /^Page 0x/ })).toBeInViewport();
  await inView();
  await tab('Timeline').click();
  await expect(page.getByRole('slider', { name: 'Timeline' })).toBeVisible();
  await inView();
  await tab('Scenario').click();
  const size = app.list('Guest memory');
  await expect(size).toBeVisible();
  expect((await size.boundingBox())?.height).toBeGreaterThanOrEqual(44);
  await inView();
  // Drawn up, it is full; drawn down twice, it is gone.
  const draw = async (by: number) => {
    const box = await page.locator('.phone-handle').boundingBox();
    if (!box) throw new Error('nothing is open');
    await page.mouse.move(box.x + 40, box.y + 20);
    await page.mouse.down();
    await page.mouse.move(box.x + 40, box.y + 20 + by, { steps: 3 });
    await page.mouse.up();
  };
  await draw(-60);
  await expect(field).toBeHidden();
  await draw(60);
  await expect(field).toBeVisible();
  await draw(60);
  await expect(size).toBeHidden();
  await expect(tab('Scenario')).toHaveAttribute('aria-pressed', 'false');
});

test('a tablet shows everything at once', async ({ page }) => {
  await page.setViewportSize({ width: 820, height: 1180 });
  const app = new App(page);
  await app.openAt(45_000, '&page=0x1a47');
  for (const part of [
    app.sentence,
    app.transport,
    app.list('Guest memory'),
    page.getByRole('heading', { name: 'Page 0x1a47' }),
    page.getByRole('slider', { name: 'Timeline' }),
  ])
    await expect(part).toBeInViewport();
  expect(await misfits(page)).toEqual([false]);
  await page.getByRole('button', { name: 'More' }).click();
  await app.pick('Lens', 'Huge pages');
  await expect.poll(() => app.linked('l')).toBe('huge');
});

/** How far the page moved by itself since the first frame, as browsers count it. */
async function watchShifts(page: Page) {
  await page.addInitScript(() => {
    const shifts: number[] = [];
    Object.assign(window, { shifts });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        const { value, hadRecentInput } = entry as unknown as { value: number; hadRecentInput: boolean };
        if (document.documentElement.dataset.ready && !hadRecentInput) shifts.push(value);
      }
    }).observe({ type: 'layout-shift', buffered: true });
  });
  return () =>
    page.evaluate(() =>
      (window as unknown as { shifts: number[] }).shifts.reduce((sum, value) => sum + value, 0),
    );
}

test('nothing moves once the first field is painted, nor from step to step', async ({ page }) => {
  const shifted = await watchShifts(page);
  const app = new App(page);
  await app.open();
  await expect(page.getByRole('button', { name: /^All \d+ stories$/ })).toBeVisible();
  await app.idle();
  expect(await shifted()).toBeLessThan(0.02);
  const places = () => Promise.all([app.sentence.boundingBox(), app.transport.boundingBox()]);
  const before = await places();
  await page.keyboard.press('Home');
  for (let n = 0; n < 12; n++) {
    await page.keyboard.press(n % 3 ? 'ArrowRight' : ']');
    await app.idle();
    expect(await places()).toEqual(before);
  }
});

test('the bar of the split gives room, and stays where it was put', async ({ page }) => {
  const app = new App(page);
  await app.openAt(100);
  const timeline = page.getByRole('region', { name: 'Timeline', exact: true });
  const height = async () => (await timeline.boundingBox())?.height ?? 0;
  const before = await height();
  const box = await page.getByRole('separator', { name: 'Height of the timeline' }).boundingBox();
  if (!box) throw new Error('the bar has no box');
  await page.mouse.move(box.x + 300, box.y + 3);
  await page.mouse.down();
  await page.mouse.move(box.x + 300, box.y + 83, { steps: 4 });
  await page.mouse.up();
  await expect.poll(height).toBeCloseTo(before - 80, -1);
  await page.reload();
  await app.ready();
  expect(await height()).toBeCloseTo(before - 80, -1);
});

test('the Tab key comes first to what leads past the panels, and F6 goes from part to part', async ({
  page,
}) => {
  const app = new App(page);
  await app.openAt(100);
  const focused = (selector: string) =>
    expect.poll(() => page.evaluate((s) => document.activeElement?.closest(s) !== null, selector)).toBe(true);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Play', exact: true })).toBeFocused();
  for (const part of ['.events', '.header', '.left', '.cells', '.right', '.transport']) {
    await page.keyboard.press('F6');
    await focused(part);
  }
  await page.keyboard.press('Shift+F6');
  await focused('.right');
});

test('fits a desktop without scrolling', async ({ app }) => {
  const { page } = app;
  await app.openAt(2000);
  const size = await page.evaluate(() => {
    const { scrollHeight, scrollWidth } = document.documentElement;
    return { scrollHeight, scrollWidth };
  });
  expect(size).toEqual({ scrollHeight: 900, scrollWidth: 1440 });
});

test('asks nothing of other origins and says nothing on the console', async ({ page, baseURL }) => {
  const origin = new URL(baseURL ?? '').origin;
  const foreign: string[] = [];
  const said: string[] = [];
  page.on('request', (r) => {
    if (!r.url().startsWith('data:') && !r.url().startsWith('blob:') && new URL(r.url()).origin !== origin)
      foreign.push(r.url());
  });
  page.on('console', (m) => m.type() === 'error' && said.push(m.text()));
  page.on('pageerror', (e) => said.push(e.message));
  const app = new App(page);
  await app.open();
  await expect.poll(() => app.step()).toBeGreaterThan(1000);
  expect({ foreign, said }).toEqual({ foreign: [], said: [] });
});

test('a crash of the engine shows its cause, and a restart keeps the place', async ({ page }) => {
  await page.addInitScript(() => {
    const made: Worker[] = [];
    const Real = Worker;
    Object.assign(window, { made });
    window.Worker = class extends Real {
      constructor(url: string | URL, options?: WorkerOptions) {
        super(url, options);
        made.push(this);
      }
    };
  });
  const app = new App(page);
  await app.openAt(900, '&guest.seed=5');
  await page.evaluate(() => {
    const [worker] = (window as unknown as { made: Worker[] }).made;
    worker?.dispatchEvent(new ErrorEvent('error', { message: 'out of memory' }));
  });
  await expect(app.problem('crashed')).toContainText('out of memory');
  await page.getByRole('button', { name: 'Restart the engine' }).click();
  await expect(page.getByRole('alert')).toHaveCount(0);
  await app.steps();
  await app.idle();
  await page.keyboard.press('ArrowRight');
  await app.atStep(901);
  await expect(page.getByRole('textbox', { name: 'Seed' })).toHaveValue('5');
});

test('a worker that its browser ends without a word is noticed, and nothing is lost', async ({ page }) => {
  const app = new App(page);
  await app.openAt(900, '&guest.seed=5&page=0x1a47');
  const shown = await app.sentence.textContent();
  const [worker] = page.workers();
  // The worker may end before it answers.
  await worker?.evaluate(() => self.close()).catch(() => undefined);
  await expect(app.problem('crashed')).toContainText('its browser ended it, perhaps for lack of memory');
  expect(await app.sentence.textContent()).toBe(shown);
  await page.getByRole('button', { name: 'Restart the engine' }).click();
  await expect(page.getByRole('alert')).toHaveCount(0);
  await app.steps();
  await app.idle();
  await page.keyboard.press('ArrowRight');
  await app.atStep(901);
  await expect(page.getByRole('textbox', { name: 'Seed' })).toHaveValue('5');
  expect(page.url()).toContain('page=0x1a47');
});
