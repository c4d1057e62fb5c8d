/** Guards that links that are valid by construction decode whole, run to an end, and end no question; 100,000 of them by
 *  `npm run soak -- links`. */
import { expect, it } from 'vitest';
import { Random } from '../../engine/base/random.ts';
import { connectInProcess } from '../../engine/worker/inprocess.ts';
import { anyLink, LINK_BOUNDS, loadLink } from '../testing/anylink.ts';
import { decodeLink, encodeLink } from './codec.ts';

it('made-up links decode without a problem, and to themselves', async () => {
  for (let n = 0; n < 200; n++) {
    const hash = await anyLink(3, n);
    const { link, problems } = decodeLink(hash);
    expect(problems).toEqual([]);
    expect(encodeLink(link!)).toBe(hash);
  }
});

it('made-up links run to an end, and whatever is asked of them has an answer', async () => {
  const { client } = connectInProcess({ bounds: LINK_BOUNDS });
  for (let n = 0; n < 20; n++) {
    const hash = await anyLink(4, n);
    const { failed } = await loadLink(client, hash, new Random(4, n));
    expect({ hash, failed }).toEqual({ hash, failed: null });
  }
});
