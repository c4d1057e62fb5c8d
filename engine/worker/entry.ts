/** The worker: wiring only. */
import type { ToWorker } from './protocol.ts';
import { Server } from './server.ts';

const channel = new MessageChannel();
/** Who pauses, in the order of their messages: a run and a search may do it at once. */
const paused: (() => void)[] = [];
channel.port1.onmessage = () => paused.shift()?.();
/** A macrotask without the delay that timers have when nested. */
const pause = () =>
  new Promise<void>((resolve) => {
    paused.push(resolve);
    channel.port2.postMessage(0);
  });

const server = new Server((message, transfer) => postMessage(message, transfer), pause);
self.onmessage = (e: MessageEvent<ToWorker>) => void server.receive(e.data);
