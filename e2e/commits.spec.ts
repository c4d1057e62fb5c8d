/** React's commits, as its developer tools hear of them, while the run plays and is scrubbed: pictures follow without React, and
 *  only components whose markup changed are rendered. */
import { expect, type Page, test } from '@playwright/test';
import { App } from './app.ts';

/** Stands in for React's developer tools, before the page's own scripts. Notes commits, and components that rendered again with
 *  the same markup as before. */
function listen(): void {
  interface Fiber {
    readonly tag: number;
    readonly flags: number;
    readonly alternate: Fiber | null;
    readonly child: Fiber | null;
    readonly sibling: Fiber | null;
    readonly stateNode: unknown;
  }
  const FUNCTIONS = [0, 11, 14, 15];
  const HOST = 5;
  const TEXT = 6;
  const heard = { commits: 0, idle: [] as string[] };
  Object.assign(window, { heard });
  let markup = new Map<Fiber, string>();

  /** An element's markup, and what its lists show, which is no markup. */
  function said(element: Element): string {
    const lists = element.matches('select') ? [element] : [...element.querySelectorAll('select')];
    return element.outerHTML + lists.map((list) => (list as HTMLSelectElement).value).join();
  }

  /** Markup of the elements that a component made. */
  function markupOf(fiber: Fiber): string {
    let html = '';
    for (let f = fiber.child; f; f = f.sibling) {
      if (f.tag === HOST) html += said(f.stateNode as Element);
      else if (f.tag === TEXT) html += (f.stateNode as Text).data;
      else html += markupOf(f);
    }
    return html;
  }

  function walk(fiber: Fiber, now: Map<Fiber, string>): void {
    if (FUNCTIONS.includes(fiber.tag)) {
      const html = markupOf(fiber);
      const before = fiber.alternate && !markup.has(fiber) ? markup.get(fiber.alternate) : undefined;
      // A fiber that is not the one of the last commit took its place; bit 0: its function was called.
      if (before !== undefined && fiber.flags & 1 && before === html)
        heard.idle.push(
          html
            .replace(/<[^>]*>/g, ' ')
            .trim()
            .slice(0, 60),
        );
      now.set(fiber, html);
    }
    for (let f = fiber.child; f; f = f.sibling) walk(f, now);
  }

  Object.assign(window, {
    __REACT_DEVTOOLS_GLOBAL_HOOK__: {
      supportsFiber: true,
      isDisabled: false,
      checkDCE() {},
      inject: () => 1,
      onCommitFiberUnmount() {},
      onPostCommitFiberRoot() {},
      onCommitFiberRoot(_id: number, root: { readonly current: Fiber }) {
        heard.commits++;
        const now = new Map<Fiber, string>();
        walk(root.current, now);
        markup = now;
      },
    },
  });
}

interface Heard {
  commits: number;
  idle: string[];
}

/** What was heard since the last time. */
const heardSince = (page: Page): Promise<Heard> =>
  page.evaluate(() => {
    const { heard } = window as unknown as { heard: Heard };
    const copy = { commits: heard.commits, idle: [...heard.idle] };
    heard.commits = 0;
    heard.idle = [];
    return copy;
  });

/** Waits until the page is idle and nothing was committed between two painted frames, and forgets what was. */
async function settle(page: Page): Promise<void> {
  await new App(page).idle();
  await expect
    .poll(async () => {
      await page.evaluate(
        () =>
          new Promise((done) =>
            requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 50))),
          ),
      );
      return (await heardSince(page)).commits;
    })
    .toBe(0);
}

test.beforeEach(async ({ page }) => {
  await page.addInitScript(listen);
});

test('a step renders only what reads otherwise, in a bounded number of commits', async ({ page }) => {
  const app = new App(page);
  await app.openAt(24_000, '&page=0x1a47');
  // The first step also sends the first-run hint away.
  await page.keyboard.press('ArrowRight');
  await app.atStep(24_001);
  await settle(page);
  for (let n = 2; n <= 20; n++) {
    await page.keyboard.press('ArrowRight');
    await app.atStep(24_000 + n);
    const { commits, idle } = await heardSince(page);
    expect(idle).toEqual([]);
    // One for the frame, and one for what was fetched with it.
    expect(commits).toBeLessThanOrEqual(2);
  }
});

test('playing renders only what reads otherwise, at most twice a step', async ({ page }) => {
  const app = new App(page);
  await app.openAt(20_000, '&page=0x1a47&l=heat');
  await app.pick('Speed', '1/4×');
  await settle(page);
  await page.evaluate(() => {
    const steps: string[] = [];
    Object.assign(window, { steps });
    const transport = document.querySelector('[data-step]');
    if (transport)
      new MutationObserver(() => steps.push(transport.getAttribute('data-step') ?? '')).observe(transport, {
        attributes: true,
        attributeFilter: ['data-step'],
      });
  });
  await page.keyboard.press('Space');
  await expect.poll(() => app.step()).toBeGreaterThan(20_600);
  const { commits, idle } = await heardSince(page);
  const steps = await page.evaluate(() => (window as unknown as { steps: string[] }).steps.length);
  await page.keyboard.press('Space');
  expect(steps).toBeGreaterThan(3);
  expect(commits).toBeLessThanOrEqual(2 * steps + 4);
  expect(idle).toEqual([]);
});

test('scrubbing renders only what reads otherwise', async ({ page }) => {
  const app = new App(page);
  await app.openAt(20_000, '&x=steps');
  const box = await page.getByRole('slider', { name: /step|timeline|playhead/i }).boundingBox();
  if (!box) throw new Error('the timeline has no box');
  const y = box.y + box.height / 2;
  await page.mouse.move(box.x + box.width * 0.4, y);
  await page.mouse.down();
  await settle(page);
  await page.mouse.move(box.x + box.width * 0.6, y, { steps: 12 });
  await page.mouse.up();
  await expect.poll(() => app.step()).toBeGreaterThan(25_000);
  const { commits, idle } = await heardSince(page);
  expect(idle).toEqual([]);
  expect(commits).toBeLessThanOrEqual(12 * 3 + 4);
});

test('where no text changes nothing is rendered', async ({ page }) => {
  const app = new App(page);
  await app.openAt(24_000);
  const field = page.getByRole('group', { name: /^Source:/ });
  const box = await field.boundingBox();
  if (!box) throw new Error('the field has no box');
  // To and fro within one cell's two pixels, and over the gap between tiles.
  await page.mouse.move(box.x + 30, box.y + 12);
  await expect(page.getByRole('heading', { name: /^Page 0x/ })).toBeVisible();
  await settle(page);
  for (let n = 0; n < 10; n++) await page.mouse.move(box.x + 30 + (n % 2) * 0.5, box.y + 12);
  expect(await heardSince(page)).toEqual({ commits: 0, idle: [] });

  // A zoom by wheel paints; its page under the pointer stays.
  await page.mouse.wheel(0, -200);
  await settle(page);
  await page.mouse.wheel(0, -200);
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  expect((await heardSince(page)).idle).toEqual([]);

  // At the end of the run a step forward leads nowhere.
  await page.keyboard.press('End');
  await app.atStep(await app.steps());
  await settle(page);
  for (let n = 0; n < 5; n++) await page.keyboard.press('ArrowRight');
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  expect(await heardSince(page)).toEqual({ commits: 0, idle: [] });
});
