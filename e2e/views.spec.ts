/** Every view, in both themes, with forced colours and on a phone: nothing for axe to find, nothing that sticks out. */
import { expect, type Page } from '@playwright/test';
import { violations, violationsInThemes } from './axe.ts';
import { test } from './warm.ts';

interface View {
  readonly name: string;
  readonly hash: string;
  /** The part in which it is another view than the first one (a CSS selector); without it, the whole page. */
  readonly part?: string;
  /** What a reader does to get there, by keyboard, and how it is known that the view is there. */
  open?(page: Page): Promise<void>;
}

const MAILED = '#v=1&p=qemu-as-mailed';

/** Opens a folded section of a rail, if it is folded. */
async function unfold(page: Page, title: string): Promise<void> {
  const section = page.locator('details').filter({ has: page.getByRole('heading', { name: title }) });
  if ((await section.first().getAttribute('open')) === null) {
    await section.first().locator('summary').first().focus();
    await page.keyboard.press('Enter');
  }
  await expect(section.first()).toHaveAttribute('open', '');
}

async function panel(page: Page, name: string): Promise<void> {
  await page.getByRole('radio', { name }).focus();
  await page.keyboard.press('Space');
}

const VIEWS: readonly View[] = [
  { name: 'a page selected', hash: `${MAILED}&s=40000&page=0x1a47` },
  { name: 'a process', hash: '#v=1&p=criu-2017&s=300' },
  { name: 'trackers', hash: '#v=1&p=tracking-soft-dirty&s=300' },
  { name: 'a recording', hash: '#v=1&t=q1-hot&s=2000' },
  {
    name: 'stories',
    hash: `${MAILED}&s=100`,
    part: '.rail.left',
    open: async (page) => {
      await panel(page, 'Story');
      await expect(page.getByRole('button', { name: /^The mail in seven/ })).toBeVisible();
    },
  },
  { name: 'a story’s step', hash: `${MAILED}&s=100&st=the-mail.5`, part: '.rail.left' },
  {
    name: 'a script',
    hash: `${MAILED}&s=100`,
    part: '.rail.left',
    open: async (page) => {
      await panel(page, 'Script');
      await expect(page.getByRole('textbox', { name: 'Script' })).toContainText('mmap');
    },
  },
  {
    name: 'a hazard',
    hash: '#v=1&p=qemu-no-nohugepage&s=51688',
    part: '.rail.right',
    open: async (page) => {
      await page.getByRole('list', { name: 'Hazards', exact: true }).locator('summary').first().focus();
      await page.keyboard.press('Enter');
      await expect(page.getByRole('list', { name: 'Chain of causes' })).toBeVisible();
    },
  },
  {
    name: 'faults',
    hash: `${MAILED}&s=100`,
    part: '.rail.left',
    open: async (page) => {
      await unfold(page, 'Break something');
      await expect(page.getByRole('textbox', { name: /^As one line/ })).toBeVisible();
    },
  },
  {
    name: 'what the tools print',
    hash: `${MAILED}&s=100`,
    part: '.rail.right',
    open: async (page) => {
      await unfold(page, 'What the tools print');
      await expect(page.getByRole('region', { name: /smaps/ }).first()).toBeVisible();
    },
  },
  {
    name: 'a query',
    hash: `${MAILED}&s=100`,
    part: '.rail.right',
    open: async (page) => {
      await page.keyboard.press('/');
      await page.getByRole('combobox', { name: 'Query' }).fill('uffd.copy');
      await page.keyboard.press('Enter');
      await expect(page.getByRole('listbox', { name: 'Events found' })).toBeVisible();
    },
  },
  {
    name: 'systems',
    hash: `${MAILED}&s=100`,
    part: '.popover:popover-open',
    open: async (page) => {
      await page.getByRole('button', { name: /^System:/ }).focus();
      await page.keyboard.press('Enter');
      await expect(page.getByRole('dialog', { name: 'Systems' })).toBeVisible();
    },
  },
  {
    name: 'shortcuts',
    hash: `${MAILED}&s=100`,
    part: 'dialog[open]',
    open: async (page) => {
      await page.keyboard.press('?');
      await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
    },
  },
  {
    name: 'commands',
    hash: `${MAILED}&s=100`,
    part: 'dialog[open]',
    open: async (page) => {
      await page.keyboard.press('Control+k');
      await expect(page.getByRole('listbox', { name: 'Commands' })).toBeVisible();
    },
  },
  {
    name: 'a presentation, and what its speaker must know',
    hash: `${MAILED}&s=100&l=rainbow`,
    open: async (page) => {
      // A window that fills the screen has no other sizes.
      await page.evaluate(() => {
        Element.prototype.requestFullscreen = () => Promise.resolve();
      });
      await page.keyboard.press('p');
      await expect(page.getByRole('button', { name: 'Leave the presentation' })).toBeVisible();
      await expect(page.getByRole('alert')).toContainText('rainbow');
    },
  },
  {
    name: 'two runs compared',
    hash: '#v=1&p=qemu-no-nohugepage&s=40000&vs=p%3Dqemu-as-mailed',
    open: (page) => expect(page.getByRole('table', { name: 'Cost of each run' })).toBeVisible(),
  },
  {
    name: 'branches',
    hash: `${MAILED}&s=42500`,
    part: '.rail.left',
    open: async (page) => {
      await page.keyboard.press('b');
      await page.getByRole('dialog').getByRole('button', { name: 'Memory pressure' }).focus();
      await page.keyboard.press('Enter');
      await expect(page.getByRole('treeitem')).toHaveCount(2);
    },
  },
  {
    name: 'what a branch may begin with',
    hash: `${MAILED}&s=42500&page=0x1a47`,
    part: 'dialog[open]',
    open: async (page) => {
      await page.keyboard.press('b');
      await expect(page.getByRole('dialog', { name: /^Branch at step/ })).toBeVisible();
    },
  },
  {
    name: 'why a page is so',
    hash: `${MAILED}&s=40000&page=0x1a47`,
    part: '.rail.right',
    open: async (page) => {
      await page.keyboard.press('Shift+W');
      await expect(page.getByRole('list', { name: 'Chain of causes' }).first()).toBeVisible();
    },
  },
  {
    name: 'the export sheet',
    hash: `${MAILED}&s=40000`,
    part: 'dialog[open]',
    open: async (page) => {
      await page.keyboard.press('e');
      await expect(page.getByRole('dialog', { name: 'Export' })).toBeVisible();
    },
  },
  {
    name: 'the glossary',
    hash: `${MAILED}&s=100`,
    part: 'dialog[open]',
    open: async (page) => {
      await page.keyboard.press('g');
      await expect(page.getByRole('dialog', { name: 'Glossary' })).toBeVisible();
    },
  },
  {
    name: 'notes',
    hash: `${MAILED}&s=2000`,
    open: async (page) => {
      await page.keyboard.press('m');
      await expect(page.getByRole('form', { name: /^Note at step/ })).toBeVisible();
    },
  },
  {
    name: 'an exercise',
    hash: '#v=1&p=qemu-as-coded&guest.seed=1&s=10&st=exercises.2&who=Bob&ans=n1',
    part: '.rail.left',
    open: (page) => expect(page.getByRole('textbox', { name: 'Your answer' })).toBeVisible(),
  },
  {
    name: 'a range',
    hash: '#v=1&p=qemu-preempt&s=30000&r=20000-40000',
    open: (page) => expect(page.getByRole('region', { name: 'Range' })).toContainText('system calls'),
  },
  {
    name: 'single cells',
    hash: `${MAILED}&s=40000&page=0x1a47&l=ept`,
    part: '.fields',
    open: async (page) => {
      await page.keyboard.press('f');
    },
  },
  {
    name: 'changes and costs',
    hash: `${MAILED}&s=100`,
    part: 'dialog[open]',
    open: async (page) => {
      await page.getByRole('button', { name: 'Where the costs are from' }).focus();
      await page.keyboard.press('Enter');
      await expect(page.getByRole('dialog')).toBeVisible();
    },
  },
  {
    name: 'what changed since the mail',
    hash: `${MAILED}&s=100`,
    part: 'dialog[open]',
    open: async (page) => {
      await page.getByRole('button', { name: 'What changed since the mail' }).focus();
      await page.keyboard.press('Enter');
      await expect(page.getByRole('dialog')).toBeVisible();
    },
  },
  {
    name: 'what a damaged link says',
    hash: '#v=1&p=qemu-as-mailed&l=rainbow&guest.bytes=3',
    part: '.notices',
  },
];

for (const { name, hash, part, open } of VIEWS)
  test(`whole in every theme and on a phone: ${name}`, async ({ app }) => {
    const { page } = app;
    await page.emulateMedia({ reducedMotion: 'reduce', colorScheme: 'dark' });
    await app.open(hash);
    await open?.(page);
    const fits = async (as: string) => {
      await app.idle();
      const [has, needs] = await page.evaluate(() => [innerWidth, document.documentElement.scrollWidth]);
      expect.soft(needs, `${as}: wide`).toBeLessThanOrEqual(has as number);
    };
    await fits('dark');
    expect.soft(await violationsInThemes(page, part)).toEqual([]);
    await fits('light');
    await page.emulateMedia({ forcedColors: 'active' });
    await fits('forced');
    await page.emulateMedia({ forcedColors: 'none' });
    // The colours are the same there.
    await page.setViewportSize({ width: 390, height: 844 });
    expect.soft(await violations(page, { contrast: 'no' }), 'phone').toEqual([]);
    await fits('phone');
  });
