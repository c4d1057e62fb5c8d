/** An engine in this thread whose pieces of work are timed: the longest, and what was asked of it meanwhile. */
import { existsSync, readFileSync } from 'node:fs';
import type { EngineClient } from '../worker/client.ts';
import { connectInProcess } from '../worker/inprocess.ts';

/** On Linux, ns that the main thread of this process has run. */
const SCHEDSTAT = `/proc/self/task/${process.pid}/schedstat`;
const knowsThreads = existsSync(SCHEDSTAT);

/** CPU time of this thread, or else of this process, ms: other processes on the machine do not count. */
export function cpuMs(): number {
  if (knowsThreads) return Number.parseInt(readFileSync(SCHEDSTAT, 'utf8'), 10) / 1e6;
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

export interface Piece {
  readonly ms: number;
  /** Names of the requests that waited for an answer. */
  readonly asked: readonly string[];
}

export class TimedEngine {
  readonly client: EngineClient;
  private since = cpuMs();
  /** By request, its name. */
  private readonly asked = new Map<number, string>();

  /** `ended` hears of every piece of work between two pauses. */
  constructor(
    private readonly ended: (piece: Piece) => void,
    lookAfter = Infinity,
  ) {
    const { client, port } = connectInProcess({
      lookAfter,
      pause: async () => {
        this.ends();
        await new Promise<void>((done) => setImmediate(done));
        this.since = cpuMs();
      },
    });
    this.client = client;
    const { server } = port;
    const receive = server.receive.bind(server);
    server.receive = async (message) => {
      if ('name' in message) this.asked.set(message.id, message.name);
      this.since = cpuMs();
      await receive(message);
      this.ends();
      if ('name' in message) this.asked.delete(message.id);
    };
  }

  private ends(): void {
    const now = cpuMs();
    this.ended({ ms: now - this.since, asked: [...this.asked.values()] });
    this.since = now;
  }
}
