/** Guards the requests themselves: every one settles once, and nothing piles up behind it. */
import { describe, expect, it, vi } from 'vitest';
import { bad, ok } from '../base/result.ts';
import { connectInProcess, portTo } from './inprocess.ts';
import { PROTOCOL } from './protocol.ts';
import { type Job, RpcClient, RpcServer } from './rpc.ts';

interface TestRequests {
  /** Answers when `open` is called with the same key. */
  wait: { ask: { key: string }; answer: string };
  fail: { ask: Record<never, never>; answer: null };
}

/** A client of a server whose answers the test gives. */
function connect() {
  const jobs = new Map<string, Job & { answer(): void }>();
  const port = portTo<TestRequests>(
    (post) =>
      new RpcServer<TestRequests>(
        {
          wait: ({ key }, job) =>
            new Promise((resolve) => jobs.set(key, Object.assign(job, { answer: () => resolve(ok(key)) }))),
          fail: () => {
            throw new Error('no memory');
          },
        },
        post,
        (name, message) => bad('crashed', String(name), message).problem,
      ),
  );
  const posted = vi.spyOn(port, 'postMessage');
  const crashes: string[] = [];
  const client = new RpcClient<TestRequests>(
    port,
    {
      crashed: (cause) => bad('crashed', 'test', cause).problem,
      closed: bad('cancelled', 'test', 'closed').problem,
    },
    (problem) => crashes.push(problem.message),
  );
  const arrived = (key: string) => vi.waitFor(() => expect(jobs.has(key)).toBe(true), { interval: 1 });
  return { client, port, posted, jobs, arrived, crashes };
}

/** A signal that counts its listeners. */
function watchedSignal() {
  const stop = new AbortController();
  const { signal } = stop;
  let listeners = 0;
  const add = signal.addEventListener.bind(signal);
  const remove = signal.removeEventListener.bind(signal);
  signal.addEventListener = (...args: Parameters<typeof add>) => {
    listeners++;
    add(...args);
  };
  signal.removeEventListener = (...args: Parameters<typeof remove>) => {
    listeners--;
    remove(...args);
  };
  return { stop, signal, listeners: () => listeners };
}

describe('requests', () => {
  it('overlap, and each gets its own answer', async () => {
    const { client, jobs, arrived, port } = connect();
    const first = client.ask('wait', { key: 'a' });
    const second = client.ask('wait', { key: 'b' });
    await arrived('b');
    jobs.get('b')!.answer();
    expect(await second).toEqual(ok('b'));
    jobs.get('a')!.answer();
    expect(await first).toEqual(ok('a'));
    expect(port.server.pending).toBe(0);
  });

  it('are cancelled by a signal, each alone', async () => {
    const { client, jobs, arrived } = connect();
    const { stop, signal } = watchedSignal();
    const first = client.ask('wait', { key: 'a' }, { signal });
    const second = client.ask('wait', { key: 'b' });
    await arrived('b');
    stop.abort();
    await vi.waitFor(() => expect(jobs.get('a')!.cancelled).toBe(true));
    expect(jobs.get('b')!.cancelled).toBe(false);
    for (const job of jobs.values()) job.answer();
    await Promise.all([first, second]);
  });

  it('with an aborted signal are cancelled at once and never sent', async () => {
    const { client, posted } = connect();
    const { stop, signal, listeners } = watchedSignal();
    stop.abort();
    expect(await client.ask('wait', { key: 'a' }, { signal })).toMatchObject({
      ok: false,
      problem: { code: 'cancelled' },
    });
    expect(posted).not.toHaveBeenCalled();
    expect(listeners()).toBe(0);
  });

  it('leave no listener behind, and a signal that aborts after the answer sends nothing', async () => {
    const { client, posted, jobs, arrived } = connect();
    const { stop, signal, listeners } = watchedSignal();
    for (const key of ['a', 'b', 'c']) {
      const answer = client.ask('wait', { key }, { signal });
      await arrived(key);
      jobs.get(key)!.answer();
      await answer;
    }
    expect(listeners()).toBe(0);
    const sent = posted.mock.calls.length;
    stop.abort();
    expect(posted).toHaveBeenCalledTimes(sent);
  });

  it('settle with the problem when the worker is closed, without a listener left', async () => {
    const { client, arrived } = connect();
    const { signal, listeners } = watchedSignal();
    const answer = client.ask('wait', { key: 'a' }, { signal });
    await arrived('a');
    client.close();
    expect(await answer).toMatchObject({ ok: false, problem: { message: 'closed' } });
    expect(await client.ask('wait', { key: 'b' })).toMatchObject({ ok: false });
    expect(listeners()).toBe(0);
  });

  it('that throw are a crash, for everything pending and once', async () => {
    const { client, crashes } = connect();
    const other = client.ask('wait', { key: 'a' });
    expect(await client.ask('fail', {})).toMatchObject({ ok: false, problem: { message: 'no memory' } });
    expect(await other).toMatchObject({ ok: false, problem: { code: 'crashed' } });
    expect(crashes).toEqual(['no memory']);
  });

  it('that were answered are not cancelled by a late message, and the server forgets it', async () => {
    const { client, port } = connectInProcess();
    const cancel = (id: number) => port.postMessage({ id, cancel: true });
    for (let id = 1; id <= 3; id++) {
      expect(await client.ask('hello', { protocol: PROTOCOL })).toMatchObject({ ok: true });
      cancel(id);
    }
    // A cancel of an id that is still to come has no effect on it either.
    cancel(4);
    const answer = await client.ask('run', { input: { script: 'mmap A 2m\n' } });
    expect(answer.ok).toBe(true);
    expect(port.server.pending).toBe(0);
  });
});
