/** Guards that whatever takes long is done in slices: others are answered meanwhile, it can be cancelled, and neither changes what
 *  comes of it. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Work, whole } from '../base/work.ts';
import { presetScenario } from '../testing/runs.ts';
import { EngineClient } from './client.ts';
import { portTo } from './inprocess.ts';
import type { Ask, RequestName, Requests, RunInput } from './protocol.ts';
import { createServer } from './server.ts';
import { inSlices, SLICE_MS, Turns } from './slices.ts';

/** An engine whose clock says after every piece of work that a slice is over. */
function slow(): EngineClient {
  let now = 0;
  const rhythm = {
    pause: () => new Promise<void>((resolve) => setTimeout(resolve, 0)),
    now: () => {
      now += SLICE_MS;
      return now;
    },
    lookAfter: Infinity,
  };
  return new EngineClient(
    portTo<Requests>((post) => createServer(post, rhythm)),
    () => {},
  );
}

async function run(client: EngineClient, input: RunInput) {
  const made = await client.ask('run', { input });
  if (!made.ok) throw new Error(made.problem.message);
  return made.value;
}

const SCENARIO = presetScenario('qemu-no-nohugepage');
const LONG: readonly { [N in RequestName]: readonly [N, Omit<Ask<N>, 'run'>] }[RequestName][] = [
  ['hazards', {}],
  ['flagSpans', {}],
  ['tally', { from: 0, to: 1e9, actor: null }],
  ['rangeStats', { from: 0, to: 1e9 }],
  ['query', { text: 'uffd.*', step: 0 }],
  ['actors', {}],
  ['nextHit', { queries: ['cause=nothing', 'arg=123456789'], hazards: false, step: 0, back: false }],
  ['proc', { step: 50_000, host: 1, file: 'smaps', page: 3 }],
  ['ledger', { page: 3, step: 50_000 }],
  ['divergence', { steps: 50_000, checkpoints: 'A'.repeat(64) }],
];

describe('a long request', () => {
  it.each(LONG)(
    '%s lets others be answered first, and answers the same after it was cancelled',
    async (name, about) => {
      const client = slow();
      const { run: number } = await run(client, { scenario: SCENARIO });
      const order: string[] = [];
      const asked = () => client.ask(name, { run: number, ...about } as never);
      const stop = new AbortController();
      const cancelled = client.ask(name, { run: number, ...about } as never, { signal: stop.signal });
      stop.abort();
      expect(await cancelled).toMatchObject({ ok: false, problem: { code: 'cancelled' } });
      const answer = asked().then((a) => {
        order.push(name);
        return a;
      });
      await client.ask('stepAt', { run: number, timeNs: 0 }).then(() => order.push('stepAt'));
      const value = await answer;
      expect(order).toEqual(['stepAt', name]);
      const fresh = slow();
      const again = await run(fresh, { scenario: SCENARIO });
      expect(value).toEqual(await fresh.ask(name, { run: again.run, ...about } as never));
    },
  );

  it.each([
    [
      'a script',
      { script: 'mmap A 64m\n'.concat('write-range A 0 64m 7\nmadvise A 0 64m DONTNEED\n'.repeat(3)) },
    ],
    ['a recording', { recording: readFileSync('public/traces/q1-hot.json', 'utf8'), name: 'q1-hot' }],
  ] as const)('%s reports its progress and can be cancelled', async (_, input) => {
    const client = slow();
    const parts: number[] = [];
    await client.ask('run', { input }, { progress: (part) => parts.push(part) });
    expect(parts.length).toBeGreaterThan(2);
    expect(parts).toEqual([...parts].sort((a, b) => a - b));
    const stop = new AbortController();
    const progress = () => stop.abort();
    expect(await client.ask('run', { input }, { signal: stop.signal, progress })).toMatchObject({
      ok: false,
      problem: { code: 'cancelled' },
    });
  });
});

describe('work', () => {
  function* counting(ended: () => void): Work<number> {
    try {
      for (let n = 0; n < 10; n++) yield n / 10;
      return 10;
    } finally {
      ended();
    }
  }

  it('is driven to its end, or left in order', async () => {
    const clock = { now: () => 0 };
    let ended = 0;
    const done = await inSlices(
      'x',
      counting(() => ended++),
      clock,
      async () => true,
    );
    expect([done, ended, whole(counting(() => ended++))]).toEqual([{ ok: true, value: 10 }, 1, 10]);
    let time = 0;
    const busy = { now: () => (time += SLICE_MS) };
    const left = await inSlices(
      'x',
      counting(() => ended++),
      busy,
      async (part) => part < 0.5,
    );
    expect([left.ok, ended]).toEqual([false, 3]);
  });

  it('that fails does not keep the next from its turn', async () => {
    const turns = new Turns();
    const first = turns.take(async () => {
      throw new Error('no');
    });
    const second = turns.take(async () => 2);
    await expect(first).rejects.toThrow('no');
    expect(await second).toBe(2);
  });
});
