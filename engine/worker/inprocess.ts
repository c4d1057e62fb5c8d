/** The engine in the same thread, for tests: client and server joined by a port that clones and transfers every message, as a
 *  worker's port does. */
import type { Problem } from '../base/result.ts';
import { BOUNDS } from '../log/bounds.ts';
import { EngineClient } from './client.ts';
import type { Requests } from './protocol.ts';
import type { FromServer, Port, RequestMap, RpcServer, ToServer } from './rpc.ts';
import { createServer } from './server.ts';

/** Sends a message to the client. */
type Post = (message: FromServer, transfer: ArrayBufferLike[]) => void;

/** A port to the server that `serve` makes. Messages arrive in order, after the code that sent them. */
export function portTo<R extends RequestMap<R>>(
  serve: (post: Post) => RpcServer<R>,
): Port & { server: RpcServer<R> } {
  let open = true;
  const deliver = <M>(message: M, transfer: ArrayBufferLike[], receive: (message: M) => void) => {
    const copy = structuredClone(message, { transfer: transfer as ArrayBuffer[] });
    queueMicrotask(() => {
      if (open) receive(copy);
    });
  };
  const server = serve((message, transfer) =>
    deliver(message, transfer, (data) => port.onmessage?.({ data } as MessageEvent<FromServer>)),
  );
  const port: Port & { server: RpcServer<R> } = {
    server,
    postMessage: (message) => deliver(message as ToServer<R>, [], (data) => void server.receive(data)),
    terminate() {
      open = false;
    },
    onmessage: null,
    onerror: null,
  };
  return port;
}

/** A client of an engine in this thread. `pause` is a macrotask, in which other messages arrive; nothing is shown before it is whole,
 *  unless `lookAfter` says so. */
export function connectInProcess({
  onCrash = () => {},
  pause = () => new Promise((resolve) => setTimeout(resolve, 0)),
  now = () => performance.now(),
  lookAfter = Infinity,
  bounds = BOUNDS,
}: {
  onCrash?: (problem: Problem) => void;
  pause?: () => Promise<void>;
  now?: () => number;
  lookAfter?: number;
  bounds?: typeof BOUNDS;
} = {}): { readonly client: EngineClient; readonly port: Port & { server: RpcServer<Requests> } } {
  const port = portTo<Requests>((post) => createServer(post, { pause, now, lookAfter }, bounds));
  return { client: new EngineClient(port, onCrash), port };
}
