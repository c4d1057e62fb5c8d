/** `npm run soak -- links`: links that are valid by construction, each loaded in the engine as the page does. */

import { decodeLink } from '../../app/link/codec.ts';
import { anyLink, loadLink } from '../../app/testing/anylink.ts';
import { Random } from '../../engine/base/random.ts';
import { heading, row } from '../../engine/bench/table.ts';
import { TimedEngine } from '../../engine/bench/timed.ts';

/** A run that takes longer is given up, as by its reader, ms. */
const PATIENCE = 500;
/** A slice keeps the other requests waiting, ms. */
const LONG_SLICE = 50;

/** Loads `count` links of `seed`, and prints what came of them. False when one failed. */
export async function soakLinks(count: number, seed: number): Promise<boolean> {
  heading(`links that decode: ${count.toLocaleString('en')}, seed ${seed}`);
  const worst = { ms: 0, of: '' };
  let long = 0;
  let hash = '';
  const connect = () =>
    new TimedEngine(({ ms, asked }) => {
      if (ms > LONG_SLICE) long++;
      if (ms > worst.ms) Object.assign(worst, { ms, of: `${asked.join(', ')}: ${described(hash)}` });
    }).client;
  let client = connect();
  const failures: string[] = [];
  let [problems, steps, done, stopped] = [0, 0, 0, 0];
  const began = performance.now();
  for (let number = 0; number < count; number++) {
    hash = await anyLink(seed, number);
    const loaded = await loadLink(client, hash, new Random(seed, number), PATIENCE);
    problems += loaded.problems.length;
    steps += loaded.steps;
    stopped += loaded.stopped;
    done++;
    if (loaded.failed) {
      failures.push(`${number}: ${loaded.failed}\n     ${hash}`);
      process.stdout.write(`  ${failures.at(-1)}\n`);
      client = connect();
    }
    if (done % 250 === 0)
      process.stdout.write(
        `  ${done}: ${failures.length} failed, worst slice ${worst.ms.toFixed()} ms, ${worst.of.split(':')[0]}\n`,
      );
  }
  row('links', done.toLocaleString('en'));
  row('seconds', ((performance.now() - began) / 1000).toFixed());
  row('problems of decoding', String(problems), 'goal 0');
  row('steps', steps.toLocaleString('en'));
  row('given up after 0.5 s', stopped.toLocaleString('en'));
  row('slices over 50 ms', long.toLocaleString('en'));
  row('worst slice, ms', `${worst.ms.toFixed()}: ${worst.of}`);
  row('failed', failures.length.toLocaleString('en'), 'goal 0');
  return failures.length === 0 && problems === 0;
}

/** A link with what its scenario changes. */
function described(hash: string): string {
  const input = decodeLink(hash).link?.input;
  return `${hash}\n     ${input && 'overrides' in input ? JSON.stringify(input.overrides) : ''}`;
}
