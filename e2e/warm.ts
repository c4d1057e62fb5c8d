/** Tests that ask for `app` share the page of their worker, which is warm: a link opened in it costs no load. A test about loading,
 *  about what a browser stores, or about a page that begins otherwise asks for `page` and has one of its own. */
import { test as base, type Page } from '@playwright/test';
import { App } from './app.ts';

const SIZE = { width: 1440, height: 900 };
const START = '#v=1&p=qemu-as-mailed&s=100';

/** All that the page contains and the browser stores for it. React numbers ids in the order in which it makes them; where something
 *  hidden would be does not matter. */
const contents = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const body = document.body.cloneNode(true) as HTMLElement;
    for (const e of body.querySelectorAll('[hidden], [hidden] *, [popover], [style=""]'))
      e.removeAttribute('style');
    return [
      body.outerHTML.replace(/_r_\w+_/g, ''),
      document.documentElement.dataset.theme,
      ...Object.entries(localStorage),
    ].join('\n');
  });

/** A page that goes from test to test. */
class WarmPage {
  private app: App | null = null;
  /** What a fresh page contains, and the titles of its open folds. */
  private fresh = '';
  private open: readonly string[] = [];

  constructor(private readonly create: () => Promise<Page>) {}

  async take(): Promise<App> {
    if (this.app) return this.app;
    this.app = new App(await this.create());
    await this.load(this.app);
    this.fresh = await contents(this.app.page);
    this.open = await this.app.page.locator('details[open] > summary').allTextContents();
    return this.app;
  }

  /** Makes the page ready for the next test: back at the first link, it contains what a fresh one does, or it is loaded again. */
  async giveBack(): Promise<void> {
    const { app } = this;
    if (!app) return;
    app.page.removeAllListeners();
    // Once for what an entry or a menu does with it, once for the sheet around.
    for (let n = 0; n < 2; n++) await app.page.keyboard.press('Escape');
    await app.page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
    await this.begin(app);
    await app.page.evaluate((open) => {
      for (const fold of document.querySelectorAll('details'))
        fold.open = open.includes(fold.querySelector('summary')?.textContent ?? '');
    }, this.open);
    await app.idle();
    if ((await contents(app.page)) === this.fresh) return;
    await app.page.evaluate(() => localStorage.clear());
    await this.load(app);
  }

  /** Loads the page anew. What is inspected leaves its room in the rail: so begins every test. */
  private async load(app: App): Promise<void> {
    await app.page.goto('about:blank');
    await app.open(`${START}&page=0x1a47`);
    await this.begin(app);
  }

  private async begin(app: App): Promise<void> {
    const { page } = app;
    await page.emulateMedia({ colorScheme: null, reducedMotion: null, forcedColors: null });
    await page.setViewportSize(SIZE);
    await page.mouse.move(0, 0);
    await app.open(START);
    await app.idle();
  }

  async drop(): Promise<void> {
    await this.app?.page.context().close();
    this.app = null;
  }
}

export const test = base.extend<{ app: App }, { warmPage: WarmPage }>({
  warmPage: [
    async ({ browser }, use, { project }) => {
      const { baseURL, serviceWorkers } = project.use;
      const warm = new WarmPage(async () => {
        const context = await browser.newContext({
          baseURL: baseURL ?? '',
          serviceWorkers: serviceWorkers ?? 'allow',
        });
        return context.newPage();
      });
      await use(warm);
      await warm.drop();
    },
    { scope: 'worker' },
  ],
  app: async ({ warmPage }, use, info) => {
    await use(await warmPage.take());
    if (info.status === info.expectedStatus) await warmPage.giveBack();
    else await warmPage.drop();
  },
});
