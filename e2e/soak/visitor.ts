/** What a visitor of the soak does: things a reader does, in an order that a seed decides. */
import type { Locator, Page } from '@playwright/test';
import { Random } from '../../engine/base/random.ts';
import { PRESETS } from '../../engine/scenario/presets.ts';
import { anyScenario } from '../../engine/testing/anyscenario.ts';
import { App } from '../app.ts';

/** Keys that a reader presses, as Playwright names them: steps, phases, lenses, zoom, comparison, undo, breaks. */
const KEYS = [
  'ArrowRight',
  'Shift+ArrowRight',
  'ArrowLeft',
  ']',
  '[',
  'Home',
  'End',
  '1',
  '2',
  '3',
  '4',
  '5',
  '6',
  '7',
  '=',
  '-',
  '0',
  'c',
  'f',
  'n',
  'Shift+N',
  'Shift+W',
  'Control+z',
  'Control+Shift+z',
  'p',
  'Escape',
];

const QUERIES = ['lost', 'uffd.copy', 'kind:zap page:0x20', 'vcpu', 'khugepaged collapse', 'nothing('];

export class Visitor {
  private readonly random: Random;
  private readonly app: App;
  /** The timeline file saved last, to be opened again. */
  private saved: string | null = null;

  constructor(
    private readonly page: Page,
    seed: number,
  ) {
    this.random = new Random(seed, 1);
    this.app = new App(page);
  }

  private pick<T>(of: readonly T[]): T {
    return of[this.random.below(of.length)]!;
  }

  /** Presses one of them; false when there is none that can be pressed now. */
  private async press(buttons: Locator): Promise<boolean> {
    const count = await buttons.count();
    if (count === 0) return false;
    return buttons
      .nth(this.random.below(count))
      .click({ timeout: 2000 })
      .then(
        () => true,
        () => false,
      );
  }

  /** Does one thing; returns its name. Throws when the page does not come to rest after it. */
  async act(): Promise<string> {
    const [name, act] = this.pick(this.acts);
    await act();
    return name;
  }

  private readonly acts: readonly (readonly [string, () => Promise<void>])[] = [
    ['open a preset', () => this.link(`p=${this.pick(PRESETS).id}&s=${this.random.below(60_000)}`)],
    ['open a scenario', () => this.scenario()],
    ['open a script', () => this.fromSheet('Scripts')],
    ['open a recording', () => this.fromSheet('Open')],
    ['play', () => this.play()],
    ['play', () => this.play()],
    ['press keys', () => this.keys(12)],
    ['press keys', () => this.keys(12)],
    ['point at cells', () => this.point()],
    ['search', () => this.search()],
    ['branch', () => this.branch()],
    ['export', () => this.export()],
    ['open what was saved', () => this.openSaved()],
    ['go back', () => this.back()],
    ['read a story', () => this.link(`p=qemu-as-mailed&story=the-mail.${this.random.below(20)}`)],
  ];

  private async link(fields: string): Promise<void> {
    await this.page.evaluate((to) => {
      location.hash = to;
    }, `#v=1&${fields}`);
  }

  private async scenario(): Promise<void> {
    const { guest, faults, ...others } = anyScenario(this.random);
    const fields = new URLSearchParams({
      p: others.system === 'criu' ? 'criu-thp-disable' : 'qemu-as-mailed',
      'guest.bytes': String(guest.bytes),
      'guest.seed': String(guest.seed),
      'guest.workload': guest.workload,
      faults,
    });
    await this.link(fields.toString());
  }

  private async fromSheet(name: string): Promise<void> {
    const { page } = this;
    const button = page.getByRole('button', { name, exact: true }).first();
    if (!(await button.isVisible())) return;
    await button.click();
    await this.press(page.getByRole('dialog').getByRole('button'));
    await page.keyboard.press('Escape');
  }

  private async play(): Promise<void> {
    await this.page.keyboard.press('Space');
    await this.page.waitForTimeout(500 + this.random.below(2000));
    await this.page.keyboard.press('Space');
  }

  private async keys(count: number): Promise<void> {
    for (let n = 0; n < count; n++) await this.page.keyboard.press(this.pick(KEYS));
    await this.page.keyboard.press('Escape');
  }

  private async point(): Promise<void> {
    const { width, height } = this.page.viewportSize()!;
    for (let n = 0; n < 10; n++)
      await this.page.mouse.move(this.random.below(width), this.random.below(height));
    await this.page.mouse.click(
      width / 4 + this.random.below(width / 2),
      height / 4 + this.random.below(height / 3),
    );
    await this.page.keyboard.press('Escape');
  }

  private async search(): Promise<void> {
    await this.page.keyboard.press('/');
    await this.page.keyboard.type(this.pick(QUERIES));
    await this.page.keyboard.press('Enter');
    await this.page.keyboard.press('Escape');
  }

  private async branch(): Promise<void> {
    await this.page.keyboard.press('b');
    await this.press(this.page.getByRole('dialog').getByRole('button'));
    await this.page.keyboard.press('Escape');
  }

  private async export(): Promise<void> {
    const { page } = this;
    await page.keyboard.press('e');
    const sheet = page.getByRole('dialog', { name: 'Export' });
    if (!(await sheet.isVisible())) return;
    await this.press(sheet.getByRole('radio'));
    const wanted = page.waitForEvent('download', { timeout: 20_000 }).catch(() => null);
    // A film takes as long as its run.
    if (await this.press(sheet.getByRole('button', { name: /^Save (?!film)/ }))) {
      const download = await wanted;
      if (download?.suggestedFilename().endsWith('.faultline')) this.saved = await download.path();
      else await download?.delete();
    }
    await page.keyboard.press('Escape');
  }

  private async openSaved(): Promise<void> {
    if (this.saved === null) return;
    await this.page.getByLabel('Files to open').setInputFiles(this.saved);
  }

  private async back(): Promise<void> {
    await this.page.evaluate(() => history.back());
  }

  /** Waits until the page has come to rest. */
  async rest(): Promise<void> {
    await this.app.idle();
  }
}
