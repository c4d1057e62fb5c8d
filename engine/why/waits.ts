/** Why a vCPU waits for a page: what took the page away, the fault, and how far the request has come (F10, F11, Q27-Q33). */

import { cpuOf, hostOf, ownerOf, PHASES } from '../event/actor.ts';
import { K } from '../event/event.ts';
import { IN_FLIGHT, PRESENT, WAITING } from '../event/pageword.ts';
import { VM_UFFD } from '../event/vmalist.ts';
import { answer, lastBefore, type Scene, type WhyAnswer } from './answer.ts';
import { answerWords } from './words.ts';

/** How far a request has come, the farthest first. */
const STAGES: readonly (readonly [kinds: readonly number[], stage: 'queued' | 'requested' | 'read'])[] = [
  [[K.SRC_REQUEST], 'queued'],
  [[K.REQUEST, K.LAZY_FETCH], 'requested'],
  [[K.UFFD_READ], 'read'],
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
  const words = answerWords();
  const cpu = cpuOf(columns.who(fault));
  const owner = ownerOf(cast) === 'process' ? words.who.thread(cpu) : words.who.vcpu(cpu);
  const who = cast === 'script' ? words.who.someone : owner;
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
  const stage = underWay ? 'sent' : (STAGES[reached.findIndex((n) => n >= 0)]?.[1] ?? 'unread');
  return answer(
    columns,
    words.waits(who, wp, fault + 1, since, words.stages[paused ? 'paused' : stage]),
    { fn: 'handle_userfault', rule: 'F11' },
    events,
  );
}
