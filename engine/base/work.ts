/** Work that takes long is a generator: between pieces of some milliseconds it yields the part that is done, 0…1. Whoever drives it
 *  lets others have the thread in between, or gives up. */
export type Work<T> = Generator<number, T>;

/** Does all of it at once: for what waits for nothing else. */
export function whole<T>(work: Work<T>): T {
  let step = work.next();
  while (!step.done) step = work.next();
  return step.value;
}

/** The same work as a part of other work, which has done `from` before it and `to` after it. */
export function* partOf<T>(work: Work<T>, from: number, to: number): Work<T> {
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
    yield from + (to - from) * step.value;
  }
}

/** Work whose result is kept. Whoever needs it does more of it; who gives up leaves what is done to the others. */
export class Kept<T> {
  private value: { readonly of: T } | null = null;
  private work: Work<T> | null = null;

  constructor(private readonly make: () => Work<T>) {}

  *get(): Work<T> {
    this.work ??= this.make();
    while (!this.value) {
      const step = this.work.next();
      if (step.done) this.value = { of: step.value };
      else yield step.value;
    }
    return this.value.of;
  }
}
