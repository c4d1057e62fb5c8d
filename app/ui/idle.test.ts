import { beforeEach, expect, test, vi } from 'vitest';

const root = { dataset: {} as Record<string, string> };
let frames: (() => void)[] = [];

/** Runs what was requested up to now. */
function refresh(): void {
  const due = frames;
  frames = [];
  for (const fn of due) fn();
}

const load = async () => {
  vi.resetModules();
  return { ...(await import('./idle.ts')), ...(await import('./redraw.ts')) };
};

beforeEach(() => {
  root.dataset = {};
  frames = [];
  vi.stubGlobal('document', { documentElement: root });
  vi.stubGlobal('requestAnimationFrame', (fn: () => void) => frames.push(fn));
  vi.stubGlobal('cancelAnimationFrame', (n: number) => {
    frames[n - 1] = () => undefined;
  });
  vi.stubGlobal('window', { requestIdleCallback: (fn: () => void) => fn() });
});

test('idle comes two frames after the last piece of work, and goes with the next', async () => {
  const { begin } = await load();
  const [one, two] = [begin(), begin()];
  one();
  one();
  refresh();
  refresh();
  expect(root.dataset.idle).toBeUndefined();
  two();
  refresh();
  expect(root.dataset.idle).toBeUndefined();
  refresh();
  expect(root.dataset.idle).toBe('true');
  begin();
  expect(root.dataset.idle).toBeUndefined();
});

test('work that the end of other work begins puts it off, even when it is short', async () => {
  const { begin } = await load();
  begin()();
  refresh();
  begin()();
  refresh();
  expect(root.dataset.idle).toBeUndefined();
  refresh();
  expect(root.dataset.idle).toBe('true');
});

test('a promise is work until it settles, either way', async () => {
  const { during } = await load();
  await expect(during(Promise.reject(new Error('broken')))).rejects.toThrow('broken');
  refresh();
  refresh();
  expect(root.dataset.idle).toBe('true');
});

test('a redraw is work until it paints without a further request, or is cancelled', async () => {
  const { createRedraw } = await load();
  let again = true;
  const painted: number[] = [];
  const redraw = createRedraw(() => {
    painted.push(0);
    if (again) redraw.request();
    again = false;
  });
  redraw.request();
  redraw.request();
  refresh();
  expect(painted).toHaveLength(1);
  for (let n = 0; n < 2; n++) refresh();
  expect(painted).toHaveLength(2);
  expect(root.dataset.idle).toBeUndefined();
  refresh();
  expect(root.dataset.idle).toBe('true');
  redraw.request();
  redraw.cancel();
  for (let n = 0; n < 2; n++) refresh();
  expect(painted).toHaveLength(2);
  expect(root.dataset.idle).toBe('true');
});
