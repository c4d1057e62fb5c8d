/** The engine's worker: connects the server to the worker's port. The worker's name is the language that it speaks. */
import { speak } from '../base/language.ts';
import { holdLock } from './heart.ts';
import type { Requests } from './protocol.ts';
import type { ToServer } from './rpc.ts';
import { createServer } from './server.ts';

/** A reader waits as long as this for a run before what there is of it is shown. */
const LOOK_AFTER_MS = 2000;

const channel = new MessageChannel();
/** Resolvers of the pauses, in the order of their messages: a run and a search can pause at once. */
const paused: (() => void)[] = [];
channel.port1.onmessage = () => paused.shift()?.();
/** A macrotask without the delay of nested timers. */
const pause = () =>
  new Promise<void>((resolve) => {
    paused.push(resolve);
    channel.port2.postMessage(0);
  });

holdLock((lock) => postMessage({ lock }));
const server = createServer((message, transfer) => postMessage(message, transfer), {
  pause,
  now: () => performance.now(),
  lookAfter: LOOK_AFTER_MS,
});
const spoken =
  // Without its words it speaks English.
  self.name === 'zh'
    ? import('../words/zh/index.ts').then(({ zh }) => speak('zh', zh)).catch(() => undefined)
    : Promise.resolve();
self.onmessage = (e: MessageEvent<ToServer<Requests>>) => void spoken.then(() => server.receive(e.data));
