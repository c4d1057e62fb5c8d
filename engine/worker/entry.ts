/** The engine's worker: connects the server to the worker's port. */
import type { Requests } from './protocol.ts';
import type { ToServer } from './rpc.ts';
import { createServer } from './server.ts';

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

const server = createServer((message, transfer) => postMessage(message, transfer), pause);
self.onmessage = (e: MessageEvent<ToServer<Requests>>) => void server.receive(e.data);
