/** The same scenario and seed give the same log in the browser's worker as in Node. */
import { execFileSync } from 'node:child_process';
import { expect, test } from '@playwright/test';
import { App } from './app.ts';

for (const id of ['qemu-as-mailed', 'qemu-as-coded', 'qemu-no-nohugepage'])
  test(`${id} has the digest in the worker that it has in Node`, async ({ page }) => {
    const node = JSON.parse(
      execFileSync('npx', ['tsx', 'engine/cli.ts', '--preset', id, '--summary'], { encoding: 'utf8' }),
    ) as { digest: string; steps: number };
    const app = new App(page);
    await app.open(`#v=1&p=${id}&s=7`);
    await expect.poll(() => app.linked('d')).toBe(node.digest);
    expect(await app.steps()).toBe(node.steps);
  });

test('both renderers paint the same picture', async ({ page }) => {
  const picture = async (renderer: string) => {
    await page.goto(`/?renderer=${renderer}#v=1&p=qemu-as-mailed&s=44500`);
    await expect(page.locator('html')).toHaveAttribute('data-ready', 'true');
    const field = page.locator(`.field[data-renderer="${renderer}"]`).last();
    await expect(field).toBeVisible();
    return field.evaluate(async (el) => {
      await new Promise((r) => requestAnimationFrame(() => requestAnimationFrame(r)));
      const from = el.querySelector('canvas')!;
      const to = document.createElement('canvas');
      to.width = from.width;
      to.height = from.height;
      const g = to.getContext('2d')!;
      g.drawImage(from, 0, 0);
      return { size: [to.width, to.height], data: [...g.getImageData(0, 0, to.width, to.height).data] };
    });
  };
  const plain = await picture('2d');
  const shader = await picture('webgl2');
  expect(shader.size).toEqual(plain.size);
  const colours = new Set<number>();
  let apart = 0;
  for (let i = 0; i < plain.data.length; i += 4) {
    const [r = 0, g = 0, b = 0] = plain.data.slice(i, i + 3);
    colours.add((r << 16) | (g << 8) | b);
    if (r !== shader.data[i] || g !== shader.data[i + 1] || b !== shader.data[i + 2]) apart++;
  }
  expect(colours.size).toBeGreaterThan(3);
  expect(apart).toBe(0);
});
