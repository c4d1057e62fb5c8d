/** Every export is made as a person makes it, by mouse or by keyboard alone, and what was saved is opened again: by a reader of
 *  its own here, and by dropping it on the page. */
import { readFileSync } from 'node:fs';
import { type Download, expect, type Page } from '@playwright/test';
import { BufferSource, Input, MP4, WEBM } from 'mediabunny';
import * as v from 'valibot';
import { App } from './app.ts';
import { violations } from './axe.ts';
import { test } from './warm.ts';

const STEP = 40_000;
const START = `#v=1&p=qemu-as-mailed&s=${STEP}`;

class Exports {
  readonly sheet;

  constructor(private readonly page: Page) {
    this.sheet = page.getByRole('dialog', { name: 'Export' });
  }

  async byMouse(group: string): Promise<void> {
    await this.page.getByRole('button', { name: 'Export', exact: true }).click();
    await this.sheet.getByRole('radio', { name: group }).click();
  }

  /** `E` opens the sheet with the focus on its first group; arrows go on from there. */
  async byKeyboard(group: string): Promise<void> {
    await this.page.keyboard.press('e');
    const radios = this.sheet.getByRole('radio');
    await expect(radios.first()).toBeFocused();
    const names = await radios.evaluateAll((all) => all.map((r) => r.parentElement?.textContent ?? ''));
    for (let i = 0; i < names.indexOf(group); i++) await this.page.keyboard.press('ArrowRight');
    await expect(this.sheet.getByRole('radio', { name: group })).toBeChecked();
  }

  async fill(name: string, value: string): Promise<void> {
    const entry = this.sheet.getByRole('textbox', { name });
    await entry.fill(value);
    await entry.press('Tab');
  }

  async save(button: string): Promise<Download> {
    const wanted = this.page.waitForEvent('download');
    await this.sheet.getByRole('button', { name: button }).click();
    return this.saved(wanted);
  }

  /** Tabs to the button and presses it. */
  async saveByKeyboard(button: string): Promise<Download> {
    const target = this.sheet.getByRole('button', { name: button });
    for (let i = 0; i < 30; i++) {
      if (await target.evaluate((el) => el === document.activeElement)) break;
      await this.page.keyboard.press('Tab');
    }
    await expect(target).toBeFocused();
    const wanted = this.page.waitForEvent('download');
    await this.page.keyboard.press('Enter');
    return this.saved(wanted);
  }

  private async saved(wanted: Promise<Download>): Promise<Download> {
    const download = await wanted;
    await expect(this.sheet.getByRole('status').last()).toContainText(
      `Saved ${download.suggestedFilename()}`,
    );
    return download;
  }

  async close(): Promise<void> {
    await this.page.keyboard.press('Escape');
    await expect(this.sheet).toBeHidden();
  }
}

const bytesOf = async (download: Download): Promise<Buffer> => readFileSync(await download.path());
const textOf = async (download: Download): Promise<string> => (await bytesOf(download)).toString('utf8');

/** Drags a file over the page and lets it go. */
async function drop(page: Page, name: string, bytes: Buffer): Promise<void> {
  const transfer = await page.evaluateHandle(
    ([file, base64]) => {
      const data = new DataTransfer();
      data.items.add(new File([Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))], file));
      return data;
    },
    [name, bytes.toString('base64')] as const,
  );
  await page.dispatchEvent('body', 'dragover', { dataTransfer: transfer });
  await expect(page.getByText(/^Drop files to open them/)).toBeVisible();
  await page.dispatchEvent('body', 'drop', { dataTransfer: transfer });
  await expect(page.getByText(/^Drop files to open them/)).toBeHidden();
}

/** Leaves for another run, drops the file, and finds the run that it is of. */
async function comesBack(app: App, download: Download, step = STEP): Promise<void> {
  await app.open('#v=1&p=criu-2017&s=10');
  await app.atStep(10);
  await drop(app.page, download.suggestedFilename(), await bytesOf(download));
  await app.atStep(step);
  await expect.poll(() => app.linked('p')).toBe('qemu-as-mailed');
  await expect(app.page.getByRole('alert')).toHaveCount(0);
}

test('a PNG by mouse: its size, its pixels, and back to its step', async ({ app }) => {
  const { page } = app;
  const out = new Exports(page);
  await app.open(START);
  await out.byMouse('Picture');
  await out.sheet.getByLabel('Theme').selectOption({ label: 'Light' });
  await out.sheet.getByLabel('Sharpness').selectOption({ label: '2×' });
  await out.fill('Width', '900');
  await out.fill('Height', '640');
  await expect(out.sheet.getByText('1,800 × 1,280 pixels')).toBeVisible();
  const download = await out.save('Save PNG');
  expect(download.suggestedFilename()).toBe(`faultline-qemu-as-mailed-step${STEP}.png`);
  const seen = await page.evaluate(
    async (base64) => {
      const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
      const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
      const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d');
      if (!context) throw new Error('no canvas');
      context.drawImage(bitmap, 0, 0);
      const { data } = context.getImageData(0, 0, bitmap.width, bitmap.height);
      const colours = new Map<string, number>();
      for (let i = 0; i < data.length; i += 4) {
        const css = Array.from(data.subarray(i, i + 3), (c) => c.toString(16).padStart(2, '0')).join('');
        colours.set(css, (colours.get(css) ?? 0) + 1);
      }
      return { size: [bitmap.width, bitmap.height], colours: Object.fromEntries(colours) };
    },
    (await bytesOf(download)).toString('base64'),
  );
  expect(seen.size).toEqual([1800, 1280]);
  // Background, huge mappings of the destination, pages sent, the playhead: the light theme's.
  for (const [colour, least] of [
    ['f6f8fa', 400_000],
    ['148b74', 100_000],
    ['425596', 100_000],
    ['0a63b8', 500],
  ] as const)
    expect(seen.colours[colour] ?? 0, colour).toBeGreaterThan(least);
  await out.close();
  await comesBack(app, download);
});

test('an SVG by keyboard: well formed, with words, cells and its link', async ({ app }) => {
  const { page } = app;
  const out = new Exports(page);
  await app.open(`${START}&page=0x1a47`);
  await out.byKeyboard('Picture');
  const download = await out.saveByKeyboard('Save SVG');
  const text = await textOf(download);
  expect(text.length).toBeLessThan(2_000_000);
  // A page without this one's policy, which lets no text become markup.
  const reader = await page.context().newPage();
  const seen = await reader.evaluate((svg) => {
    const { documentElement: root } = new DOMParser().parseFromString(svg, 'image/svg+xml');
    return {
      name: root.nodeName,
      size: [root.getAttribute('width'), root.getAttribute('height')],
      words: Array.from(root.querySelectorAll('text'), (t) => t.textContent ?? ''),
      paths: root.querySelectorAll('path').length,
      source: root.querySelector('metadata')?.textContent ?? '',
    };
  }, text);
  await reader.close();
  expect(seen).toMatchObject({ name: 'svg', size: ['1280', '720'] });
  expect(seen.words).toEqual(
    expect.arrayContaining(['QEMU as mailed', 'Source', 'Destination', 'pages to send', 'split piece']),
  );
  expect(seen.words.some((w) => w.startsWith('step 40,000 of '))).toBe(true);
  expect(seen.paths).toBeGreaterThan(50);
  expect(seen.source).toContain(`s=${STEP}`);
  await out.close();
  await comesBack(app, download);
  await expect.poll(() => app.linked('page')).toBe('0x1a47');
});

for (const [label, ending] of [
  ['WebM', 'webm'],
  ['MP4', 'mp4'],
] as const)
  test(`a ${label} film: as many frames as were asked for`, async ({ app }) => {
    const { page } = app;
    const out = new Exports(page);
    await app.open(START);
    await out.byMouse('Film');
    const formats = out.sheet.getByLabel('Format');
    await expect(out.sheet.getByText(/\d+ frames/)).toBeVisible();
    const offered = await formats.locator('option').allTextContents();
    test.skip(!offered.includes(label), `this browser has no encoder for ${label}; GIF is tested below`);
    await formats.selectOption({ label });
    await out.fill('Width', '641');
    await out.fill('Height', '480');
    await out.fill('Length', '1.5');
    await out.sheet.getByLabel('Frames per second').selectOption('20');
    await expect(out.sheet.getByText(/640 × 480 pixels · 30 frames/)).toBeVisible();
    const download = await out.save('Save film');
    expect(download.suggestedFilename()).toBe(`faultline-qemu-as-mailed.${ending}`);
    const input = new Input({ source: new BufferSource(await bytesOf(download)), formats: [WEBM, MP4] });
    const track = await input.getPrimaryVideoTrack();
    expect((await track?.computePacketStats())?.packetCount).toBe(30);
    expect([track?.displayWidth, track?.displayHeight]).toEqual([640, 480]);
    expect(await input.computeDuration()).toBeCloseTo(1.5, 1);
    expect(await input.getMetadataTags()).toMatchObject({ title: 'QEMU as mailed' });
    await out.close();
    await comesBack(app, download);
  });

test('a GIF film of a range by keyboard: its frames, and back to its run', async ({ app }) => {
  const { page } = app;
  const out = new Exports(page);
  await app.open(START);
  await out.byKeyboard('Film');
  await expect(out.sheet.getByText(/\d+ frames/)).toBeVisible();
  await out.sheet.getByLabel('Format').selectOption({ label: 'GIF' });
  await out.fill('Width', '400');
  await out.fill('Height', '400');
  await out.fill('Length', '1');
  await out.fill('From step', '30000');
  await out.fill('To step', '50000');
  const download = await out.saveByKeyboard('Save film');
  expect(download.suggestedFilename()).toBe('faultline-qemu-as-mailed-steps30000-50000.gif');
  const seen = await page.evaluate(
    async (base64) => {
      const data = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
      const decoder = new ImageDecoder({ data, type: 'image/gif' });
      await decoder.completed;
      const { image } = await decoder.decode({ frameIndex: 24 });
      return [decoder.tracks.selectedTrack?.frameCount, image.displayWidth, image.displayHeight];
    },
    (await bytesOf(download)).toString('base64'),
  );
  expect(seen).toEqual([25, 400, 400]);
  await out.close();
  await comesBack(app, download);
});

test('a film whose worker is ended by the browser fails and says so', async ({ page }) => {
  const app = new App(page);
  await app.open(START);
  const out = new Exports(page);
  await out.byMouse('Film');
  await out.fill('Length', '120');
  const begun = page.waitForEvent('worker');
  await out.sheet.getByRole('button', { name: 'Save film' }).click();
  const worker = await begun;
  await expect(out.sheet.getByRole('progressbar')).not.toHaveAttribute('value', '0');
  await worker.evaluate(() => self.close()).catch(() => undefined);
  await expect(out.sheet.getByRole('alert')).toContainText('the export failed: its browser ended it');
  await expect(out.sheet.getByRole('button', { name: 'Save film' })).toBeEnabled();
});

test('a film is given up, and nothing is saved', async ({ page }) => {
  const app = new App(page);
  const out = new Exports(page);
  await app.open(START);
  let downloads = 0;
  page.on('download', () => downloads++);
  await out.byMouse('Film');
  await out.fill('Length', '120');
  await expect(out.sheet.getByText(/3000 frames/)).toBeVisible();
  await out.sheet.getByRole('button', { name: 'Save film' }).click();
  await expect(out.sheet.getByRole('progressbar', { name: 'Making the file' })).toBeVisible();
  await expect(out.sheet.getByRole('radio', { name: 'Data' })).toBeEnabled();
  await out.sheet.getByRole('button', { name: 'Cancel' }).click();
  await expect(out.sheet.getByText('Cancelled. Nothing was saved.')).toBeVisible();
  await expect(out.sheet.getByRole('button', { name: 'Save film' })).toBeEnabled();
  expect(downloads).toBe(0);
});

test('tables hold as many events as a query counts, and open again', async ({ app }) => {
  const { page } = app;
  const out = new Exports(page);
  await app.open(START);
  await page.keyboard.press('/');
  const panel = page.getByRole('region', { name: 'Find events' });
  await panel.getByRole('combobox', { name: 'Event query' }).fill('madvise.dontneed');
  await page.keyboard.press('Enter');
  await expect(panel.getByRole('status').first()).toContainText(/[\d,]+ events/);
  const counted = Number(
    /([\d,]+) events/
      .exec((await panel.getByRole('status').first().textContent()) ?? '')?.[1]
      ?.replace(/\D/g, ''),
  );
  const steps = await app.steps();

  await out.byMouse('Data');
  const csv = await out.save('Save CSV');
  const rows = (await textOf(csv)).trimEnd().split('\r\n');
  expect(rows[0]).toContain(`s=${STEP}`);
  expect(rows.length).toBe(steps + 2);
  expect(rows.filter((row) => row.split(',')[5] === 'madvise.dontneed').length).toBe(counted);

  await out.fill('From step', '100');
  await out.fill('To step', '1,300');
  const json = await out.save('Save JSON');
  expect(json.suggestedFilename()).toBe('faultline-qemu-as-mailed-steps100-1300.json');
  const events = JSON.parse(await textOf(json)) as { digest: string; events: { step: number }[] };
  expect(events.events.map((e) => e.step)).toEqual(Array.from({ length: 1200 }, (_, i) => 101 + i));
  await expect.poll(() => app.linked('d')).toBe(events.digest);
  await out.close();
  await comesBack(app, csv);
  await comesBack(app, json);
});

/** The process of the phases; the hosts are the others. */
const RUN = 3;

/** Trace Event Format: what Perfetto and speedscope need of each kind of event. */
const place = { pid: v.number(), tid: v.number(), ts: v.pipe(v.number(), v.minValue(0)), name: v.string() };
const traceSchema = v.object({
  displayTimeUnit: v.literal('ns'),
  otherData: v.object({ link: v.string(), digest: v.pipe(v.string(), v.length(16)) }),
  traceEvents: v.array(
    v.variant('ph', [
      v.object({ ph: v.literal('X'), ...place, cat: v.string(), dur: v.pipe(v.number(), v.minValue(0)) }),
      v.object({ ph: v.literal('s'), ...place, cat: v.string(), id: v.number() }),
      v.object({ ph: v.literal('f'), ...place, cat: v.string(), id: v.number(), bp: v.literal('e') }),
      v.object({ ph: v.literal('C'), ...place, args: v.object({ value: v.number() }) }),
      v.object({
        ph: v.literal('M'),
        ...place,
        args: v.record(v.string(), v.union([v.string(), v.number()])),
      }),
    ]),
  ),
});

test('a Chrome trace has its schema, its threads nest, and it opens again', async ({ app }) => {
  const { page } = app;
  const out = new Exports(page);
  await app.open(START);
  const steps = await app.steps();
  await out.byKeyboard('Data');
  const download = await out.saveByKeyboard('Save Chrome trace');
  const { traceEvents, otherData } = v.parse(traceSchema, JSON.parse(await textOf(download)));
  await expect.poll(() => app.linked('d')).toBe(otherData.digest);
  const slices = traceEvents.filter((e) => e.ph === 'X');
  expect(slices.filter((e) => e.pid !== RUN).length).toBe(steps);
  // One expectation for all of them: fifty thousand take minutes.
  const open = new Map<string, number[]>();
  const astray = slices.filter(({ pid, tid, ts, dur }) => {
    const ends = open.get(`${pid}:${tid}`) ?? [];
    open.set(`${pid}:${tid}`, ends);
    const [from, to] = [Math.round(ts * 1000), Math.round((ts + dur) * 1000)];
    while (ends.length > 0 && ends.at(-1)! <= from) ends.pop();
    const around = ends.at(-1) ?? Infinity;
    ends.push(to);
    return to > around;
  });
  expect(astray.slice(0, 3)).toEqual([]);
  await out.close();
  await comesBack(app, download);
});

test('a timeline file opens as the same log, without the engine that made it, and is saved again byte for byte', async ({
  app,
}) => {
  const { page } = app;
  const out = new Exports(page);
  await app.open(START);
  const steps = await app.steps();
  await expect.poll(() => app.linked('d')).not.toBeNull();
  const digest = await app.linked('d');
  await out.byKeyboard('Data');
  const download = await out.saveByKeyboard('Save timeline file');
  expect(download.suggestedFilename()).toBe('faultline-qemu-as-mailed.faultline');
  await out.close();

  await app.open('#v=1&p=criu-2017&s=10');
  await app.atStep(10);
  await drop(page, 'mail.faultline', await bytesOf(download));
  const about = page.getByRole('complementary', { name: 'Source of the timeline' });
  await expect(about.getByRole('heading', { name: 'QEMU as mailed' })).toBeVisible();
  await expect(about).toContainText(digest!);
  expect(await app.steps()).toBe(steps);
  // Only this machine has it: there is no link to a file.
  await expect(page.getByRole('button', { name: /a file of this machine has none/ })).toBeDisabled();

  await out.byMouse('Data');
  const again = await out.save('Save timeline file');
  expect(Buffer.compare(await bytesOf(again), await bytesOf(download))).toBe(0);
  await out.close();
  await about.getByRole('button', { name: 'Run it again from its link' }).click();
  await app.atStep(STEP);
  await expect.poll(() => app.linked('d')).toBe(digest);
});

test('a narration fits a mail, and leads back', async ({ app }) => {
  const { page } = app;
  const out = new Exports(page);
  await app.open(START);
  await out.byKeyboard('Text');
  const download = await out.saveByKeyboard('Save narration');
  const text = await textOf(download);
  for (const line of text.split('\n'))
    if (!line.includes('http')) expect(line.length, line).toBeLessThanOrEqual(72);
  const note = /\[(\d+)\]$/m.exec(text.split('MADV_DONTNEED flood')[1] ?? '')?.[1];
  const link = new RegExp(`^\\[${note}\\] (.*)$`, 'm').exec(text)![1]!;
  await out.close();
  await comesBack(app, download);
  await app.open(new URL(link).hash);
  await expect(app.picked('Phase')).toHaveText('MADV_DONTNEED flood');
});

test('the script of a run is saved and runs again; that of a preset is what its destination did', async ({
  app,
}) => {
  const { page } = app;
  // What plays is in no address.
  await page.emulateMedia({ reducedMotion: 'reduce' });
  const out = new Exports(page);
  await app.open(START);
  await expect.poll(() => app.linked('d')).not.toBeNull();
  const before = await app.linked('d');
  await out.byMouse('Text');
  const made = await out.save('Save script');
  expect(made.suggestedFilename()).toMatch(/^faultline-qemu-as-mailed.*\.mm$/);
  expect(await textOf(made)).toMatch(/# MADV_DONTNEED flood: step \d+\n(flood|madvise) RAM .* DONTNEED\n/);
  await out.close();
  await drop(page, made.suggestedFilename(), await bytesOf(made));
  await expect(page.getByRole('textbox', { name: 'Script' })).toContainText('What does this kernel do');
  await expect(page.getByRole('region', { name: 'Process', exact: true })).toBeVisible();
  await page.keyboard.press('Escape');
  const text = 'mmap A 2m\nmadvise A 0 2m HUGEPAGE\nwrite A 0\nmadvise A 3p 1p DONTNEED\n';
  await drop(page, 'hole.mm', Buffer.from(text));
  await expect(page.getByRole('textbox', { name: 'Script' })).toContainText('madvise A 3p 1p DONTNEED');
  await app.idle();
  const digest = await app.linked('d');
  expect(digest).not.toBe(before);
  await out.byMouse('Text');
  const download = await out.save('Save script');
  expect(download.suggestedFilename()).toBe('faultline-script.mm');
  expect(await textOf(download)).toBe(text);
  await out.close();
  await app.open(START);
  await drop(page, download.suggestedFilename(), await bytesOf(download));
  await expect.poll(() => app.linked('d')).toBe(digest);
});

test('what is no file of ours is refused by name, and nothing is lost', async ({ app }) => {
  const { page } = app;
  await app.open(START);
  const png = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==',
    'base64',
  );
  const files: readonly (readonly [name: string, bytes: Buffer, says: RegExp])[] = [
    ['photo.png', png, /photo\.png: expected a PNG picture with the link of a run/],
    ['a.bin', Buffer.from([0, 1, 2, 3, 255]), /a\.bin: expected a timeline file/],
    ['<img src=x onerror=alert(1)>.svg', Buffer.from('<svg></svg>'), /<img src=x .*expected a SVG picture/],
    ['b.webm', Buffer.from([0x1a, 0x45, 0xdf, 0xa3, 0, 0]), /b\.webm/],
    ['empty.csv', Buffer.alloc(0), /empty\.csv: expected a file with something in it/],
    [
      'link.csv',
      Buffer.from('# https://a.example/#v=9&p=x\r\nstep,time_ns,actor\r\n'),
      /expected a link of version/,
    ],
  ];
  for (const [name, bytes, says] of files) {
    await drop(page, name, bytes);
    await expect(page.getByRole('alert')).toContainText(says);
    await page.getByRole('button', { name: 'Dismiss' }).click();
    await app.atStep(STEP);
  }
  expect(await app.linked('p')).toBe('qemu-as-mailed');
});

test('a damaged timeline file is refused, and one press brings back what was there', async ({ app }) => {
  const { page } = app;
  const out = new Exports(page);
  await app.open(START);
  await out.byMouse('Data');
  const bytes = await bytesOf(await out.save('Save timeline file'));
  await out.close();
  bytes[bytes.length >> 1] = bytes[bytes.length >> 1]! ^ 0x40;
  await drop(page, 'bad.faultline', bytes);
  await expect(page.getByRole('alert')).toContainText(/damaged|timeline/);
  await page.getByRole('button', { name: 'Back to what was shown' }).click();
  await app.atStep(STEP);
  await expect(page.getByRole('alert')).toHaveCount(0);
});

test('the sheet has no accessibility violation, on a desk and on a phone', async ({ page }) => {
  const app = new App(page);
  const out = new Exports(page);
  await app.open(START);
  for (const device of ['desk', 'phone']) {
    if (device === 'phone') {
      await page.setViewportSize({ width: 390, height: 844 });
      await page.getByRole('button', { name: 'More' }).click();
    }
    await page.getByRole('button', { name: 'Export', exact: true }).click();
    const sheet = 'dialog[open]';
    for (const group of ['Picture', 'Film', 'Data', 'Text']) {
      await out.sheet.getByRole('radio', { name: group }).click();
      await page.emulateMedia({ colorScheme: 'dark' });
      // The colours are those of the desk.
      const looked = device === 'phone' ? ({ contrast: 'no' } as const) : {};
      expect(await violations(page, { include: sheet, ...looked }), device).toEqual([]);
      const overflow = await out.sheet.evaluate((el) => el.scrollWidth - el.clientWidth);
      expect(overflow, device).toBeLessThanOrEqual(0);
      if (device === 'phone') continue;
      await page.emulateMedia({ colorScheme: 'light' });
      expect(await violations(page, { include: sheet, contrast: 'only' })).toEqual([]);
    }
    await out.close();
  }
});
