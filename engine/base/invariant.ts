/** A broken engine is never a bad input: it stops with the id of the law that does not hold. */
export class EngineBug extends Error {
  override readonly name = 'EngineBug';
  constructor(
    readonly id: string,
    readonly facts: Readonly<Record<string, unknown>>,
  ) {
    super(`invariant ${id} does not hold: ${JSON.stringify(facts)}`);
  }
}

/** Throws EngineBug when `claim` is false. `id` is the law's id in FACTS E5 or in the file that states it. */
export function invariant(
  claim: boolean,
  id: string,
  facts: Readonly<Record<string, unknown>>,
): asserts claim {
  if (!claim) throw new EngineBug(id, facts);
}
