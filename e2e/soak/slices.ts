/** The engine in this thread, whose every slice is measured: one message or one part between two pauses, as a worker does them. */
import { EngineClient } from '../../engine/worker/client.ts';
import type { Requests } from '../../engine/worker/protocol.ts';
import type { FromServer, Port, ToServer } from '../../engine/worker/rpc.ts';
import { createServer } from '../../engine/worker/server.ts';

/** Other requests wait for a slice, ms. */
const LONG = 50;
/** What is not the engine's work. */
const PAGE = 'page';

/** Reading the processor's clock takes longer than most slices: it is read this often, ms, and where a slice was long. */
const READ_EVERY = 10;

export class Slices {
  /** Slices of the engine, those over 50 ms, and the longest one, ms of the processor, as waiting for it is not the engine's work:
   *  up to 10 ms too many. */
  count = 0;
  long = 0;
  worst = 0;
  private since = performance.now();
  private request = PAGE;
  private read = { at: this.since, cpu: process.cpuUsage() };

  /** `onLong` hears of each slice that takes too long: the request, ms. */
  constructor(private readonly onLong: (request: string, ms: number) => void) {}

  /** A client of a new engine whose runs end at `bounds`. */
  connect(bounds: Parameters<typeof createServer>[2]): EngineClient {
    const deliver = <M>(from: string, message: M, transfer: ArrayBufferLike[], to: (copy: M) => void) => {
      const copy = structuredClone(message, { transfer: transfer as ArrayBuffer[] });
      this.later(from, () => to(copy));
    };
    const pause = (): Promise<void> => {
      const { request } = this;
      return new Promise((goOn) => this.later(request, goOn));
    };
    const server = createServer(
      (message, transfer) =>
        deliver(PAGE, message, transfer, (data) => port.onmessage?.({ data } as MessageEvent<FromServer>)),
      { pause, now: () => performance.now(), lookAfter: Infinity },
      bounds,
    );
    const port: Port = {
      postMessage: (message) => {
        const asked = message as ToServer<Requests>;
        const name = 'name' in asked ? `${asked.name} ${JSON.stringify(asked.ask).slice(0, 200)}` : 'message';
        deliver(name, asked, [], (data) => void server.receive(data));
      },
      terminate() {},
      onmessage: null,
      onerror: null,
    };
    return new EngineClient(port, () => {});
  }

  /** What ran until now is over; `request` goes on in a slice of its own. */
  private later(request: string, run: () => void): void {
    setImmediate(() => {
      this.end();
      this.request = request;
      run();
    });
  }

  private end(): void {
    const now = performance.now();
    const took = now - this.since;
    let ms = took;
    if (now - this.read.at > READ_EVERY) {
      const { user, system } = process.cpuUsage(this.read.cpu);
      ms = Math.min(took, (user + system) / 1000);
      this.read = { at: performance.now(), cpu: process.cpuUsage() };
    }
    this.since = performance.now();
    if (this.request === PAGE) return;
    this.count++;
    this.worst = Math.max(this.worst, ms);
    if (ms <= LONG) return;
    this.long++;
    this.onLong(this.request, ms);
  }
}
