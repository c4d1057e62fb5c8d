/** Keys go where the hint says: after a press with the pointer they step the run. */
import { fireEvent, screen, waitFor } from '@testing-library/dom';
import { expect, it } from 'vitest';
import { atStep, openAt, press } from '../testing/page.tsx';

it('after a press on a cell the arrows step the run; Tab leads to the cells, where they walk', async () => {
  const user = await openAt(20_000);
  const field = screen.getByRole('group', { name: /^Source:/ });
  await user.pointer({ keys: '[MouseLeft]', target: field, coords: { clientX: 30, clientY: 12 } });
  await user.keyboard('{ArrowRight}');
  await atStep(20_001);
  await user.keyboard('{Home}');
  await atStep(0);
  const grid = field.querySelector<HTMLElement>('[role=grid]')!;
  grid.focus();
  fireEvent.keyDown(grid, { key: 'ArrowRight' });
  await waitFor(() => expect(grid.getAttribute('aria-activedescendant')).not.toBeNull());
  await atStep(0);
});

it('after a press on the overview the arrows step the run', async () => {
  const user = await openAt(20_000);
  const part = await screen.findByRole('scrollbar');
  await user.pointer({ keys: '[MouseLeft]', target: part, coords: { clientX: 300, clientY: 4 } });
  await user.keyboard('{ArrowRight}');
  await atStep(20_001);
});

it('the sheet of shortcuts begins at its title', async () => {
  const user = await openAt(100);
  await press(user, 'Keyboard shortcuts');
  const sheet = await screen.findByRole('dialog', { name: 'Keyboard shortcuts' });
  await waitFor(() => expect(document.activeElement?.textContent).toBe('Keyboard shortcuts'));
  expect(sheet.textContent).toContain('One event forward');
});
