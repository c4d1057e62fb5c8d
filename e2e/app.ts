/** The page as a person meets it: by roles, names and what it says. */
import { expect, type Page } from '@playwright/test';

/** Waits until the page has nothing left to do: no question, no part that loads, no frame to draw. It hears of another size or colour
 *  scheme in the next frame and renders after that: until then it calls itself idle. */
export async function idle(page: Page): Promise<void> {
  await page.waitForFunction(async () => {
    const { dataset } = document.documentElement;
    for (let frames = 0; frames < 3 || dataset.idle !== 'true'; frames++)
      await new Promise(requestAnimationFrame);
    return true;
  });
}

export class App {
  constructor(readonly page: Page) {}

  /** Opens the page (with a link, when given) and waits for its first painted frame. A page that is open follows the link. */
  async open(hash = ''): Promise<void> {
    if (!hash.startsWith('#') || !(await this.follow(hash))) await this.page.goto(`./${hash}`);
    await this.ready();
    if ((await this.transport.getAttribute('data-playing')) === 'false') await this.idle();
  }

  /** Follows a link in the open page; false when none is open. The page has begun to show it when this returns. */
  private follow(hash: string): Promise<boolean> {
    return this.page.evaluate(async (to) => {
      if (!document.documentElement.dataset.ready || location.search !== '') return false;
      // A link to where the page is leads nowhere.
      history.replaceState(null, '', location.pathname);
      await new Promise((done) => {
        addEventListener('hashchange', done, { once: true });
        location.hash = to;
      });
      return true;
    }, hash);
  }

  async ready(): Promise<void> {
    await expect(this.page.locator('html')).toHaveAttribute('data-ready', 'true');
  }

  get transport() {
    // A presentation hides it, and so does what covers it on a phone.
    return this.page.getByRole('region', { name: 'Playback', includeHidden: true });
  }

  /** What the step on screen did, in words. */
  get sentence() {
    return this.page.getByRole('region', { name: 'What this step did' });
  }

  /** Waits until the step on screen is `step`. */
  async atStep(step: number): Promise<void> {
    await expect(this.transport).toHaveAttribute('data-step', String(step));
  }

  async step(): Promise<number> {
    return Number(await this.transport.getAttribute('data-step'));
  }

  /** Steps of the run on screen; waits until there is one. */
  async steps(): Promise<number> {
    await expect(this.transport).toHaveAttribute('data-steps', /^\d+$/);
    return Number(await this.transport.getAttribute('data-steps'));
  }

  async pause(): Promise<void> {
    await this.page.getByRole('button', { name: 'Pause' }).click();
    await expect(this.transport).toHaveAttribute('data-playing', 'false');
    await this.idle();
  }

  /** A drop-down list. */
  list(name: string) {
    return this.page.getByRole('combobox', { name, exact: true });
  }

  /** The option that a drop-down list shows. */
  picked(name: string) {
    return this.list(name).locator('option:checked');
  }

  async pick(list: string, option: string): Promise<void> {
    await this.list(list).selectOption({ label: option });
  }

  async pickSystem(title: string): Promise<void> {
    await this.page.getByRole('button', { name: /^System:/ }).click();
    await this.page.getByRole('dialog', { name: 'Systems' }).getByRole('button', { name: title }).click();
  }

  /** Waits until the page has nothing left to do: no question, no part that loads, no frame to draw. */
  async idle(): Promise<void> {
    await idle(this.page);
  }

  /** A paused run at a step, by link. */
  async openAt(step: number, more = ''): Promise<void> {
    await this.open(`#v=1&p=qemu-as-mailed&s=${step}${more}`);
    await this.atStep(step);
    await this.idle();
  }

  /** The link in the address, when all that was done is in it. */
  async link(): Promise<string> {
    await this.idle();
    return this.page.url();
  }

  /** Opens a link (this page's, when none is given) as its reader does: in a browser context of its own, to be closed by the test. */
  async elsewhere(link?: string): Promise<App> {
    const url = link ?? (await this.link());
    const reader = new App(await (await this.page.context().browser()!.newContext()).newPage());
    await reader.page.goto(url);
    await reader.ready();
    return reader;
  }

  /** A field of the link in the address. */
  linked(field: string): Promise<string | null> {
    return this.page.evaluate((f) => new URLSearchParams(location.hash.slice(1)).get(f), field);
  }

  /** On a phone: opens a part of the page in its drawer. */
  async drawer(part: 'Story' | 'Page' | 'Timeline' | 'Scenario'): Promise<void> {
    const tab = this.page.getByRole('navigation').getByRole('button', { name: part, exact: true });
    if ((await tab.getAttribute('aria-pressed')) !== 'true') await tab.click();
    await this.idle();
  }

  problem(code: string) {
    return this.page.getByRole('alert').filter({ has: this.page.locator(`[data-code="${code}"]`) });
  }
}
