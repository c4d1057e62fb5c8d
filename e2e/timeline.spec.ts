/** The timeline by mouse, by keyboard and by fingers: from the whole run to one event, exact counts, ranges, lanes. */
import { expect, type Page } from '@playwright/test';
import { App } from './app.ts';
import { violations, violationsInThemes } from './axe.ts';
import { test } from './warm.ts';

class Timeline {
  private readonly page: Page;

  constructor(readonly app: App) {
    this.page = app.page;
  }

  get slider() {
    return this.page.getByRole('slider', { name: 'Timeline' });
  }

  get range() {
    return this.page.getByRole('region', { name: 'Range', exact: true });
  }

  /** What is under the pointer, in words. */
  get says() {
    return this.page.locator('.timeline-where');
  }

  /** The words a screen reader says. */
  get spoken() {
    return this.page.locator('.timeline').getByRole('status');
  }

  /** The steps in view, once they are drawn. */
  async view(): Promise<{ from: number; to: number }> {
    await expect(this.slider).toHaveAttribute('data-to', /^\d+$/);
    const [from, to] = await Promise.all(
      ['from', 'to'].map((end) => this.slider.getAttribute(`data-${end}`).then(Number)),
    );
    return { from: from!, to: to! };
  }

  /** Names of the lanes from the top, and their middles in pixels from there. */
  async lanes(): Promise<(readonly [name: string, y: number])[]> {
    const text = (await this.slider.getAttribute('data-lanes')) ?? '';
    return text.split(' ').map((lane) => {
      const [name = '', y = ''] = lane.split(':');
      return [name, Number(y)] as const;
    });
  }

  async laneY(name: string): Promise<number> {
    const found = (await this.lanes()).find(([lane]) => lane === name);
    if (!found) throw new Error(`the timeline has no lane ${name}`);
    return found[1];
  }

  /** A place on the picture: part of the width, and pixels from the top. */
  async at(part: number, y = 110): Promise<{ x: number; y: number }> {
    const box = await this.slider.boundingBox();
    if (!box) throw new Error('the timeline has no box');
    const gutter = 112;
    return { x: box.x + gutter + (box.width - gutter) * part, y: box.y + y };
  }

  async drag(from: number, to: number, y = 110): Promise<void> {
    const [a, b] = [await this.at(from, y), await this.at(to, y)];
    await this.page.mouse.move(a.x, a.y);
    await this.page.mouse.down();
    await this.page.mouse.move((a.x + b.x) / 2, b.y);
    await this.page.mouse.move(b.x, b.y);
    await this.page.mouse.up();
  }

  linkedRange(): Promise<{ from: number; to: number } | null> {
    return this.linkedStretch('r');
  }

  async linkedStretch(field: 'r' | 'w'): Promise<{ from: number; to: number } | null> {
    const text = await this.app.linked(field);
    const [from, to] = text?.split('-').map(Number) ?? [];
    return from === undefined || to === undefined ? null : { from, to };
  }
}

/** Numbers in words: groups of three are parted by narrow spaces. */
const numberIn = (text: string) => Number(text.replace(/,/g, ''));

test('pointing at a lane counts its events exactly, as a query does', async ({ app }) => {
  const { page } = app;
  const t = new Timeline(app);
  await t.app.openAt(100, '&x=steps');
  await t.view();
  const { x, y } = await t.at(0.3, await t.laneY('vcpu'));
  await page.mouse.move(x, y);
  await expect(t.says).toContainText(/^vCPU: .*guest\.write.* in steps [\d,]+–[\d,]+, .*s$/);
  const text = (await t.says.textContent()) ?? '';
  const [, kinds = '', from = '', to = ''] = /^vCPU: (.*) in steps ([\d,]+)–([\d,]+), /.exec(text) ?? [];
  const counted = kinds.split(', ').reduce((sum, part) => sum + numberIn(/^[\d,]+/.exec(part)?.[0] ?? ''), 0);
  expect(counted).toBeGreaterThan(0);

  await page.keyboard.press('/');
  const box = page.getByRole('combobox', { name: 'Event query' });
  await box.fill(`actor=vcpu step=${numberIn(from)}..${numberIn(to)}`);
  await page.keyboard.press('Enter');
  const found = page.getByRole('region', { name: 'Find events' }).getByRole('status').first();
  await expect(found).toHaveText(new RegExp(`^${counted} events?$`));
});

test('a wheel zooms to one event, which says its words; double click zooms, Show all goes back', async ({
  app,
}) => {
  const { page } = app;
  const t = new Timeline(app);
  await t.app.openAt(100);
  const whole = await t.view();
  const { x, y } = await t.at(0.4);
  await page.mouse.dblclick(x, y);
  await expect.poll(async () => (await t.view()).to - (await t.view()).from).toBeLessThan(whole.to / 3);
  await page.mouse.wheel(0, -6000);
  await expect.poll(async () => (await t.view()).to - (await t.view()).from).toBe(1);
  const { from } = await t.view();
  await page.mouse.move(x + 1, y + 40);
  await expect(t.says).toHaveText(/^step [\d,]+, .*: [a-z]+\.\w+, .+/);
  expect(numberIn(/[\d,]*\d/.exec((await t.says.textContent())?.slice(5) ?? '')?.[0] ?? '')).toBe(from + 1);
  await page.getByRole('button', { name: 'Show all', exact: true }).click();
  await expect.poll(() => t.view()).toEqual(whole);
});

test('a range drawn with Shift has its statistics, zooms, is found by a query, and is undone', async ({
  app,
}) => {
  const { page } = app;
  const t = new Timeline(app);
  await t.app.openAt(100, '&x=steps');
  await t.view();
  await page.keyboard.down('Shift');
  await t.drag(0.7, 0.8);
  await page.keyboard.up('Shift');
  await expect(t.range).toBeVisible();
  await expect.poll(() => t.linkedRange()).not.toBeNull();
  const range = (await t.linkedRange())!;
  const events = range.to - range.from;
  const first = t.range.locator('.facts > div').first();
  await expect(first).toHaveText(/events/);
  expect(numberIn((await first.locator('dd').textContent()) ?? '')).toBe(events);
  await expect(t.range).toContainText('Events by kind');
  await expect(t.range).toContainText('Time by phase');

  await t.range.getByRole('button', { name: 'Zoom to it' }).click();
  await expect.poll(() => t.view()).toEqual(range);
  await expect.poll(() => t.linkedStretch('w')).toEqual(range);
  await t.range.getByRole('button', { name: 'Find its events' }).click();
  const found = page.getByRole('region', { name: 'Find events' }).getByRole('status').first();
  await expect(found).toHaveText(/^[\d,]+ events$/);
  expect(numberIn(((await found.textContent()) ?? '').replace('events', ''))).toBe(events);

  await t.range.getByRole('button', { name: 'Clear' }).click();
  await expect(t.range).toHaveCount(0);
  await t.slider.focus();
  await page.keyboard.press('Control+z');
  await expect(t.range).toBeVisible();
});

test('a link opens with its window and its range', async ({ app }) => {
  const t = new Timeline(app);
  await t.app.openAt(12482, '&w=12000-14000&r=12482-12500');
  await expect.poll(() => t.view()).toEqual({ from: 12000, to: 14000 });
  await expect(t.range.getByRole('status')).toHaveText(/12,483–12,500/);
});

test('by keyboard: zoom, move, a lane, a range, and what each holds is spoken', async ({ app }) => {
  const { page } = app;
  const t = new Timeline(app);
  await t.app.openAt(30_000, '&x=steps');
  const whole = await t.view();
  await t.slider.focus();
  for (let i = 0; i < 4; i++) await page.keyboard.press('+');
  await expect.poll(async () => (await t.view()).to - (await t.view()).from).toBe(Math.round(whole.to / 16));
  const near = await t.view();
  await page.keyboard.press('Control+ArrowRight');
  await expect.poll(async () => (await t.view()).from).toBeGreaterThan(near.from);
  await page.keyboard.press('Control+ArrowLeft');
  await expect.poll(async () => (await t.view()).from).toBe(near.from);

  await page.keyboard.press('ArrowRight');
  await t.app.atStep(30_001);
  await expect(t.spoken).toHaveText(/ in steps? /);
  await page.keyboard.press('ArrowDown');
  await expect(t.spoken).toHaveText(/^vCPU: .* in steps? /);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect.poll(() => t.app.step()).toBeGreaterThan(30_001);
  await expect(t.app.sentence).toContainText('src migration');

  const began = await t.app.step();
  const hundredth = Math.round((near.to - near.from) / 100);
  for (let i = 0; i < 3; i++) await page.keyboard.press('Shift+ArrowRight');
  await expect(t.range).toBeVisible();
  await t.app.atStep(began + 3 * hundredth);
  await expect.poll(() => t.linkedRange()).toEqual({ from: began, to: began + 3 * hundredth });
  await page.keyboard.press('Shift+ArrowLeft');
  await expect.poll(() => t.linkedRange()).toEqual({ from: began, to: began + 2 * hundredth });
  await page.keyboard.press('Escape');
  await expect(t.range).toHaveCount(0);
  await page.keyboard.press('0');
  await expect.poll(() => t.view()).toEqual(whole);
});

test('the map of the run moves and stretches the window, by mouse and by keyboard', async ({ app }) => {
  const { page } = app;
  const t = new Timeline(app);
  await t.app.openAt(100, '&x=steps&w=20000-30000');
  await expect.poll(() => t.view()).toEqual({ from: 20_000, to: 30_000 });
  const part = page.getByRole('scrollbar', { name: 'Part of the run in view' });
  const box = await part.boundingBox();
  if (!box) throw new Error('the window has no box');
  await page.mouse.move(box.x + box.width / 2, box.y + 8);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width / 2 + 100, box.y + 8, { steps: 3 });
  await page.mouse.up();
  await expect.poll(async () => (await t.view()).from).toBeGreaterThan(23_000);
  const moved = await t.view();
  expect(moved.to - moved.from).toBe(10_000);

  const end = page.getByRole('slider', { name: 'Where the part in view ends' });
  const edge = await end.boundingBox();
  if (!edge) throw new Error('its end has no box');
  await page.mouse.move(edge.x + edge.width / 2, edge.y + 8);
  await page.mouse.down();
  await page.mouse.move(edge.x + 150, edge.y + 8, { steps: 3 });
  await page.mouse.up();
  await expect.poll(async () => (await t.view()).to).toBeGreaterThan(moved.to + 2000);
  expect((await t.view()).from).toBe(moved.from);

  await page.getByRole('slider', { name: 'Where the part in view begins' }).focus();
  await page.keyboard.press('Home');
  await expect.poll(async () => (await t.view()).from).toBe(0);
  await end.focus();
  await page.keyboard.press('ArrowLeft');
  await expect.poll(async () => (await t.view()).to).toBeLessThan(await t.app.steps());
  const { to } = await t.view();
  await part.focus();
  await page.keyboard.press('End');
  await expect.poll(async () => (await t.view()).to).toBe(await t.app.steps());
  expect((await t.view()).from).toBe((await t.app.steps()) - to);
});

test('lanes are hidden, pinned on top, and kept; one that is picked is stepped by', async ({ page }) => {
  const t = new Timeline(new App(page));
  await t.app.openAt(100);
  await t.view();
  await page.getByRole('button', { name: 'Lanes' }).click();
  const menu = page.getByRole('dialog', { name: 'Lanes' });
  await menu.getByRole('checkbox', { name: 'Show vCPU' }).uncheck();
  await menu.getByRole('button', { name: 'Pin khugepaged on top' }).click();
  await page.keyboard.press('Escape');
  const lane = async (nth: number, says: RegExp) => {
    const place = await t.at(0.5, (await t.lanes())[nth]?.[1]);
    await page.mouse.move(place.x, place.y);
    await expect(t.says).toHaveText(says);
  };
  await lane(0, /^khugepaged: /);
  await lane(1, /^src migration: /);
  await page.reload();
  await t.app.ready();
  await t.view();
  await lane(0, /^khugepaged: /);

  const label = await t.at(0, await t.laneY('khugepaged'));
  await page.mouse.click(label.x - 80, label.y);
  await page.keyboard.press('Home');
  await page.getByRole('button', { name: 'Step forward' }).focus();
  await page.keyboard.press('a');
  await expect(t.app.sentence).toContainText('khugepaged');
});

test('dragging draws or moves as the reader chose', async ({ app }) => {
  const { page } = app;
  const t = new Timeline(app);
  await t.app.openAt(100, '&x=steps&w=20000-30000');
  await t.view();
  await page.getByRole('button', { name: 'Move', exact: true }).click();
  await t.drag(0.5, 0.75);
  await expect.poll(async () => (await t.view()).from).toBeLessThan(17_600);
  expect((await t.view()).from).toBeGreaterThan(17_400);
  await page.getByRole('button', { name: 'Range', exact: true }).click();
  await t.drag(0.25, 0.5);
  await expect(t.range).toBeVisible();
  expect(await t.app.step()).toBe(100);
});

test('on a phone a long press opens a page, two fingers zoom, and one draws a range whose statistics stand below', async ({
  browser,
}) => {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, hasTouch: true });
  const page = await context.newPage();
  const t = new Timeline(new App(page));
  await t.app.openAt(100, '&x=steps');
  const session = await context.newCDPSession(page);
  type Type = 'touchStart' | 'touchMove' | 'touchEnd';
  const fingers = (type: Type, ...touchPoints: { x: number; y: number }[]) =>
    session.send('Input.dispatchTouchEvent', { type, touchPoints });
  const field = page.getByRole('group', { name: /^Destination:/ });
  const { x = 0, y = 0 } = (await field.boundingBox()) ?? {};
  const at = (by: number) => ({ x: x + 60 + by, y: y + 60 });
  await fingers('touchStart', at(-10), at(10));
  for (const by of [20, 30, 40]) await fingers('touchMove', at(-by), at(by));
  await fingers('touchEnd');
  await expect(field).toHaveAttribute('data-zoomed', 'true');
  expect(await t.app.linked('page'), 'fingers that zoom select nothing').toBeNull();
  await fingers('touchStart', at(0));
  await expect(page.getByRole('heading', { name: /^Page 0x/ })).toBeVisible();
  const selected = await t.app.linked('page');
  await fingers('touchEnd');
  await t.app.idle();
  expect(await t.app.linked('page'), 'its end is no tap').toBe(selected);

  await t.app.drawer('Timeline');
  const whole = await t.view();
  await t.slider.scrollIntoViewIfNeeded();
  const touch = async (type: Type, ...parts: number[]) =>
    fingers(type, ...(await Promise.all(parts.map((part) => t.at(part)))));
  await touch('touchStart', 0.4, 0.6);
  for (const by of [0.05, 0.1, 0.15, 0.2]) await touch('touchMove', 0.4 - by, 0.6 + by);
  await touch('touchEnd');
  await expect.poll(async () => (await t.view()).to - (await t.view()).from).toBeLessThan(whole.to * 0.6);

  await page.getByRole('button', { name: 'Range', exact: true }).tap();
  await t.slider.scrollIntoViewIfNeeded();
  await touch('touchStart', 0.2);
  for (const at of [0.3, 0.4, 0.5]) await touch('touchMove', at);
  await touch('touchEnd');
  await expect(t.range).toBeVisible();
  const [panel, picture] = await Promise.all([t.range.boundingBox(), t.slider.boundingBox()]);
  expect(panel?.y).toBeGreaterThanOrEqual((picture?.y ?? 0) + (picture?.height ?? 0));
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await context.close();
});

for (const viewport of [
  { width: 1440, height: 900 },
  { width: 390, height: 844 },
])
  test(`axe finds nothing on a range and single events, ${viewport.width}`, async ({ page }) => {
    await page.setViewportSize(viewport);
    await page.emulateMedia({ colorScheme: 'dark' });
    const t = new Timeline(new App(page));
    await t.app.openAt(12_482, '&w=12475-12490&r=12478-12488');
    if (viewport.width < 760) await t.app.drawer('Timeline');
    await expect(t.range).toContainText('Events by actor');
    await page.getByRole('button', { name: 'Lanes' }).click();
    await expect(page.getByRole('dialog', { name: 'Lanes' }).getByRole('checkbox').first()).toBeVisible();
    // The phone has the colours of the desk.
    const found = viewport.width < 760 ? violations(page, { contrast: 'no' }) : violationsInThemes(page);
    expect(await found).toEqual([]);
  });
