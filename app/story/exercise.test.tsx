/** Exercises as a student does them: knobs are the answer, answers stay, and one link hands in all of them. */
import { screen, waitFor, within } from '@testing-library/dom';
import { expect, it } from 'vitest';
import { linked, openPage, pick, press, type User, waitUntil } from '../testing/page.tsx';

const story = () => screen.findByRole('article');
const ready = async () =>
  waitUntil(() => document.querySelector('.story-text')?.getAttribute('aria-busy') === 'false');
const says = (text: string | RegExp) =>
  waitFor(async () => expect((await story()).textContent).toMatch(text));

/** Goes from a step of a story to another one, as ‹Next› and ‹Back› do. */
async function turn(user: User, way: 'Next' | 'Back'): Promise<void> {
  await user.click(within(await story()).getByRole('button', { name: way }));
  await ready();
}

it('knobs turned under Scenario are the answer, and stay turned until the reader goes back', async () => {
  const user = await openPage('#v=1&st=the-mail.11');
  await says('Before the flood');
  await ready();
  await waitUntil(() => linked('s') !== null && linked('s') !== '0');
  await user.click(screen.getByRole('radio', { name: 'Scenario' }));
  await user.click(await screen.findByRole('checkbox', { name: 'MADV_NOHUGEPAGE before the flood' }));
  await pick(user, 'First pass', 'before REGISTER');
  await user.click(screen.getByRole('radio', { name: 'Story' }));
  await says(
    /Your run \(MADV_NOHUGEPAGE before the flood: no, First pass: before REGISTER\): 901 pages lost/,
  );
  await waitUntil(() => linked('qemu.nohugepage') === 'false');
  // The step is still there to be read.
  await says('QEMU forbids huge pages');
  await press(user, 'Check');
  await says('Right.');
  await waitUntil(() => linked('ans') === 'kqemu.nohugepage~false~khugepaged.wake~before-register');

  await turn(user, 'Next');
  await waitUntil(() => linked('qemu.nohugepage') === null);
  await waitUntil(() => linked('ans') === '11.kqemu.nohugepage~false~khugepaged.wake~before-register');
  await turn(user, 'Back');
  await says('Right.');
  await says('1 of 5 right');
});

it('a knob turned in the question itself, wrong and right, and the way back', async () => {
  const user = await openPage('#v=1&st=exercises.6');
  await says('Keep every page');
  await ready();
  const knob = () => within(screen.getByRole('region', { name: 'Question' }));
  const entry = knob().getByRole('textbox', { name: 'max_ptes_none' });
  expect(knob().getByRole('button', { name: 'Check' })).toHaveProperty('disabled', true);
  await user.clear(entry);
  await user.type(entry, '510{Enter}');
  await says(/Your run \(max_ptes_none: 510\): [\d,]+ pages lost/);
  await press(user, 'Check');
  await says('Not yet.');
  await user.clear(entry);
  await user.type(entry, '0{Enter}');
  await says('Your run (max_ptes_none: 0): 0 pages lost');
  await press(user, 'Check');
  await says('Right.');
  await press(user, 'Back to this step’s run');
  await waitUntil(() => linked('khugepaged.maxPtesNone') === null);
  await says('Your answer: max_ptes_none: 0');
});

it('answers are kept, and one link hands in name, answers and score, which its reader’s engine makes', async () => {
  const user = await openPage('#v=1&st=exercises.1');
  await says('Your name selects a guest');
  const name = screen.getByRole('textbox', { name: 'Your name or number' });
  await user.type(name, 'Ada{Enter}');
  await says(/Your guest has the seed \d+/);
  await turn(user, 'Next');
  const answer = async (number: string) => {
    const field = screen.getByRole('textbox', { name: 'Your answer' });
    await user.clear(field);
    await user.type(field, `${number}{Enter}`);
  };
  await answer('1');
  await says('Not yet.');
  await says('0 of 6 right');
  const because = /In this run: it is ([\d,]+)/.exec((await story()).textContent)![1]!.replace(/,/g, '');
  await answer(because);
  await says('Right.');
  await says('1 of 6 right');
  for (let at = 2; at < 6; at++) await turn(user, 'Next');
  await user.click(screen.getByRole('checkbox', { name: 'MADV_NOHUGEPAGE before the flood' }));
  await says(/Your run .*: 0 pages lost/);
  await press(user, 'Check');
  await says('2 of 6 right');
  await waitUntil(() => linked('ans') === `kqemu.nohugepage~true!2.n${because}`);
  const handedIn = location.hash;

  await openPage(handedIn);
  await says('2 of 6 right');
  expect(screen.getByRole<HTMLInputElement>('textbox', { name: 'Your name or number' }).value).toBe('Ada');

  // Nobody makes a wrong answer right, or knobs count that are not asked for, by writing it into the link.
  await openPage(handedIn.replace(/ans=[^&]*/, 'ans=kkhugepaged.scanSleep~1!2.n77!4.p1!9.o1'));
  await says('0 of 6 right');
}, 60_000);
