import { expect, type Page, test } from '@playwright/test';
import { App, idle } from './app.ts';

/** A picture that the policy refuses. */
const REFUSED = 'https://refused.invalid/';

/** Reads violations of the content policy and errors on the console since the last time. They come in order: when one that is
 *  provoked is there, all are. */
async function watch(page: Page): Promise<() => Promise<string[]>> {
  await page.addInitScript(() => {
    const seen: string[] = [];
    Object.assign(window, { seen });
    addEventListener('securitypolicyviolation', (e) =>
      seen.push(`${e.violatedDirective} ${e.blockedURI} ${e.sourceFile}:${e.lineNumber} ${e.sample}`),
    );
  });
  const said: string[] = [];
  page.on('console', (m) => m.type() === 'error' && said.push(m.text()));
  page.on('pageerror', (e) => said.push(e.message));
  return async () => {
    await idle(page);
    const logged = page.waitForEvent('console', (m) => m.text().includes(REFUSED));
    const seen = await page.evaluate(
      (src) =>
        new Promise<string[]>((done) => {
          addEventListener('securitypolicyviolation', function last({ blockedURI }) {
            if (blockedURI !== src) return;
            removeEventListener('securitypolicyviolation', last);
            done((window as unknown as { seen: string[] }).seen.splice(0));
          });
          new Image().src = src;
        }),
      REFUSED,
    );
    await logged;
    return [...seen, ...said.splice(0)].filter((text) => !text.includes(REFUSED));
  };
}

test('the policy is strict, in the header and in the page', async ({ page }) => {
  const response = await page.goto('./');
  const header = response?.headers()['content-security-policy'] ?? '';
  expect(header).toContain("require-trusted-types-for 'script'");
  expect(header).not.toContain('unsafe');
  await expect(page.locator('meta[http-equiv=Content-Security-Policy]')).toHaveAttribute('content', header);
  const refused = await page.evaluate(() => {
    try {
      document.createElement('p').innerHTML = '<b>text</b>';
      return false;
    } catch {
      return true;
    }
  });
  expect(refused).toBe(true);
});

const VIEWS: readonly (readonly [name: string, hash: string, look: (page: Page) => Promise<void>])[] = [
  [
    'exports',
    '#v=1&p=qemu-as-mailed&s=40000',
    async (page) => {
      await page.keyboard.press('e');
      for (const save of ['Save PNG', 'Save SVG']) {
        const saved = page.waitForEvent('download');
        await page.getByRole('button', { name: save }).click();
        await saved;
        await expect(page.getByRole('button', { name: save })).toBeEnabled();
      }
    },
  ],
  ['a scenario with a page', '#v=1&p=qemu-as-mailed&s=40000&page=0x1a47', async () => {}],
  [
    'every fold of the rails',
    '#v=1&p=qemu-as-mailed&s=40000&page=0x1a47',
    async (page) => {
      await page.evaluate(() => {
        for (const fold of document.querySelectorAll('details')) fold.open = true;
      });
    },
  ],
  [
    'the script editor',
    '#v=1&p=qemu-as-mailed&s=4',
    async (page) => {
      await page.getByRole('radio', { name: 'Script' }).check();
      const editor = page.getByRole('textbox', { name: 'Script' });
      await editor.press('Control+a');
      await page.keyboard.type('mmap RAM 2m\nwrong words\n');
      await editor.press('Control+Home');
      await editor.press('m');
      await editor.press('Control+Space');
      await editor.press('Control+f');
    },
  ],
  [
    'a story',
    '#v=1&p=qemu-as-mailed&st=the-mail.3',
    async (page) => expect(page.getByRole('article')).toContainText('3 of'),
  ],
  [
    'a presentation and the palette',
    '#v=1&p=qemu-as-mailed&s=4',
    async (page) => {
      await page.keyboard.press('p');
      await page.keyboard.press('Control+k');
      await page.keyboard.type('lens');
    },
  ],
  ['a recording', '#v=1&t=q1-hot&s=40', async () => {}],
  ['trackers alone', '#v=1&p=tracking-ring&s=300', async () => {}],
  ['inside another page', '?embed=both#v=1&p=qemu-as-mailed&s=4', async () => {}],
];

test('no view breaks the policy', async ({ page }) => {
  const violations = await watch(page);
  const app = new App(page);
  for (const [name, hash, look] of VIEWS) {
    await app.open(hash);
    await look(page);
    expect(await violations(), name).toEqual([]);
    // Leaves a menu, and the sheet or the presentation around it.
    for (let n = 0; n < 2; n++) await page.keyboard.press('Escape');
  }
});
