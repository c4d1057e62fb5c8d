/** The page in browsers of another make, where they are installed: the paths that most readers take, by pointer and keys, and the same
 *  digests. What a Chromium shows in detail, the other tests hold. */
import { readFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { KEY, type OtherBrowser, type Place, startFirefox, startWebKit } from './webdriver.ts';

const golden = JSON.parse(readFileSync('engine/testing/golden.json', 'utf8')) as {
  presets: Record<string, { digest: string; steps: number }>;
};
/** One of each kind of system: what a browser's engine computes otherwise would show in any. */
const PRESETS = ['qemu-as-mailed', 'criu-2017', 'tracking-bitmap', 'h18-network-lost', 'h29-all-wait'];
const presets = Object.entries(golden.presets).filter(([id]) => PRESETS.includes(id));

const OTHERS = [
  { name: 'Firefox', program: process.env.FAULTLINE_FIREFOX, start: startFirefox },
  { name: 'WebKit', program: process.env.FAULTLINE_WEBKIT, start: startWebKit },
];

/** The page in such a browser. */
class Reader {
  constructor(
    private readonly browser: OtherBrowser,
    private readonly url: string,
  ) {}

  /** Opens the page, or follows a link in it, and waits until nothing is left to do. */
  async open(hash = ''): Promise<void> {
    await this.browser.open(`${this.url}${hash}`);
    await this.idle();
  }

  idle(): Promise<boolean> {
    return this.browser.until(() => document.documentElement.dataset.idle === 'true');
  }

  linked(field: string): Promise<string | null> {
    return this.browser.run((name) => new URLSearchParams(location.hash.slice(1)).get(name), field);
  }

  /** Waits until this step is on screen and nothing is left to do. */
  async atStep(step: number): Promise<void> {
    await this.browser.until(
      (wanted) => document.querySelector(`[data-playing][data-step="${wanted}"]`) !== null,
      step,
    );
    await this.idle();
  }

  steps(): Promise<number> {
    return this.browser.run(() => Number(document.querySelector<HTMLElement>('[data-steps]')?.dataset.steps));
  }

  /** Where an element is that can be seen: the first of a selector whose text, label or value is `name`. */
  place(selector: string, name: string): Promise<Place> {
    return this.browser.until(
      (css, wanted) => {
        const found = [...document.querySelectorAll<HTMLElement>(css)].find(
          (el) =>
            el.getClientRects().length > 0 &&
            (el.getAttribute('aria-label') ?? el.textContent)?.trim() === wanted,
        );
        if (!found) return null;
        found.scrollIntoView({ block: 'nearest' });
        const { x, y, width, height } = found.getBoundingClientRect();
        return { x: x + width / 2, y: y + height / 2 };
      },
      selector,
      name,
    );
  }

  async click(selector: string, name: string): Promise<void> {
    await this.browser.click(await this.place(selector, name));
  }
}

for (const { name, program, start } of OTHERS)
  test.describe(name, () => {
    test.describe.configure({ mode: 'serial' });
    test.skip(!program, `${name} is not installed`);
    let browser: OtherBrowser;
    let reader: Reader;

    test.beforeAll(async () => {
      browser = await start(program!);
      reader = new Reader(browser, test.info().project.use.baseURL!);
    });
    test.afterAll(() => browser?.close());

    test('the first screen opens and plays', async () => {
      await reader.open();
      await browser.until(() => document.body.textContent?.includes('memory move, page by page'));
      await reader.open('#v=1&p=qemu-as-mailed&s=100');
      await reader.atStep(100);
      await browser.press(' ');
      await browser.until(
        () => Number(document.querySelector<HTMLElement>('[data-playing]')?.dataset.step) > 100,
      );
      await browser.press(' ');
      await browser.until(() => document.querySelector('[data-playing=false]') !== null);
    });

    test('a story goes on', async () => {
      await reader.open('#v=1&p=qemu-as-mailed&st=the-mail-short.1');
      await reader.click('button', 'Next');
      await browser.until(() => location.hash.includes('st=the-mail-short.2'));
    });

    test('a link opens its step, keys step on, and a press inspects a page', async () => {
      await reader.open('#v=1&p=qemu-as-mailed&s=52000');
      await reader.atStep(52_000);
      await browser.press(KEY.right);
      await reader.atStep(52_001);
      const field = await browser.until(() => {
        const box = document.querySelector('.field canvas')?.getBoundingClientRect();
        return box && { x: box.x + 30, y: box.y + 12 };
      });
      await browser.click(field);
      await browser.until(() => /[#&]page=0x/.test(location.hash));
    });

    test('a script is edited and runs', async () => {
      await reader.open('#v=1&p=qemu-as-mailed&s=100');
      await reader.atStep(100);
      await reader.click('label', 'Script');
      const { x, y } = await browser.until(() => {
        const box = document.querySelector('[data-typed]')?.getBoundingClientRect();
        return box && { x: box.x + 80, y: box.y + 12 };
      });
      await browser.click({ x, y });
      await browser.press('a', KEY.control);
      await browser.press(`mmap A 2m${KEY.enter}write-range A 0 2m 7${KEY.enter}`);
      await browser.press(KEY.enter, KEY.control);
      // One step maps the memory, one for each of the 512 pages writes to it, and a few for each call around them.
      await browser.until(() => /[#&]mm=.*[#&]d=/.test(location.hash));
      expect(await reader.steps()).toBeGreaterThan(512);
    });

    test('a table is exported', async () => {
      await reader.open('#v=1&p=h32-manager-dies&s=7');
      await reader.atStep(7);
      // What the page hands to the browser is read here, and no file is left behind.
      await browser.run(() => {
        const create = URL.createObjectURL;
        URL.createObjectURL = (blob: Blob) => {
          if (blob.type.startsWith('text/csv'))
            void blob.text().then((text) => (document.documentElement.dataset.csv = text));
          return create(blob);
        };
        HTMLAnchorElement.prototype.click = () => {};
      });
      await browser.press('e');
      await reader.click('label', 'Data');
      await reader.click('button', 'Save CSV');
      const csv = await browser.until(() => document.documentElement.dataset.csv);
      expect(csv.trimEnd().split('\n').at(-1)).toMatch(/^904,/);
    });

    test('presets have the digests that they have in Node', async () => {
      await reader.open('#v=1&p=h32-manager-dies&s=0');
      const found: Record<string, string> = {};
      for (const [id] of presets)
        found[id] = await browser.run(async (preset) => {
          location.hash = `#v=1&p=${preset}&s=0`;
          for (;;) {
            const link = new URLSearchParams(location.hash.slice(1));
            const digest = link.get('d');
            if (link.get('p') === preset && digest) return digest;
            await new Promise((next) => setTimeout(next, 10));
          }
        }, id);
      expect(found).toEqual(Object.fromEntries(presets.map(([id, { digest }]) => [id, digest])));
    });
  });
