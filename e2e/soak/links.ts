/** `npm run soak -- links`: links that are valid by construction, each loaded in the engine as the page does. */
import { anyLink, LINK_BOUNDS, loadLink } from '../../app/testing/anylink.ts';
import { Random } from '../../engine/base/random.ts';
import { heading, row } from '../../engine/bench/table.ts';
import { Slices } from './slices.ts';

/** Links between two lines of progress. */
const SAY_EVERY = 1000;
/** No act of an actor has more events. */
const ACT = 100_000;

/** Loads `count` links of `seed` from number `first` on, and prints what came of them. False when one failed. */
export async function soakLinks(count: number, seed: number, first = 0): Promise<boolean> {
  heading(`links that decode: ${count.toLocaleString('en')} from ${first}, seed ${seed}`);
  let number = first;
  let hash = '';
  const slices = new Slices((request, ms) =>
    process.stdout.write(`  slice of ${ms.toFixed()} ms: link ${number}, ${request}\n     ${hash}\n`),
  );
  let client = slices.connect(LINK_BOUNDS);
  let [failed, problems, steps, stopped] = [0, 0, 0, 0];
  const began = performance.now();
  const cpu = process.cpuUsage();
  for (; number < first + count; number++) {
    hash = await anyLink(seed, number);
    const loaded = await loadLink(client, hash, new Random(seed, number));
    problems += loaded.problems.length;
    steps += loaded.steps;
    stopped += loaded.stopped;
    const endless = loaded.steps > 2 * (LINK_BOUNDS.events + ACT) && !hash.includes('trace=');
    const why = loaded.failed ?? (endless ? `${loaded.steps} steps` : null);
    if (why) {
      failed++;
      process.stdout.write(`  failed: link ${number}: ${why}\n     ${hash}\n`);
      client = slices.connect(LINK_BOUNDS);
    }
    if ((number + 1 - first) % SAY_EVERY === 0)
      process.stdout.write(
        `  ${number + 1 - first}: ${failed} failed, ${slices.long} slices over 50 ms, worst ${slices.worst.toFixed()} ms\n`,
      );
  }
  const { user, system } = process.cpuUsage(cpu);
  row('links', count.toLocaleString('en'));
  row('seconds', ((performance.now() - began) / 1000).toFixed());
  row('seconds of the processor', ((user + system) / 1e6).toFixed());
  row('problems of decoding', String(problems), 'goal 0');
  row('steps', steps.toLocaleString('en'));
  row(`ended at ${LINK_BOUNDS.events.toLocaleString('en')} events`, stopped.toLocaleString('en'));
  row('slices', slices.count.toLocaleString('en'));
  row('slices over 50 ms of the processor', slices.long.toLocaleString('en'), 'goal 0');
  row('worst slice, ms', slices.worst.toFixed());
  row('failed', failed.toLocaleString('en'), 'goal 0');
  return failed === 0 && problems === 0;
}
