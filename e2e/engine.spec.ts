/** The same scenario and seed give the same log in the browser's worker as in Node. */
import { readFileSync } from 'node:fs';
import { expect } from '@playwright/test';
import { test } from './warm.ts';

// What Node makes of all presets is held by engine/golden.test.ts.
const { presets } = JSON.parse(readFileSync('engine/testing/golden.json', 'utf8')) as {
  presets: Record<string, { digest: string; steps: number }>;
};

for (const id of ['qemu-as-mailed', 'qemu-as-coded', 'qemu-no-nohugepage'])
  test(`${id} has the digest in the worker that it has in Node`, async ({ app }) => {
    const node = presets[id]!;
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
    // A picture's bytes would take longer to bring here than to make.
    return field.evaluate(async (el) => {
      await new Promise((r) => requestAnimationFrame(() => requestAnimationFrame(r)));
      const from = el.querySelector('canvas')!;
      const to = document.createElement('canvas');
      to.width = from.width;
      to.height = from.height;
      const g = to.getContext('2d')!;
      g.drawImage(from, 0, 0);
      const { data } = g.getImageData(0, 0, to.width, to.height);
      const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', data));
      return {
        size: [to.width, to.height],
        colours: new Set(new Uint32Array(data.buffer)).size,
        hash: [...hash].join(' '),
      };
    });
  };
  const plain = await picture('2d');
  const shader = await picture('webgl2');
  expect(plain.colours).toBeGreaterThan(3);
  expect(shader).toEqual(plain);
});
