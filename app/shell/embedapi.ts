/** Messages between a page and the Faultline inside it, by postMessage. Every message is an object with `faultline: 1` and a `type`.
 *  Received: `load` (link), `seek` (step), `play`, `pause`. Sent: `ready` and `step` (both with step, steps and playing), and
 *  `error` (message) for a message of the right origin that cannot be used. Messages of other origins are ignored. */
import * as v from 'valibot';
import { shallow } from 'zustand/shallow';
import { LONGEST, type RunInfo, worded } from '../../engine/index.ts';
import { openLink } from '../link/sync.ts';
import { seek, setPlaying } from '../state/actions.ts';
import { store } from '../state/store.ts';
import type { Watched } from '../ui/cell.ts';

const VERSION = 1;
const version = v.literal(VERSION);
const Message = v.variant('type', [
  v.object({
    faultline: version,
    type: v.literal('load'),
    link: v.pipe(v.string(), v.maxLength(LONGEST.link)),
  }),
  v.object({
    faultline: version,
    type: v.literal('seek'),
    step: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(Number.MAX_SAFE_INTEGER)),
  }),
  v.object({ faultline: version, type: v.literal('play') }),
  v.object({ faultline: version, type: v.literal('pause') }),
]);

type Received = v.InferOutput<typeof Message>;

/** Milliseconds between two messages that are obeyed: a link changes the whole page, a step one picture. */
const AFTER_LOAD = 100;
const AFTER_OTHERS = 16;

/** Messages faster than the page can follow: of each kind only the newest waits, and a link replaces whatever was about the one
 *  before it. */
export function createInbox(obey: (message: Received) => void): {
  put(message: Received): void;
  close(): void;
} {
  let waiting: Received[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  const kindOf = ({ type }: Received) => (type === 'pause' ? 'play' : type);
  const next = () => {
    const message = waiting.shift();
    timer = message && setTimeout(next, message.type === 'load' ? AFTER_LOAD : AFTER_OTHERS);
    if (message) obey(message);
  };
  return {
    put(message) {
      waiting = message.type === 'load' ? [] : waiting.filter((other) => kindOf(other) !== kindOf(message));
      waiting.push(message);
      if (timer === undefined) next();
    },
    close() {
      clearTimeout(timer);
      waiting = [];
    },
  };
}

/** Receives and sends. `frames` changes with every step that was painted. Returns how to stop. */
export function speak(
  host: Window,
  origin: string,
  run: Watched<RunInfo | null>,
  frames: Watched<{ readonly step: number } | null>,
): () => void {
  const send = (message: { type: string; [key: string]: unknown }) =>
    host.postMessage({ faultline: VERSION, ...message }, origin);

  function receive(e: MessageEvent): void {
    if (e.source !== host || e.origin !== origin) return;
    // The two pages may have other messages for each other.
    if (typeof e.data !== 'object' || e.data === null || !('faultline' in e.data)) return;
    const parsed = v.safeParse(Message, e.data);
    if (!parsed.success) {
      const [issue] = parsed.issues;
      const message = `${v.getDotPath(issue) ?? 'message'}: ${issue.message}`;
      send({ type: 'error', message: message.slice(0, LONGEST.message) });
      return;
    }
    inbox.put(parsed.output);
  }

  const inbox = createInbox((message) => {
    if (message.type === 'load') {
      if (!openLink(message.link)) send({ type: 'error', message: worded`link: nothing can be shown of it` });
    } else if (message.type === 'seek') seek(Math.min(message.step, run.get()?.steps ?? Infinity));
    else setPlaying(message.type === 'play');
  });

  let sent: object | null = null;
  function report(): void {
    const info = run.get();
    const frame = frames.get();
    if (!info || !frame) return;
    const state = { step: frame.step, steps: info.steps, playing: store.getState().playing };
    if (shallow(state, sent)) return;
    send({ type: sent ? 'step' : 'ready', ...state });
    sent = state;
  }

  addEventListener('message', receive);
  const stops = [run.subscribe(report), frames.subscribe(report), store.subscribe(report)];
  report();
  return () => {
    removeEventListener('message', receive);
    inbox.close();
    for (const stop of stops) stop();
  };
}
