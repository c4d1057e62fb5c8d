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

const scope = self as unknown as {
  postMessage(m: unknown, transfer: unknown[]): void;
  onmessage: ((e: MessageEvent<ToWorker>) => void) | null;
};
const server = new Server((message, transfer) => scope.postMessage(message, transfer), pause);
scope.onmessage = (e) => void server.receive(e.data);
