/** Changes of a migration's state, on either side (migration/migration.c migrate_set_state). */
import { DST_LOAD, SRC_MIGRATION, who } from '../../event/actor.ts';
import { type Emitter, NO_CAUSE } from '../../event/emitter.ts';
import { K } from '../../event/event.ts';
import { type MigReason, type MigState, migArg } from '../../event/migstate.ts';
import { HOST_SRC, type Host } from '../../event/pageword.ts';

/** Says that the migration on `host` is in `state` now. Returns the event. */
export function setState(
  out: Emitter,
  host: Host,
  state: MigState,
  reason: MigReason = '',
  cause = NO_CAUSE,
): number {
  const by = who(host === HOST_SRC ? SRC_MIGRATION : DST_LOAD, host);
  return out.emit(K.MIG_STATE, by, 0, migArg(state, reason), cause);
}
