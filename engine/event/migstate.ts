/** States of a QEMU migration as `query-migrate` prints them, and why it came into one (FACTS Q37, Q38, H17). Their places are
 *  in the log, as the argument of MIG_STATE: append only. */

export const MIG_STATES = [
  'none',
  'setup',
  'active',
  'postcopy-active',
  'postcopy-paused',
  'postcopy-recover',
  'device',
  'completed',
  'cancelling',
  'cancelled',
  'failed',
] as const;
export type MigState = (typeof MIG_STATES)[number];

export const MIG_REASONS = [
  '',
  'the operator cancels',
  'the network is gone',
  'the destination died',
  'it does not converge',
  'a page could not be placed',
] as const;
export type MigReason = (typeof MIG_REASONS)[number];

/** `arg` of MIG_STATE: state in bits 0-7, reason above. */
export const migArg = (state: MigState, reason: MigReason = ''): number =>
  MIG_STATES.indexOf(state) | (MIG_REASONS.indexOf(reason) << 8);
export const migState = (arg: number): MigState => MIG_STATES[arg & 255] ?? 'none';
export const migReason = (arg: number): MigReason => MIG_REASONS[arg >>> 8] ?? '';
