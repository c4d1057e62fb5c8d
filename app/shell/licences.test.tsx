/** The sheet of licences: where it is opened, and what it says of a package. The build writes the file that it reads. */
import { screen, within } from '@testing-library/dom';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { openAt, press } from '../testing/page.tsx';

const OTHERS = globalThis.fetch;
const PACKAGES = [
  { name: 'faultline', version: '1.2.3', licence: 'MIT', source: '', text: 'Permission is granted' },
  {
    name: 'a-part',
    version: '4.5.6',
    licence: 'ISC',
    source: 'https://sources.example/a',
    text: 'No warranty',
  },
];
let answer: () => Response;

beforeEach(() => {
  answer = () => Response.json(PACKAGES);
  vi.stubGlobal('fetch', (path: string) => (path.endsWith('licences.json') ? answer() : OTHERS(path)));
});
afterEach(() => vi.unstubAllGlobals());

it('opens from the sheet of shortcuts, and has every licence whole', async () => {
  const user = await openAt(100);
  await press(user, 'Keyboard shortcuts');
  await press(user, 'Licences of this page and its packages');
  const sheet = await screen.findByRole('dialog', { name: 'Licences' });
  const row = (await within(sheet).findByText('a-part 4.5.6')).closest('details')!;
  expect(row.textContent).toContain('ISC');
  expect(row.querySelector('pre')?.textContent).toBe('No warranty');
  expect(within(row).getByRole('link').getAttribute('href')).toBe('https://sources.example/a');
  expect(screen.queryByRole('dialog', { name: 'Keyboard shortcuts' })).toBeNull();
});

it('opens from the palette, and says what it could not read', async () => {
  answer = () => Response.json([{ name: 'a-part' }]);
  const user = await openAt(100);
  await user.keyboard('{Control>}k{/Control}');
  await user.type(await screen.findByRole('combobox', { name: /^Find a command/ }), 'licences{Enter}');
  const sheet = await screen.findByRole('dialog', { name: 'Licences' });
  expect((await within(sheet).findByRole('alert')).textContent).toMatch(/^licences.json, 0\.version: /);
});
