/** Lenses, the legend that filters, the keyboard's cursor over cells, and the two renderers' pictures. */
import { expect, type Locator, type Page } from '@playwright/test';
import { App, idle } from './app.ts';
import { violations } from './axe.ts';
import { test } from './warm.ts';

const LENSES = [
  ['migration', 'Migration'],
  ['tables', 'Page tables'],
  ['huge', 'Huge pages'],
  ['ept', 'EPT'],
  ['lag', 'Version lag'],
  ['age', 'Age'],
  ['heat', 'Heat'],
] as const;

const HOSTS = ['Source', 'Destination'] as const;
const fieldOf = (page: Page, host: (typeof HOSTS)[number]) =>
  page.getByRole('group', { name: new RegExp(`^${host}:`) });
const gridOf = (page: Page, host: (typeof HOSTS)[number]) =>
  page.getByRole('grid', { name: new RegExp(`^${host},`) });
const legendOf = (page: Page, host: (typeof HOSTS)[number]) =>
  page.getByRole('region', { name: host, exact: true }).getByRole('list', { name: /^Legend/ });

test('every lens is picked by mouse, by its number and by link', async ({ app }) => {
  const { page } = app;
  await app.openAt(24_000);
  for (const [id, label] of LENSES) {
    await app.pick('Lens', label);
    await expect.poll(() => app.linked('l')).toBe(id);
  }
  await page.getByRole('heading', { name: 'Source', exact: true }).click();
  for (const [i, [id, label]] of LENSES.entries()) {
    await page.keyboard.press(String(i + 1));
    await expect(app.picked('Lens')).toHaveText(label);
    await expect.poll(() => app.linked('l')).toBe(id);
  }
  await app.openAt(24_000, '&l=lag');
  await expect(app.picked('Lens')).toHaveText('Version lag');
});

test('a legend counts all pages of the guest', async ({ app }) => {
  const { page } = app;
  await app.openAt(24_000);
  for (const [id, label] of LENSES) {
    if (id === 'migration') continue;
    await app.pick('Lens', label);
    for (const host of HOSTS)
      await expect
        .poll(async () => {
          const texts = await legendOf(page, host).getByRole('button').allInnerTexts();
          return texts.reduce((sum, text) => sum + Number(/(\d+) pages$/.exec(text)?.[1]), 0);
        })
        .toBe(16_384);
  }
});

/** How many pixels of a field's cells have the colour of a legend's entry. */
function painted(page: Page, host: (typeof HOSTS)[number], colour: string): Promise<number> {
  return fieldOf(page, host).evaluate((field, hex) => {
    const cells = field.querySelector('canvas')!;
    const copy = document.createElement('canvas');
    copy.width = cells.width;
    copy.height = cells.height;
    const g = copy.getContext('2d')!;
    g.drawImage(cells, 0, 0);
    const [r, gr, b] = [1, 3, 5].map((i) => Number.parseInt(hex.slice(i, i + 2), 16));
    const { data } = g.getImageData(0, 0, copy.width, copy.height);
    let n = 0;
    for (let i = 0; i < data.length; i += 4)
      if (data[i] === r && data[i + 1] === gr && data[i + 2] === b) n++;
    return n;
  }, colour);
}

for (const renderer of ['2d', 'webgl2'] as const)
  test(`the legend fades other classes in both fields, on ${renderer}`, async ({ page }) => {
    const app = new App(page);
    await app.open(`?renderer=${renderer}#v=1&p=qemu-as-mailed&s=24000&l=huge`);
    await expect(fieldOf(page, 'Source')).toHaveAttribute('data-renderer', renderer);
    const legend = legendOf(page, 'Source');
    const huge = legend.getByRole('button', { name: /^huge/ });
    const fill = (name: RegExp) => legend.getByRole('button', { name }).locator('rect').getAttribute('fill');
    const hugeFill = (await fill(/^huge/)) ?? '';
    const holeFill = (await fill(/^hole/)) ?? '';
    const before = await painted(page, 'Destination', hugeFill);
    expect(before).toBeGreaterThan(1000);
    expect(await painted(page, 'Destination', holeFill)).toBeGreaterThan(1000);

    await huge.click();
    await expect(huge).toHaveAttribute('aria-pressed', 'true');
    await expect(legendOf(page, 'Destination').getByRole('button', { name: /^huge/ })).toHaveAttribute(
      'aria-pressed',
      'true',
    );
    await expect.poll(() => painted(page, 'Destination', holeFill)).toBe(0);
    expect(await painted(page, 'Destination', hugeFill)).toBe(before);

    // Another lens has a filter of its own; this one's is there again.
    await page.keyboard.press('7');
    await expect(legend.getByRole('button', { pressed: true })).toHaveCount(0);
    await page.keyboard.press('3');
    await expect(huge).toHaveAttribute('aria-pressed', 'true');

    // By keyboard: the other class alone, then all.
    await huge.focus();
    await page.keyboard.press('Space');
    await expect(huge).toHaveAttribute('aria-pressed', 'false');
    await legend.getByRole('button', { name: /^hole/ }).focus();
    await page.keyboard.press('Enter');
    await expect.poll(() => painted(page, 'Source', hugeFill)).toBe(0);
    await page.keyboard.press('Escape');
    await expect(legend.getByRole('button', { pressed: true })).toHaveCount(0);
    await expect.poll(() => painted(page, 'Destination', hugeFill)).toBe(before);
  });

/** The cell that a reader hears, read in one go: it may be another one a moment later. */
const activeOf = (grid: Locator) =>
  grid.evaluate((el) => {
    const cell = document.getElementById(el.getAttribute('aria-activedescendant') ?? '');
    return {
      label: cell?.getAttribute('aria-label') ?? null,
      selected: cell?.getAttribute('aria-selected') ?? null,
      row: Number(cell?.parentElement?.getAttribute('aria-rowindex')),
    };
  });

test('a cursor walks over cells by keyboard, is heard, and Enter keeps its page', async ({ app }) => {
  const { page } = app;
  await app.openAt(24_000, '&page=0x400');
  const grid = gridOf(page, 'Destination');
  const active = () => activeOf(grid);
  const heard = async () => (await active()).label;
  await grid.focus();
  await expect.poll(heard).toMatch(/^0x400000, .+, v\d+/);
  await expect(grid).toHaveAttribute('aria-rowcount', /^\d+$/);
  await page.keyboard.press('ArrowRight');
  await expect.poll(heard).toMatch(/^0x401000, .+, v1 = source, present huge/);
  await page.keyboard.press('ArrowDown');
  await expect.poll(heard).toMatch(/^0x421000, /);
  await app.idle();
  const { row } = await active();
  await page.keyboard.press('PageDown');
  await expect.poll(async () => (await active()).row).toBe(row + 16);
  await page.keyboard.press('PageUp');
  await expect.poll(heard).toMatch(/^0x421000, /);
  expect(await app.linked('page')).toBe('0x400');
  await page.keyboard.press('Enter');
  await expect.poll(() => app.linked('page')).toBe('0x421');
  await expect.poll(async () => (await active()).selected).toBe('true');
  await page.keyboard.press('End');
  await expect.poll(heard).toMatch(/^0x3fff000, /);
  await page.keyboard.press('Home');
  await expect.poll(heard).toMatch(/^0x0, /);
  expect(await grid.getByRole('gridcell').count()).toBeLessThan(200);
  await page.keyboard.press('Escape');
  await expect.poll(() => app.linked('page')).toBeNull();
});

test('far out the cursor walks over regions; F goes to the kept page in both fields', async ({ app }) => {
  const { page } = app;
  await page.setViewportSize({ width: 1000, height: 800 });
  await app.openAt(110_000, '&guest.bytes=268435456&page=0x2a47');
  const grid = gridOf(page, 'Source');
  await grid.focus();
  const heard = async () => (await activeOf(grid)).label;
  await expect.poll(heard).toMatch(/^region 21, 0x2a00000: .+/);
  await page.keyboard.press('ArrowRight');
  await expect.poll(heard).toMatch(/^region 22, 0x2c00000: .+/);
  await page.keyboard.press('f');
  for (const host of HOSTS) {
    await expect(gridOf(page, host).getByRole('gridcell', { selected: true })).toBeAttached();
    const cell = await gridOf(page, host).getByRole('gridcell', { selected: true }).boundingBox();
    const field = await fieldOf(page, host).boundingBox();
    if (!cell || !field) throw new Error('no box');
    expect(cell.width).toBeGreaterThan(10);
    expect(cell.width).toBeLessThan(40);
    expect(Math.abs(cell.x + cell.width / 2 - field.x - field.width / 2)).toBeLessThan(field.width / 2);
    expect(cell.y).toBeGreaterThanOrEqual(field.y - 1);
  }
});

test('no lens has an accessibility violation, in either theme', async ({ app }) => {
  const { page } = app;
  await app.openAt(24_000, '&page=0x1a47');
  await gridOf(page, 'Source').focus();
  for (const [i] of LENSES.entries()) {
    await page.keyboard.press(String(i + 1));
    await legendOf(page, 'Source').getByRole('button').first().click();
    // What is around the fields is the same with each.
    const include = i === 0 ? 'main' : '.fields';
    await page.emulateMedia({ colorScheme: 'dark' });
    expect(await violations(page, { include })).toEqual([]);
    await page.emulateMedia({ colorScheme: 'light' });
    expect(await violations(page, { include, contrast: 'only' })).toEqual([]);
  }
});

test('a page that is sent travels from host to host, unless less motion is asked for', async ({ page }) => {
  await page.addInitScript(() => {
    const made: string[] = [];
    Object.assign(window, { made });
    const animate = Element.prototype.animate;
    Element.prototype.animate = function (...args: Parameters<typeof animate>) {
      made.push(this.closest('.traveller') ? 'traveller' : '');
      return animate.apply(this, args);
    };
  });
  const travelled = () =>
    page.evaluate(
      () => (window as unknown as { made: string[] }).made.filter((c) => c === 'traveller').length,
    );
  const app = new App(page);
  const walk = async () => {
    await app.openAt(20_000);
    for (let n = 1; n <= 40; n++) {
      await page.keyboard.press('ArrowRight');
      await app.atStep(20_000 + n);
    }
  };
  await walk();
  await expect.poll(travelled).toBeGreaterThan(0);
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.goto('about:blank');
  await walk();
  expect(await travelled()).toBe(0);
});

/** A field's picture, what lies over it included, as a data URL; null while nothing is painted. */
function picture(page: Page, host: (typeof HOSTS)[number]): Promise<string | null> {
  return fieldOf(page, host).evaluate((field) => {
    const layers = [...field.querySelectorAll('canvas')];
    const whole = document.createElement('canvas');
    whole.width = layers[0]?.width ?? 0;
    whole.height = layers[0]?.height ?? 0;
    const g = whole.getContext('2d')!;
    for (const layer of layers) g.drawImage(layer, 0, 0);
    const colours = new Set(new Uint32Array(g.getImageData(0, 0, whole.width, whole.height).data.buffer));
    return colours.size > 1 ? whole.toDataURL() : null;
  });
}

/** Part of the pixels in which two pictures differ by more than a shade. */
function difference(page: Page, a: string, b: string): Promise<number> {
  return page.evaluate(
    async (urls) => {
      const [x, y] = await Promise.all(
        urls.map(async (url) => {
          const image = new Image();
          image.src = url;
          await image.decode();
          const canvas = document.createElement('canvas');
          canvas.width = image.width;
          canvas.height = image.height;
          const g = canvas.getContext('2d')!;
          g.drawImage(image, 0, 0);
          return g.getImageData(0, 0, image.width, image.height);
        }),
      );
      if (!x || !y || x.width !== y.width || x.height !== y.height) return 1;
      let differ = 0;
      for (let i = 0; i < x.data.length; i += 4)
        if ([0, 1, 2].some((c) => Math.abs(x.data[i + c]! - y.data[i + c]!) > 2)) differ++;
      return differ / (x.width * x.height);
    },
    [a, b],
  );
}

test('both renderers paint every lens alike, a few at each of three zooms', async ({ browser, baseURL }) => {
  test.slow();
  const pages: Page[] = [];
  for (const renderer of ['2d', 'webgl2'] as const) {
    const context = await browser.newContext({
      baseURL: baseURL ?? '',
      viewport: { width: 1280, height: 1100 },
      serviceWorkers: 'block',
    });
    const page = await context.newPage();
    // 128 regions: bars far out, cells near.
    await new App(page).open(
      `?renderer=${renderer}#v=1&p=qemu-as-mailed&guest.bytes=268435456&s=110000&page=0x18ce`,
    );
    await expect(fieldOf(page, 'Source')).toHaveAttribute('data-renderer', renderer);
    pages.push(page);
  }
  const [one, two] = pages as [Page, Page];
  // The first lens is on screen: it comes last, so that each picture is another than the one before.
  for (const [zoom, presses, lenses] of [
    ['far', 0, [1, 2, 0]],
    ['middle', 5, [3, 4, 0]],
    ['near', 12, [5, 6, 0]],
  ] as const) {
    for (const page of pages)
      for (const host of HOSTS) {
        await gridOf(page, host).focus();
        await page.keyboard.press('0');
        for (let n = 0; n < presses; n++) await page.keyboard.press('+');
      }
    const last = [await picture(one, HOSTS[0]), await picture(one, HOSTS[1])];
    for (const [turn, i] of lenses.entries()) {
      for (const page of pages) await page.keyboard.press(String(i + 1));
      // Taking a picture costs more than painting one.
      for (const page of pages) await idle(page);
      const side = (turn + presses) % 2;
      const host = HOSTS[side]!;
      const before = last[side]!;
      await expect
        .poll(
          async () => {
            const [a, b] = await Promise.all([picture(one, host), picture(two, host)]);
            last[side] = a;
            return a !== null && a !== before && b !== null ? await difference(one, a, b) : 1;
          },
          { message: `${LENSES[i]?.[1]}, ${host}, ${zoom}`, intervals: [50] },
        )
        .toBeLessThan(0.001);
    }
  }
  for (const page of pages) await page.context().close();
});
