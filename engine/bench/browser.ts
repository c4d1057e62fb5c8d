/** The built app in headless Chromium: first paint, frames while playing, longest main-thread task. */
import type { Browser, Page } from '@playwright/test';
import { GIB, MIB } from '../base/units.ts';
import { inChromium } from './chromium.ts';
import { heading, median, quantile, row } from './table.ts';

const RUNS = 5;
const PLAY_MS = 3000;

interface Measured {
  paint: number;
  frames: number[];
  longest: number;
}

/** Runs in the page before its own scripts: times every animation frame's work and every long task. */
function watch(): void {
  const w = window as unknown as { frameWork: number[]; longest: number };
  w.frameWork = [];
  w.longest = 0;
  new PerformanceObserver((list) => {
    for (const e of list.getEntries()) w.longest = Math.max(w.longest, e.duration);
  }).observe({ entryTypes: ['longtask'] });
  const plain = window.requestAnimationFrame.bind(window);
  let stamp = -1;
  window.requestAnimationFrame = (f) =>
    plain((t) => {
      const from = performance.now();
      f(t);
      const work = performance.now() - from;
      if (t === stamp)
        w.frameWork[w.frameWork.length - 1] = (w.frameWork[w.frameWork.length - 1] ?? 0) + work;
      else w.frameWork.push(work);
      stamp = t;
    });
}

export const browserBench = (): Promise<void> => inChromium(4300, appBench);

async function appBench(browser: Browser, address: string): Promise<void> {
  const measure = async (hash: string): Promise<Measured> => {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await page.addInitScript(watch);
    await page.goto(`${address}?renderer=2d${hash}`);
    await page.waitForSelector('html[data-ready="true"]');
    const paint = await page.evaluate(
      () => performance.getEntriesByName('first-field')[0]?.startTime ?? performance.now(),
    );
    await page.waitForTimeout(PLAY_MS);
    const { frames, longest } = await page.evaluate(() => {
      const w = window as unknown as { frameWork: number[]; longest: number };
      return { frames: w.frameWork.slice(10), longest: w.longest };
    });
    await page.close();
    return { paint, frames, longest };
  };
  heading(`app, headless Chromium, 2D renderer, 1440x900, medians of ${RUNS}`);
  for (const [bytes, name] of [
    [64 * MIB, '64 MiB'],
    [GIB, '1 GiB'],
    [16 * GIB, '16 GiB'],
  ] as const) {
    const runs: Measured[] = [];
    for (let i = 0; i < RUNS; i++)
      runs.push(await measure(bytes === 64 * MIB ? '' : `#v=1&p=qemu-as-mailed&guest.bytes=${bytes}`));
    row(
      `${name}: navigation to first painted field`,
      `${median(runs.map((r) => r.paint)).toFixed(0)} ms`,
      bytes === 64 * MIB ? 'goal ≤ 1000 ms' : '',
    );
    row(
      `${name}: main-thread work a frame, p50`,
      `${median(runs.map((r) => quantile(r.frames, 0.5))).toFixed(1)} ms`,
    );
    row(
      `${name}: main-thread work a frame, p99`,
      `${median(runs.map((r) => quantile(r.frames, 0.99))).toFixed(1)} ms`,
      'goal ≤ 16 ms',
    );
    row(
      `${name}: longest main-thread task`,
      `${median(runs.map((r) => r.longest)).toFixed(0)} ms`,
      'goal ≤ 50 ms',
    );
  }
  await askBench(browser, `${address}?renderer=2d#v=1&p=qemu-as-mailed&guest.bytes=${16 * GIB}&s=9000000`);
}

/** Redraws of each kind. */
const REDRAWS = 40;

/** A run of more than ten million events: redraws of the timeline at several zooms, and the way from the pointer to the words of
 *  the inspector. */
async function askBench(browser: Browser, link: string): Promise<void> {
  heading('16 GiB, over ten million events, medians');
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  // tsx writes it around the functions that are sent to the page.
  await page.addInitScript('globalThis.__name = (f) => f');
  await page.goto(link);
  await page.waitForSelector('html[data-ready="true"]');
  await page.waitForSelector('#timeline-canvas[data-to]');
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  /** Milliseconds that the main thread has worked. */
  const worked = async () => {
    const { metrics } = await session.send('Performance.getMetrics');
    return 1000 * (metrics.find((m) => m.name === 'TaskDuration')?.value ?? Number.NaN);
  };
  for (const [turns, what] of [
    [0, 'the whole run'],
    [8, 'a part of it'],
    [60, 'single events'],
  ] as const) {
    await zoom(page, turns);
    const before = await worked();
    const { median: shown, events } = await redraw(page, REDRAWS);
    const each = ((await worked()) - before) / REDRAWS;
    row(`timeline redraw, ${what}: main-thread work`, `${each.toFixed(1)} ms`, 'goal ≤ 16 ms');
    row(`  from the key to the frame, ${events} events in view`, `${shown.toFixed(1)} ms`);
  }
  row(
    'from the pointer to the words of the inspector',
    `${(await hover(page)).toFixed(0)} ms`,
    'goal ≤ 50 ms',
  );
  await page.close();
}

async function zoom(page: Page, turns: number): Promise<void> {
  await page.focus('#timeline-canvas');
  await page.keyboard.press('0');
  for (let i = 0; i < turns; i++) await page.keyboard.press('+');
  await page.waitForTimeout(500);
}

/** Presses + and - in turn and waits for each picture. */
function redraw(page: Page, times: number): Promise<{ median: number; events: string }> {
  return page.evaluate(async (count) => {
    const el = document.getElementById('timeline-canvas')!;
    const drawn = () =>
      new Promise<void>((resolve) => {
        const watch = new MutationObserver(() => {
          watch.disconnect();
          requestAnimationFrame(() => resolve());
        });
        watch.observe(el, { attributes: true, attributeFilter: ['data-from', 'data-to'] });
      });
    const press = (key: string) => el.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
    const took: number[] = [];
    const width = () => Number(el.dataset.to) - Number(el.dataset.from);
    // Wider in turn with narrower; at one event there is nothing narrower, so the first turn is the other way.
    const turns = width() > 8 ? ['+', '-'] : ['-', '+'];
    for (let i = 0; i < count; i++) {
      const from = performance.now();
      const shown = drawn();
      press(turns[i % 2]!);
      await shown;
      took.push(performance.now() - from);
    }
    took.sort((a, b) => a - b);
    return { median: took[took.length >> 1]!, events: width().toLocaleString('en') };
  }, times);
}

/** Median time from pointing at another page to its number in the inspector. */
async function hover(page: Page): Promise<number> {
  const field = await page.locator('.side canvas').first().boundingBox();
  if (!field) throw new Error('the source has no field');
  await page.evaluate(() => {
    const w = window as unknown as { told: number[]; pointed: number };
    w.told = [];
    addEventListener(
      'pointermove',
      (e) => {
        w.pointed = e.timeStamp;
      },
      true,
    );
    const panel = document.querySelector('.right')!;
    let last = '';
    new MutationObserver(() => {
      const now = panel.querySelector('code')?.textContent ?? '';
      if (now !== last) w.told.push(performance.now() - w.pointed);
      last = now;
    }).observe(panel, { subtree: true, childList: true, characterData: true });
  });
  for (let i = 0; i < REDRAWS; i++) {
    await page.mouse.move(field.x + 20 + i * 9, field.y + 20 + ((i * 53) % 300));
    await page.waitForTimeout(150);
  }
  return median(await page.evaluate(() => (window as unknown as { told: number[] }).told));
}
