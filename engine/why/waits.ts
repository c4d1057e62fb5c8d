/** Why a vCPU waits for a page: what took the page away, the fault, and how far the request has come (F10, F11, Q27-Q33). */
import { sayTime } from '../base/units.ts';
import { cpuOf, hostOf, PHASES } from '../event/actor.ts';
import { K } from '../event/event.ts';
import { IN_FLIGHT, PRESENT, WAITING } from '../event/pageword.ts';
import { VM_UFFD } from '../event/vmalist.ts';
import { answer, lastBefore, type Scene, stepOf, type WhyAnswer } from './answer.ts';

/** How far a request has come, the farthest first. */
const STAGES: readonly (readonly [kinds: readonly number[], words: string])[] = [
  [[K.SRC_REQUEST], 'the source has queued the page and not sent it yet'],
  [[K.REQUEST, K.LAZY_FETCH], 'the request is on its way to the source'],
  [[K.UFFD_READ], 'the fault thread has read the message and not asked yet'],
];
const SENDS: readonly number[] = [K.SEND, K.SEND_ZERO, K.SERVE];
const PAUSED = PHASES.indexOf('paused');

export function offersWaits({ past, page, host, step }: Scene): boolean {
  return (past.at(step).side(host).words[page]! & WAITING) !== 0;
}

export async function whyWaits(scene: Scene): Promise<WhyAnswer> {
  const { columns, cast, past, ofPage, page, host, step } = scene;
  const now = past.at(step);
  const paused = now.phase === PAUSED;
  const underWay = (now.src.words[page]! & IN_FLIGHT) !== 0;
  const fault = lastBefore(
    ofPage,
    step,
    (n) => columns.kind(n) === K.UFFD_FAULT && hostOf(columns.who(n)) === host,
  );
  const who = cast === 'script' ? 'A thread' : `vCPU ${cpuOf(columns.who(fault))}`;
  const wp = (columns.arg(fault) & 2) !== 0;
  const since = columns.time(step - 1) - columns.time(fault);
  const gone = await past.lastChange(fault, (s) => s.side(host).words[page]! & PRESENT);
  const armed = await past.lastChange(fault, (s) => s.side(host).vmas.flagsAt(page) & VM_UFFD);
  const events = [gone, armed, fault];
  const reached = STAGES.map(([kinds]) =>
    lastBefore(ofPage, step, (n) => n > fault && kinds.includes(columns.kind(n))),
  );
  events.push(...reached);
  if (underWay) events.push(lastBefore(ofPage, step, (n) => SENDS.includes(columns.kind(n))));
  const stage = underWay
    ? 'the source has sent the page, and it is on its way'
    : (STAGES[reached.findIndex((n) => n >= 0)]?.[1] ?? 'nobody has read the message yet');
  return answer(
    columns,
    `${who} touched ${wp ? 'a write-protected page' : 'an armed hole'} at ${stepOf(fault)} and has slept for ${sayTime(since)}; ${paused ? 'the network is gone, and nothing comes before it is back' : stage}.`,
    { fn: 'handle_userfault', rule: 'F11' },
    events,
  );
}
