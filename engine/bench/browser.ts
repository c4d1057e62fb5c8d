/** The built app in headless Chromium: first paint, frames while playing, longest main-thread task. */
import { existsSync } from 'node:fs';
import { chromium } from '@playwright/test';
import { GIB, MIB } from '../base/units.ts';
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

export async function browserBench(): Promise<void> {
  const { findBrowser } = (await import('../../.ci/browser.mjs' as string)) as {
    findBrowser(): string | undefined;
  };
  const { serve } = (await import('../../.ci/serve.mjs' as string)) as {
    serve(o: { port: number }): Promise<{ server: { close(): void }; address: string }>;
  };
  if (!existsSync('dist/index.html')) throw new Error('dist is missing: run `npm run build` first');
  const executablePath = findBrowser();
  const { server, address } = await serve({ port: 4300 });
  const browser = await chromium.launch({
    ...(executablePath ? { executablePath } : {}),
    args: [
      '--no-sandbox',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
    ],
  });
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
  await browser.close();
  server.close();
}
