/** What the app may import. Types of the engine, and the small pure tables that both sides need: never mm code. */

export { bad, ok, type Problem, type Result } from './base/result.ts';
export * from './base/units.ts';
export { LOCKSTEPS, type Lockstep } from './compare/align.ts';
export {
  ACTORS,
  actorLabel,
  type Cast,
  isHostNamed,
  PHASE_LABELS,
  PHASES,
  type PhaseName,
  threadLabel,
} from './event/actor.ts';
export { BIT_NAMES, bitNames } from './event/pageword.ts';
export { linkAt } from './export/about.ts';
export { AXES, type Axis } from './lookup/axis.ts';
export {
  FAULT_KINDS,
  FAULTS,
  type Fault,
  type FaultKind,
  formatFaults,
  parseFaults,
} from './scenario/faults.ts';
export {
  findPreset,
  GUEST_SIZES,
  type KnobValue,
  knobValue,
  overridesOf,
  PRESET_GROUPS,
  PRESETS,
  type Preset,
  readKnob,
  withOverrides,
} from './scenario/presets.ts';
export { COST_IDS, parseScenario, SCENARIO_VERSION, type Scenario } from './scenario/schema.ts';
export type { OpDone, ScriptFacts } from './script/facts.ts';
export type { OpName } from './script/ops.ts';
export type { ScriptError } from './script/parse.ts';
export { CELL_CLASSES, type CellClass, LENS_LABELS, LENSES, type Lens, legend } from './view/lens.ts';
export { EngineClient } from './worker/client.ts';
export * from './worker/protocol.ts';
export { type FromServer, RpcClient, RpcServer, type ToServer } from './worker/rpc.ts';
