/** `npm run soak -- browser`: a visitor who never leaves. Prints, minute by minute, what the page holds, its longest task and what
 *  died; at the end how fast the memory grew. A worker is killed now and then, loudly or in silence, and what was on screen must
 *  come back. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { type CDPSession, chromium, type Page, type Worker } from '@playwright/test';
import { heading, row } from '../../engine/bench/table.ts';
import { App } from '../app.ts';
import { Visitor } from './visitor.ts';

export interface SoakOptions {
  readonly minutes: number;
  readonly seed: number;
  /** Workers to kill in all. */
  readonly kills: number;
}

interface Sample {
  readonly minute: number;
  readonly heapMiB: number;
  readonly nodes: number;
  readonly rssMiB: number;
  readonly longest: number;
}

/** Runs in the page before its own scripts: the longest task since it was last read, and messages to workers. */
function watch(): void {
  const w = window as unknown as { longest: number; messages: number };
  w.longest = 0;
  w.messages = 0;
  const { postMessage } = globalThis.Worker.prototype;
  globalThis.Worker.prototype.postMessage = function (
    this: InstanceType<typeof globalThis.Worker>,
    ...args: Parameters<typeof postMessage>
  ) {
    w.messages++;
    postMessage.apply(this, args);
  } as typeof postMessage;
  new PerformanceObserver((list) => {
    for (const e of list.getEntries()) w.longest = Math.max(w.longest, e.duration);
  }).observe({ entryTypes: ['longtask'] });
}

/** Returns false when something died that was not killed, or did not come back. */
export async function soakBrowser({ minutes, seed, kills }: SoakOptions): Promise<boolean> {
  const { findBrowser } = (await import('../../.ci/browser.mjs' as string)) as {
    findBrowser(): string | undefined;
  };
  const { serve } = (await import('../../.ci/serve.mjs' as string)) as {
    serve(o: { port: number }): Promise<{ server: { close(): void }; address: string }>;
  };
  if (!existsSync('dist/index.html')) throw new Error('dist is missing: run `npm run build` first');
  heading(`a visitor of ${minutes} minutes, seed ${seed}, ${kills} workers killed`);
  const { server, address } = await serve({ port: Number(process.env.PORT ?? 4500) });
  const executablePath = findBrowser();
  const browser = await chromium.launch({
    ...(executablePath ? { executablePath } : {}),
    args: ['--no-sandbox', '--disable-background-networking', '--disable-component-update', '--no-first-run'],
  });
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  const soak = new Soak(page, { minutes, seed, kills });
  try {
    await page.addInitScript(watch);
    await page.goto(address);
    await soak.run();
    return soak.report();
  } finally {
    await browser.close();
    server.close();
  }
}

/** The page has other workers while it exports. */
const isEngine = (worker: Worker): boolean => worker.url().includes('/entry-');

class Soak {
  private readonly app: App;
  private readonly visitor: Visitor;
  private readonly samples: Sample[] = [];
  private readonly done = new Map<string, number>();
  private readonly errors: string[] = [];
  private killed = 0;
  private cameBack = 0;
  /** To workers; those of a page that was loaded again are not counted. */
  private messages = 0;

  constructor(
    private readonly page: Page,
    private readonly options: SoakOptions,
  ) {
    this.app = new App(page);
    this.visitor = new Visitor(page, options.seed);
    page.on('pageerror', (error) => this.note(`page error: ${error.message}`));
    page.on('crash', () => this.note('the page crashed'));
  }

  private note(what: string): void {
    this.errors.push(what);
    process.stdout.write(`  ! ${what}\n`);
  }

  async run(): Promise<void> {
    const { minutes, kills } = this.options;
    await this.app.ready();
    const session = await this.page.context().newCDPSession(this.page);
    await session.send('Performance.enable');
    await session.send('HeapProfiler.enable');
    const from = Date.now();
    const part = () => (Date.now() - from) / (minutes * 60_000);
    while (part() < 1) {
      if (part() * minutes >= this.samples.length) await this.sample(session);
      if (this.killed < part() * kills) await this.kill();
      await this.act();
    }
    await this.sample(session);
  }

  private async act(): Promise<void> {
    let name = 'something';
    try {
      name = await this.visitor.act();
      await this.visitor.rest();
    } catch (error) {
      this.note(`after “${name}” at ${this.page.url().slice(0, 300)}: ${String(error).split('\n')[0]}`);
      await this.page.reload();
      await this.app.ready();
    }
    this.done.set(name, (this.done.get(name) ?? 0) + 1);
  }

  /** Kills the engine's worker, and starts it again as a reader does; the run on screen must be the same. */
  private async kill(): Promise<void> {
    const worker = this.page.workers().find(isEngine);
    const before = await this.onScreen();
    // Nothing to lose: the next act leads to a run.
    if (!worker || before === null) return;
    await this.closeDialogs();
    this.killed++;
    const silent = this.killed % 2 === 0;
    await worker.evaluate(
      silent ? 'self.close()' : 'setTimeout(() => { throw new Error("killed by the soak") })',
    );
    try {
      await this.page.keyboard.press('ArrowRight');
      await this.page.getByRole('button', { name: 'Restart' }).click({ timeout: 60_000 });
      await this.visitor.rest();
      await this.page.keyboard.press('ArrowLeft');
      await this.visitor.rest();
      const after = await this.onScreen();
      if (after !== before) this.note(`after kill ${this.killed}: ${after} instead of ${before}`);
      else this.cameBack++;
    } catch (error) {
      const where = this.page.url().slice(0, 300);
      this.note(
        `kill ${this.killed}${silent ? ', silent' : ''} at ${where}: ${String(error).split('\n')[0]}`,
      );
      await this.page.reload();
      await this.app.ready();
    }
  }

  /** A dialog that was slow to open is closed, as by a reader: what went wrong stands behind it. */
  private async closeDialogs(): Promise<void> {
    const dialogs = this.page.getByRole('dialog');
    for (let n = 0; n < 4 && (await dialogs.count()) > 0; n++) await this.page.keyboard.press('Escape');
  }

  /** Digest and steps of the run on screen; null where none is. */
  private async onScreen(): Promise<string | null> {
    const steps = await this.app.transport.getAttribute('data-steps', { timeout: 5000 }).catch(() => null);
    return steps === null ? null : `${await this.app.linked('d')} of ${steps} steps`;
  }

  private async sample(session: CDPSession): Promise<void> {
    await session.send('HeapProfiler.collectGarbage');
    const { metrics } = await session.send('Performance.getMetrics');
    const metric = (name: string) => metrics.find((m) => m.name === name)?.value ?? Number.NaN;
    const { longest, messages } = await this.page.evaluate(() => {
      const w = window as unknown as { longest: number; messages: number };
      const { longest, messages } = w;
      w.longest = 0;
      w.messages = 0;
      return { longest, messages };
    });
    this.messages += messages;
    const sample = {
      minute: this.samples.length,
      heapMiB: metric('JSHeapUsedSize') / 2 ** 20,
      nodes: metric('Nodes'),
      rssMiB: largestRenderer() / 2 ** 20,
      longest,
    };
    this.samples.push(sample);
    const { minute, heapMiB, nodes, rssMiB } = sample;
    process.stdout.write(
      `  ${String(minute).padStart(3)} min: heap ${heapMiB.toFixed(1)} MiB, ${nodes} nodes, renderer ${rssMiB.toFixed(0)} MiB, longest task ${longest.toFixed(0)} ms, ${messages} messages, killed ${this.killed}, lost ${this.killed - this.cameBack}\n`,
    );
  }

  report(): boolean {
    // The first minutes fill caches and compile code.
    const settled = this.samples.slice(Math.min(5, this.samples.length >> 1));
    row('things done', String([...this.done.values()].reduce((a, b) => a + b, 0)));
    row('heap growth', `${(60 * slope(settled, (s) => s.heapMiB)).toFixed(2)} MiB/h`, 'goal 0');
    row('growth of the renderer', `${(60 * slope(settled, (s) => s.rssMiB)).toFixed(1)} MiB/h`);
    row('longest main-thread task', `${Math.max(...this.samples.map((s) => s.longest)).toFixed(0)} ms`);
    row('workers killed, and the run came back', `${this.cameBack} of ${this.killed}`);
    row('lost after a kill', String(this.killed - this.cameBack), 'goal 0');
    row('messages to workers', this.messages.toLocaleString('en'));
    row('errors', String(this.errors.length), 'goal 0');
    return this.errors.length === 0;
  }
}

/** Growth a minute, least squares. */
function slope(samples: readonly Sample[], of: (sample: Sample) => number): number {
  const n = samples.length;
  const x = samples.reduce((sum, s) => sum + s.minute, 0) / n;
  const y = samples.reduce((sum, s) => sum + of(s), 0) / n;
  const over = samples.reduce((sum, s) => sum + (s.minute - x) * (of(s) - y), 0);
  return over / samples.reduce((sum, s) => sum + (s.minute - x) ** 2, 0);
}

/** Resident bytes of the largest process of this browser that renders pages; NaN where processes cannot be looked at. */
function largestRenderer(): number {
  if (!existsSync('/proc/self/stat')) return Number.NaN;
  const parents = new Map<number, number>();
  const resident = new Map<number, number>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      parents.set(Number(name), Number(fields[1]));
      if (readFileSync(`/proc/${name}/cmdline`, 'utf8').includes('--type=renderer'))
        resident.set(Number(name), Number(fields[21]) * 4096);
    } catch {
      // It ended while it was looked at.
    }
  }
  const isMine = (pid: number): boolean =>
    pid === process.pid || (parents.has(pid) && isMine(parents.get(pid)!));
  return Math.max(0, ...[...resident].filter(([pid]) => isMine(pid)).map(([, bytes]) => bytes));
}
