/** Every story from its first to its last step by keyboard, and back by taps: each step finds its place, says its numbers, and
 *  complains of nothing. */
import { screen, waitFor, within } from '@testing-library/dom';
import { expect, it } from 'vitest';
import index from '../../public/stories/index.json' with { type: 'json' };
import { openAt, problems } from '../testing/page.tsx';

it.each(index)('$title', async ({ title, summary }) => {
  const user = await openAt(0);
  await user.click(screen.getByRole('radio', { name: 'Story' }));
  await screen.findByRole('heading', { name: 'Stories' });
  await user.click(
    await screen.findByRole('button', { name: new RegExp(`^${title}.*${summary.slice(0, 10)}`) }),
  );
  const story = await screen.findByRole('article', { name: title });
  const progress = within(story).getByRole<HTMLProgressElement>('progressbar');
  const count = Number(progress.getAttribute('max'));
  expect(count).toBeGreaterThan(2);
  const settled = (at: number) =>
    waitFor(() => {
      expect(progress.getAttribute('value')).toBe(String(at));
      expect(story.querySelector('.story-text')?.getAttribute('aria-busy')).toBe('false');
      expect(within(story).queryByRole('button', { name: /^Back to this step/ })).toBeNull();
    });
  for (let at = 1; ; at++) {
    await settled(at);
    if (at === count) break;
    within(story).getByRole('button', { name: 'Next' }).focus();
    await user.keyboard('{Enter}');
  }
  // A finger may be faster than the runs: what counts is where it stops.
  for (let at = count; at > 1; at--) {
    expect(progress.getAttribute('value')).toBe(String(at));
    await user.pointer({ keys: '[TouchA]', target: within(story).getByRole('button', { name: 'Back' }) });
  }
  await settled(1);
  expect(problems()).toEqual([]);
  expect(screen.queryAllByRole('alert')).toEqual([]);
});
