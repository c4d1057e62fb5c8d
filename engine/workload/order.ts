/** A shuffled order, so that what is hot is not all in one place. */
import { Random } from '../base/random.ts';

/** The numbers below `n`, shuffled by `seed` (Fisher and Yates). */
export function shuffled(n: number, seed: number, stream: number): Uint32Array {
  const order = Uint32Array.from({ length: n }, (_, i) => i);
  const random = new Random(seed, stream);
  for (let i = n - 1; i > 0; i--) {
    const j = random.below(i + 1);
    const t = order[i]!;
    order[i] = order[j]!;
    order[j] = t;
  }
  return order;
}
