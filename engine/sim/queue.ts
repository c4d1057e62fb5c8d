/** Who acts next: actors in the order of (time, rank). Most actors move by a place or two when their time changes, so keeping them in
 *  order costs less than a search for the earliest before each step. */

export class ActorQueue {
  /** When each rank acts next, ns; Infinity while it waits for another. */
  private readonly times: Float64Array;
  /** Ranks, the next one to act first. */
  private readonly order: Uint8Array;

  constructor(ranks: number) {
    this.times = new Float64Array(ranks).fill(Infinity);
    this.order = Uint8Array.from({ length: ranks }, (_, rank) => rank);
  }

  /** Rank of the actor that acts next. At equal times the lower rank goes first. */
  get first(): number {
    return this.order[0]!;
  }

  timeOf(rank: number): number {
    return this.times[rank]!;
  }

  /** The actor of `rank` acts next at `time`. */
  set(rank: number, time: number): void {
    const { times, order } = this;
    let i = 0;
    while (order[i] !== rank) i++;
    times[rank] = time;
    for (; i + 1 < order.length; i++) {
      const next = order[i + 1]!;
      const t = times[next]!;
      if (t > time || (t === time && next > rank)) break;
      order[i] = next;
    }
    for (; i > 0; i--) {
      const before = order[i - 1]!;
      const t = times[before]!;
      if (t < time || (t === time && before < rank)) break;
      order[i] = before;
    }
    order[i] = rank;
  }
}
