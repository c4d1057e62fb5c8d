/** The year whose kernel rules hold. This is the only place where mechanisms ask for it; the changes are rows of changes.ts. */
import type { ChangeId } from './changes.ts';

export type Era = '2017' | 'modern';

/** Rules that differ. A mechanism asks `rules.has(id)`: true where today's behaviour holds. */
export class Rules {
  constructor(readonly era: Era) {}

  /** Does today's side of the change hold? */
  has(_id: ChangeId): boolean {
    return this.era === 'modern';
  }
}
