/** What a page and the Faultline inside it say to each other by postMessage. Every message is an object with `faultline: 1` and
 *  a `type`. Heard: `load` (link), `seek` (step), `play`, `pause`. Told: `ready` and `step` (both with step, steps and
 *  playing), and `error` (message) for a message of the right origin that cannot be used. Other origins are neither
 *  heard nor told anything. */
import * as v from 'valibot';
import type { RunInfo } from '../../engine/index.ts';
import { LINK_MAX } from '../link/codec.ts';
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
    link: v.pipe(v.string(), v.maxLength(LINK_MAX)),
  }),
  v.object({
    faultline: version,
    type: v.literal('seek'),
    step: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(Number.MAX_SAFE_INTEGER)),
  }),
  v.object({ faultline: version, type: v.literal('play') }),
  v.object({ faultline: version, type: v.literal('pause') }),
]);

/** Listens and tells until what it returns is called. `frames` changes with every step that was painted. */
export function speak(
  host: Window,
  origin: string,
  run: Watched<RunInfo | null>,
  frames: Watched<{ readonly step: number } | null>,
): () => void {
  const tell = (message: { type: string; [key: string]: unknown }) =>
    host.postMessage({ faultline: VERSION, ...message }, origin);

  function hear(e: MessageEvent): void {
    if (e.source !== host || e.origin !== origin) return;
    // Other talk between the two pages is not for us.
    if (typeof e.data !== 'object' || e.data === null || !('faultline' in e.data)) return;
    const parsed = v.safeParse(Message, e.data);
    if (!parsed.success) {
      const [issue] = parsed.issues;
      tell({ type: 'error', message: `${v.getDotPath(issue) ?? 'message'}: ${issue.message}` });
      return;
    }
    const message = parsed.output;
    if (message.type === 'load') {
      if (!openLink(message.link)) tell({ type: 'error', message: 'link: nothing can be shown of it' });
    } else if (message.type === 'seek') seek(Math.min(message.step, run.get()?.steps ?? 0));
    else setPlaying(message.type === 'play');
  }

  let said = '';
  let ready = false;
  function report(): void {
    const info = run.get();
    const frame = frames.get();
    if (!info || !frame) return;
    const state = { step: frame.step, steps: info.steps, playing: store.getState().playing };
    const now = JSON.stringify(state);
    if (now === said) return;
    said = now;
    tell({ type: ready ? 'step' : 'ready', ...state });
    ready = true;
  }

  addEventListener('message', hear);
  const stops = [run.subscribe(report), frames.subscribe(report), store.subscribe(report)];
  report();
  return () => {
    removeEventListener('message', hear);
    for (const stop of stops) stop();
  };
}
