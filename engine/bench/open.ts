/** From a file to a painted frame: a log of ten million events in the built app, and the same events as a Chrome trace in
 *  speedscope and in Perfetto's trace processor. Those two are no dependencies: FAULTLINE_BENCH_TOOLS names a folder that has
 *  them, speedscope as npm installs it, Perfetto's as the program `trace_processor_shell`. */
import { spawnSync } from 'node:child_process';
import { createWriteStream, existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import type { Browser, Page } from '@playwright/test';
import { GIB, MIB } from '../base/units.ts';
import { chromeTraceOf, MOST_TRACED } from '../export/chrome.ts';
import { encodeTimeline, timelineOf } from '../export/file/timeline.ts';
import { findPreset, withOverrides } from '../scenario/presets.ts';
import { type Run, simulate } from '../sim/run.ts';
import { inChromium } from './chromium.ts';
import { heading, median, row } from './table.ts';

const RUNS = 3;
/** Guests with 0.1, 1 and 10 million events. */
const SIZES = [64 * MIB, 1.25 * GIB, 12 * GIB];
const PATIENCE_MS = 120_000;
const GOAL = 'goal ≤ 2000 ms at 10 M';

export async function openBench(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  try {
    for (const bytes of SIZES) await openings(bytes, folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function openings(bytes: number, folder: string): Promise<void> {
  const preset = findPreset('qemu-as-mailed');
  const scenario = preset.ok ? withOverrides(preset.value, { 'guest.bytes': bytes }) : preset;
  if (!scenario.ok) throw new Error(scenario.problem.message);
  const run = simulate(scenario.value);
  const { length } = run.recorder.columns;
  heading(`opening ${(length / 1e6).toFixed(1)} M events, headless Chromium, medians of ${RUNS}`);
  const origin = {
    kind: 'scenario',
    text: JSON.stringify(scenario.value),
    title: 'bench',
    link: null,
    semantics: 0,
  } as const;
  const plain = encodeTimeline(timelineOf(run, origin));
  for (const [name, data] of [
    ['.faultline as it is saved, gzip', gzipSync(plain)],
    ['.faultline unpacked', plain],
  ] as const) {
    const path = join(folder, 'run.faultline');
    writeFileSync(path, data);
    const took: number[] = [];
    await inChromium(4301, async (browser, address) => {
      for (let i = 0; i < RUNS; i++) took.push(await faultline(browser, address, path, length));
    });
    row(`Faultline: ${name}, ${mib(data.length)}`, `${median(took).toFixed(0)} ms`, GOAL);
  }
  await others(run, join(folder, 'trace.json'));
}

const mib = (bytes: number): string => `${(bytes / MIB).toFixed(0)} MiB`;

async function others(run: Run, trace: string): Promise<void> {
  const tools = process.env.FAULTLINE_BENCH_TOOLS;
  if (!tools) {
    leaveOut('speedscope and Perfetto', 'set FAULTLINE_BENCH_TOOLS to a folder that has them');
    return;
  }
  const speedscope = resolve(tools, 'node_modules/speedscope/dist/release/index.html');
  const processor = resolve(tools, 'trace_processor_shell');
  const has = { speedscope: existsSync(speedscope), processor: existsSync(processor) };
  if (!has.speedscope) leaveOut('speedscope', `there is no ${speedscope}`);
  if (!has.processor) leaveOut('Perfetto', `there is no ${processor}`);
  if (!has.speedscope && !has.processor) return;
  await writeTrace(run, trace);
  const size = mib(statSync(trace).size);
  if (has.speedscope) {
    // A browser of its own: it may take that along.
    let took = '' as number | string;
    await inChromium(4301, async (browser) => {
      took = await inSpeedscope(browser, pathToFileURL(speedscope).href, trace);
    });
    row(
      `speedscope: Chrome trace, ${size}`,
      typeof took === 'number' ? `${took.toFixed(0)} ms` : 'none',
      said(took),
    );
  }
  if (has.processor) {
    const from = performance.now();
    const { status, signal } = spawnSync(processor, ['-q', '/dev/null', trace], { timeout: PATIENCE_MS });
    const took = performance.now() - from;
    row(
      `Perfetto's trace processor: Chrome trace, ${size}`,
      status === 0 ? `${took.toFixed(0)} ms` : 'none',
      status === 0 ? 'parsed, nothing painted; one run' : `ended with ${status ?? signal}`,
    );
  }
}

const said = (took: number | string): string => (typeof took === 'number' ? 'one run' : took);

function leaveOut(what: string, why: string): void {
  process.stdout.write(`  left out: ${what}: ${why}\n`);
}

/** The whole log as one trace, without what only Faultline reads: its export takes a part at a time. */
async function writeTrace(run: Run, path: string): Promise<void> {
  const out = createWriteStream(path);
  const { length } = run.recorder.columns;
  for (let from = 0; from < length; from += MOST_TRACED) {
    const to = Math.min(length, from + MOST_TRACED);
    const pieces = chromeTraceOf(run, { from, to }, { title: 'bench', link: null }, { details: false });
    if (!pieces.ok) throw new Error(pieces.problem.message);
    let isFirst = true;
    for (const { data, done } of pieces.value) {
      let text = data;
      if (isFirst && from > 0) text = `,\n${text.slice(text.indexOf('"traceEvents":[\n') + 16)}`;
      if (done === 1 && to < length) text = text.replace(/\n\]\}\n$/, '');
      isFirst = false;
      if (!out.write(text)) await new Promise<void>((resume) => out.once('drain', () => resume()));
    }
  }
  await new Promise<void>((resume) => out.end(() => resume()));
}

/** Starts the clock when the page gets its file. tsx writes `__name` around the functions that are sent to the page. */
const CLOCK = `globalThis.__name = (f) => f;
addEventListener('change', () => { window.began = performance.now(); }, true)`;

/** ms from the file to the frame after `isThere` says so in the page. Throws when that takes too long. */
async function until<A>(page: Page, isThere: (arg: A) => boolean, arg: A): Promise<number> {
  // Playwright's types of arguments are those of its handles, too.
  await page.waitForFunction(isThere as (arg: unknown) => boolean, arg as unknown, {
    timeout: PATIENCE_MS,
    polling: 'raf',
  });
  return page.evaluate<number>(
    'new Promise((resolve) => requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - window.began))))',
  );
}

async function faultline(browser: Browser, address: string, path: string, events: number): Promise<number> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.addInitScript(CLOCK);
  await page.goto(`${address}?renderer=2d`);
  await page.waitForSelector('html[data-ready="true"][data-idle]');
  await page.getByLabel('File to open').setInputFiles(path);
  // The timeline of the run is painted after its fields.
  const took = await until(
    page,
    (to) => document.getElementById('timeline-canvas')?.dataset.to === to,
    String(events),
  );
  await page.close();
  return took;
}

/** ms, or why it shows nothing. */
async function inSpeedscope(browser: Browser, address: string, trace: string): Promise<number | string> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  const failure = new Promise<string>((fail) => {
    page.on('crash', () => fail('the page crashed'));
    page.on('dialog', (dialog) => fail(dialog.message()));
    page.on('console', (message) => {
      if (/^Failed to load/.test(message.text())) fail(message.text());
    });
  });
  await page.addInitScript(CLOCK);
  await page.goto(address);
  const opening = page.locator('input[type=file]').first().setInputFiles(trace);
  // Its title names the profile once that is shown.
  const shown = opening.then(() =>
    until(page, () => document.title !== 'speedscope' && document.querySelector('canvas') !== null, null),
  );
  const took = await Promise.race([shown, failure]).catch((error: Error) => error.message);
  void shown.catch(() => undefined);
  await page.close().catch(() => undefined);
  return typeof took === 'string' ? `it says: ${took.split('\n')[0]!.slice(0, 100)}` : took;
}
