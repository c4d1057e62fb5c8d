/** The palette: what it finds, how it stands in groups, and where a find leads. */
import { screen, waitFor, within } from '@testing-library/dom';
import { expect, it } from 'vitest';
import { atStep, linked, openAt, type User, waitUntil } from '../testing/page.tsx';

/** Opens the palette with words in it, and returns its list. */
async function open(user: User, words: string): Promise<HTMLElement> {
  await user.keyboard('{Control>}k{/Control}');
  const field = await screen.findByRole('combobox', { name: /^Find a command/ });
  await user.clear(field);
  await user.type(field, words);
  return screen.getByRole('listbox', { name: 'Commands' });
}

/** Waits for an option of a group. */
async function option(list: HTMLElement, group: string, name: RegExp): Promise<HTMLElement> {
  const of = await within(list).findByRole('group', { name: group });
  return within(of).findByRole('option', { name });
}

it('a knob is found by the name that the kernel has for it, and gets the focus', async () => {
  const user = await openAt(100);
  const list = await open(user, 'max_ptes');
  await user.click(await option(list, 'Knobs of this scenario', /^max_ptes_none\s*khugepaged: 511$/));
  await waitFor(() =>
    expect(document.activeElement).toBe(screen.getByRole('textbox', { name: /max_ptes_none/ })),
  );
});

it('a size is set by its number', async () => {
  const user = await openAt(100);
  await user.click(await option(await open(user, '256 mib'), 'Guest memory', /256 MiB$/));
  await waitFor(() => expect(linked('guest.bytes')).toBe(String(256 * 2 ** 20)));
});

it('stories and their steps, hazards, terms, recordings and scripts are found', async () => {
  const user = await openAt(100);
  const list = await open(user, 'folios held');
  await user.click(await option(list, 'Hazards of this run', /^Folios held in pieces\s*H9, step /));
  await waitUntil(() => linked('page') !== null);

  await user.click(await option(await open(user, 'dirty ring'), 'Glossary', /^dirty ring$/));
  const glossary = await screen.findByRole('dialog', { name: 'Glossary' });
  await waitFor(() => expect(within(glossary).getAllByRole('term')).toHaveLength(1));
  await user.click(within(glossary).getByRole('button', { name: 'Close' }));

  await option(await open(user, 'q1-hot'), 'Recordings', /q1-hot/);
  await option(await open(user, 'copy-on-write'), 'Scripts', /^fork and copy-on-write/);
  await user.click(await option(await open(user, 'the mail'), 'Stories', /^The mail\s*\d+ min$/));
  await waitFor(() => expect(linked('st')).toBe('the-mail.1'));
});

it('what begins with the words stands first, and a number is a place', async () => {
  const user = await openAt(100);
  const list = await open(user, '1234');
  expect(within(list).getAllByRole('option')[0]?.textContent).toBe('Go to step 1234');
  await user.keyboard('{Enter}');
  await atStep(1234);
  const systems = await open(user, 'qemu as coded');
  await option(systems, 'Scenarios', /^QEMU as coded/);
  await user.keyboard('{Enter}');
  await screen.findByRole('heading', { name: 'QEMU as coded' });
});
