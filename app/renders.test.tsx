/** What React renders while a run is stepped, played and scrubbed: pictures follow without it, and of the words only what reads the
 *  step. */
import { fireEvent, screen } from '@testing-library/dom';
import { expect, it, vi } from 'vitest';
import {
  atStep,
  commitCount,
  openAt,
  pick,
  press,
  step,
  steps,
  transport,
  waitUntil,
} from './testing/page.tsx';

type Component = (props: object) => unknown;

const { rendered, noted } = vi.hoisted(() => {
  const rendered = new Set<string>();
  const known = new WeakMap<Component, Component>();
  /** The same component, whose name is noted when it renders; what is no function stays. */
  const noted = (type: unknown): unknown => {
    if (typeof type !== 'function' || type.prototype?.isReactComponent) return type;
    const inner = type as Component;
    const outer =
      known.get(inner) ??
      ((props: object) => {
        rendered.add(inner.name);
        return inner(props);
      });
    known.set(inner, outer);
    return outer;
  };
  return { rendered, noted };
});

vi.mock('react/jsx-dev-runtime', async (original) => {
  const runtime = await original<{ jsxDEV(type: unknown, ...rest: unknown[]): unknown }>();
  return { ...runtime, jsxDEV: (type: unknown, ...rest: unknown[]) => runtime.jsxDEV(noted(type), ...rest) };
});

vi.mock('react', async (original) => {
  const react = await original<typeof import('react')>();
  return {
    ...react,
    memo: (type: never, same: never) => react.memo(noted(type) as never, same),
    lazy: (load: () => Promise<{ default: never }>) =>
      react.lazy(async () => ({ default: noted((await load()).default) as never })),
  };
});

/** The only components that read the step, what it changed, or the place that is pointed at. */
const READERS =
  'Accounts Actor Call Costs Count Facts Now PhaseNow Pointed Position Section Tip TimeNow Why Words'.split(
    ' ',
  );

/** Commits since the last time. Nothing but readers may have rendered. */
function commitsSince(): number {
  const commits = commitCount() - counted;
  expect([...rendered].filter((name) => !READERS.includes(name))).toEqual([]);
  forget();
  return commits;
}
let counted = 0;

function forget(): void {
  rendered.clear();
  counted = commitCount();
}

const idle = () => waitUntil(() => document.documentElement.dataset.idle === 'true');

/** Waits until the page is idle; what it rendered until then does not count. */
async function settle(): Promise<void> {
  await idle();
  forget();
}

const at = (clientX: number, clientY: number) => ({ clientX, clientY, pointerId: 1, isPrimary: true });

it('a step renders what reads it, in at most two commits', async () => {
  const user = await openAt(24_000, '&page=0x1a47');
  await screen.findAllByRole('button', { name: /why[?]$/ });
  await settle();
  for (let n = 1; n <= 20; n++) {
    await user.keyboard('{ArrowRight}');
    await atStep(24_000 + n);
    // One for the frame, and one for what was fetched with it.
    expect(commitsSince()).toBeLessThanOrEqual(2);
  }
});

it('playing renders what reads the step, at most twice a step', async () => {
  const user = await openAt(20_000, '&page=0x1a47&l=heat');
  await pick(user, 'Speed', '1/4×');
  await settle();
  let shown = 0;
  new MutationObserver((changes) => {
    shown += changes.length;
  }).observe(transport(), { attributeFilter: ['data-step'] });
  await press(user, 'Play');
  forget();
  await waitUntil(() => step() > 20_600);
  const commits = commitsSince();
  await press(user, 'Pause');
  expect(shown).toBeGreaterThan(3);
  expect(commits).toBeLessThanOrEqual(2 * shown + 4);
});

it('scrubbing and pointing at the timeline render its words', async () => {
  const user = await openAt(20_000, '&x=steps');
  await settle();
  const slider = screen.getByRole('slider', { name: 'Timeline' });
  fireEvent.pointerDown(slider, at(320, 60));
  for (let n = 1; n <= 12; n++) fireEvent.pointerMove(slider, at(320 + n * 13, 60));
  fireEvent.pointerUp(slider, at(476, 60));
  await waitUntil(() => step() > 25_000);
  expect(commitsSince()).toBeLessThanOrEqual(12 * 3 + 4);
  for (const x of [200, 400, 600]) fireEvent.pointerMove(slider, at(x, 60));
  slider.focus();
  await user.keyboard('{ArrowRight}{ArrowRight}');
  await idle();
  commitsSince();
});

it('where no text changes nothing is rendered', async () => {
  const user = await openAt(24_000);
  const field = screen.getByRole('group', { name: /^Source:/ });
  // To and fro within one cell.
  fireEvent.pointerMove(field, at(31, 41));
  await screen.findByRole('heading', { name: /^Page 0x/ });
  await settle();
  for (let n = 0; n < 10; n++) fireEvent.pointerMove(field, at(31 + (n % 2) * 0.5, 41));
  await idle();
  expect(commitsSince()).toBe(0);
  // At the end of the run a step forward leads nowhere.
  fireEvent.pointerLeave(field, at(31, 41));
  await user.keyboard('{End}');
  await atStep(steps());
  await settle();
  for (let n = 0; n < 5; n++) await user.keyboard('{ArrowRight}');
  await idle();
  expect(commitsSince()).toBe(0);
});
