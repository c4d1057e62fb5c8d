/** Links as a reader meets them: what a bad one says, and that the rest of it is opened. */
import { screen, waitFor } from '@testing-library/dom';
import { expect, it } from 'vitest';
import { PRESETS } from '../../engine/index.ts';
import { choose } from '../state/actions.ts';
import {
  alertSays,
  atStep,
  follow,
  linked,
  openAt,
  openPage,
  picked,
  press,
  problems,
  step,
  waitUntil,
} from '../testing/page.tsx';

it('a link opened in the same tab is followed', async () => {
  await openAt(10);
  follow('#v=1&p=qemu-as-coded&s=20&l=ept');
  await atStep(20);
  await screen.findByRole('heading', { name: 'QEMU as coded' });
  expect(picked('Lens')).toBe('EPT');
});

it('a bad field fails alone and is named', async () => {
  await openPage('#v=1&p=qemu-as-mailed&guest.bytes=1000&s=12&l=rainbow');
  await atStep(12);
  expect(problems()).toEqual(['invalid', 'invalid']);
  await alertSays(/Guest memory, guest\.bytes: expected bytes as a multiple of 2 MiB/);
  await alertSays(/l: expected one of migration, tables, huge, ept, lag, age, heat, got "rainbow"/);
});

it('a step that the run does not have leads to its end, and that is said', async () => {
  await openPage('#v=1&p=qemu-as-mailed&s=60000');
  await alertSays('s: expected a step from 0 to 53,790, got 60,000');
  await atStep(53_790);
});

it('an unknown preset is refused with the known ones, as text', async () => {
  await openPage(`#v=1&p=${encodeURIComponent('<script>document.title="owned"</script>')}`);
  await alertSays(PRESETS[0]!.id);
  await alertSays('<script>');
  expect(document.title).not.toBe('owned');
  await waitUntil(() => step() > 0);
});

it('a link of a newer version is refused with advice', async () => {
  await openPage('#v=99&p=qemu-as-mailed&s=5');
  await alertSays('got 99');
  await waitUntil(() => step() > 5);
});

it('a link that is too long is refused unread', async () => {
  await openPage(`#v=1&p=${'a'.repeat(5000)}`);
  await alertSays('at most 4096');
});

it('a script with a line of 10,000 letters is refused by its line, and the next link is opened', async () => {
  await openAt(300);
  const packed = 'rEmw7caxCcAgEADA3il-BMkGjiJokeIhiJD1A44R7qrL7E-0AAAAAAAAAAAAgB-4srzr3jNa1LJmHycf';
  follow(`#v=1&mm=${packed}`);
  await alertSays('expected a line of at most 1000 characters; found');
  follow('#v=1&p=qemu-as-coded&s=20');
  await atStep(20);
});

it('a digest of another run is reported, until that is dismissed', async () => {
  const user = await openAt(30, '&sem=1&d=0123456789abcdef');
  await waitFor(() => expect(problems()).toContain('drift'));
  expect(document.querySelector('[data-code=drift]')?.textContent).toContain('0123456789abcdef');
  await press(user, 'Dismiss');
  await waitFor(() => expect(problems()).toEqual([]));
});

it('notes and runs to compare with that are none are said, and the rest is opened', async () => {
  await openAt(300, `&n=nonsense&vs=${encodeURIComponent('p=<b>no</b>')}`);
  await alertSays(/n: expected notes as STEP~NAME~TEXT/);
  await alertSays(/vs:/);
  expect(problems()).toContain('unknown-preset');
  expect(screen.queryByRole('region', { name: 'Compare' })).toBeNull();
});

it('a run that is not the shared one says in which part the two differ first', async () => {
  await openAt(300);
  await waitFor(() => expect(linked('c')).toMatch(/^53790\.[\w-]{64}$/));
  const letters = linked('c')!;
  // The twentieth of 32 parts is another in the engine that made this link.
  const at = 'c=53790.'.length - 2 + 2 * 19;
  const other = `${letters.slice(0, at)}${letters[at] === 'A' ? 'B' : 'A'}${letters.slice(at + 1)}`;
  const user = await openAt(300, `&c=${other}&sem=2&d=0123456789abcdef`);
  await press(user, /up to step 31.937 and differ before step 33.618/);
  await atStep(31_937);
});

it('the address never has the digest of another run than the one it names', async () => {
  await openAt(100);
  const named: string[] = [];
  const write = history.replaceState.bind(history);
  const push = history.pushState.bind(history);
  const note = (data: unknown, unused: string, url?: string | URL | null) => {
    const fields = new URLSearchParams(String(url).split('#')[1]);
    named.push(`${fields.get('p')} ${fields.get('d')}`);
    write(data, unused, url);
  };
  history.replaceState = note;
  history.pushState = note;
  for (const preset of ['qemu-no-nohugepage', 'qemu-as-mailed', 'qemu-no-nohugepage']) {
    const last = linked('d');
    choose({ kind: 'preset', preset, overrides: {} });
    await waitUntil(() => linked('p') === preset && linked('d') !== null && linked('d') !== last);
  }
  history.replaceState = write;
  history.pushState = push;
  expect(new Set(named.filter((link) => !link.endsWith(' null'))).size).toBe(2);
});
