/** Guards that a worker that says nothing any more is noticed, and one that is only slow, or not listened to, is not. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { bad } from '../base/result.ts';
import { BEAT, MISSED } from './heart.ts';
import { type FromServer, type Port, RpcClient } from './rpc.ts';

interface TestRequests {
  wait: { ask: null; answer: null };
}

/** Locks as a browser gives them: in turn, the next when the one before is let go. */
function lockManager() {
  const queues = new Map<string, (() => unknown)[]>();
  return {
    queues,
    request(name: string, take: () => unknown): Promise<unknown> {
      return new Promise((done) => queues.set(name, [...(queues.get(name) ?? []), () => done(take())]));
    },
    release: (name: string) => queues.get(name)?.shift()?.(),
  };
}

function connect() {
  const pings: unknown[] = [];
  const crashes: string[] = [];
  const port: Port = {
    postMessage: (m) => void pings.push(m),
    terminate: vi.fn(),
    onmessage: null,
    onerror: null,
  };
  const client = new RpcClient<TestRequests>(
    port,
    {
      crashed: (cause) => bad('crashed', 'test', cause).problem,
      closed: bad('cancelled', 'test', '').problem,
    },
    (problem) => crashes.push(problem.message),
  );
  const say = (data: FromServer) => port.onmessage?.({ data } as MessageEvent<FromServer>);
  return { client, port, say, crashes, pings };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it('silence while an answer is awaited ends the worker, and what was asked is told why', async () => {
  const { client, port, crashes } = connect();
  const answer = client.ask('wait', null);
  vi.advanceTimersByTime(BEAT * MISSED);
  expect(crashes).toEqual([]);
  vi.advanceTimersByTime(BEAT);
  expect(crashes).toEqual(['its browser ended it, perhaps for lack of memory']);
  expect(port.terminate).toHaveBeenCalledTimes(1);
  expect(await answer).toMatchObject({ ok: false, problem: { code: 'crashed' } });
  vi.advanceTimersByTime(BEAT * MISSED * 3);
  expect(crashes).toHaveLength(1);
});

it('a worker that answers pings may take as long as it wants', () => {
  const { client, say, crashes } = connect();
  void client.ask('wait', null);
  for (let n = 0; n < 10 * MISSED; n++) {
    vi.advanceTimersByTime(BEAT);
    if (n % (MISSED - 1) === 0) say({ pong: true });
  }
  expect(crashes).toEqual([]);
});

it('nothing is asked of a worker that nobody waits for', () => {
  const { client, say, pings } = connect();
  void client.ask('wait', null);
  say({ id: 1, ok: true, value: null });
  vi.advanceTimersByTime(BEAT * MISSED * 3);
  expect(pings).toHaveLength(1);
});

it('a page that is hidden, or that slept, does not count its silence', () => {
  const seen = { hidden: true };
  vi.stubGlobal('document', seen);
  const { client, crashes } = connect();
  void client.ask('wait', null);
  vi.advanceTimersByTime(BEAT * MISSED * 3);
  seen.hidden = false;
  for (let n = 0; n < 3 * MISSED; n++) {
    // The clock goes on, the timer does not.
    const now = performance.now() + BEAT * 2;
    const clock = vi.spyOn(performance, 'now').mockReturnValueOnce(now);
    vi.advanceTimersByTime(BEAT);
    clock.mockRestore();
  }
  expect(crashes).toEqual([]);
  vi.advanceTimersByTime(BEAT * (MISSED + 2));
  expect(crashes).toHaveLength(1);
});

it('a lock that the worker held comes to the page when it is gone, at once', async () => {
  const locks = lockManager();
  vi.stubGlobal('navigator', { locks });
  const { client, say, crashes } = connect();
  const answer = client.ask('wait', null);
  say({ lock: 'a' });
  expect(crashes).toEqual([]);
  locks.release('a');
  expect(crashes).toHaveLength(1);
  expect(await answer).toMatchObject({ ok: false, problem: { code: 'crashed' } });
  // One that is closed lets its lock go, too.
  const other = connect();
  other.say({ lock: 'b' });
  other.client.close();
  locks.release('b');
  expect(other.crashes).toEqual([]);
});
