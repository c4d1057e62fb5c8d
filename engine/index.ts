/** What the app may import: the one door of the engine. A part of the page brings along only what it uses of this, as no module
 *  behind it has side effects (`sideEffects` in package.json). */

export {
  type Catalogue,
  inLanguage,
  LANGUAGES,
  type Language,
  language,
  later,
  type Message,
  speak,
  type Words,
  worded,
} from './base/language.ts';
export * as LONGEST from './base/longest.ts';
export { bad, ok, type Problem, type Result } from './base/result.ts';
export * from './base/units.ts';
export { LOCKSTEPS, type Lockstep } from './compare/align.ts';
export {
  ACTORS,
  actorLabel,
  isHostNamed,
  type Owner,
  ownerOf,
  PHASES,
  type PhaseName,
  phaseLabel,
  type Subject,
  threadLabel,
} from './event/actor.ts';
export { injectionLabel } from './event/injection.ts';
export { BIT_NAMES, bitName, bitNames } from './event/pageword.ts';
export { linkAt } from './export/about.ts';
export type { ShownPhaseName } from './log/phases.ts';
export { AXES, type Axis } from './lookup/axis.ts';
export { FLAGS, type Flag, type FlagSpans } from './lookup/flags.ts';
export { CHANGES } from './mm/changes.ts';
export { ROWS } from './mm/measured.ts';
export { COST_PROFILES, type CostProfile, type CostSource } from './mm/profiles.ts';
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
  groupLabel,
  type KnobValue,
  knobValue,
  overridesOf,
  PRESET_GROUPS,
  PRESETS,
  type Preset,
  readKnob,
  withOverrides,
} from './scenario/presets.ts';
export {
  COST_IDS,
  CRIU_THP,
  ERAS,
  KNOB_RANGES,
  parseScenario,
  SCENARIO_VERSION,
  type Scenario,
  SYSTEMS,
  TRACKERS,
  WORKLOADS,
} from './scenario/schema.ts';
export type { OpDone, ScriptFacts } from './script/facts.ts';
export { formOf, GRAMMAR, OP_NAMES, type Option, usage } from './script/grammar.ts';
export type { OpName } from './script/ops.ts';
export type { ScriptError } from './script/parse.ts';
export { parseScript } from './script/parse.ts';
export type { Answer as StoryAnswer } from './story/question.ts';
export { parseStory, type Question, runFor, type Story, seedOf } from './story/schema.ts';
export { parseRecording } from './trace/recording.ts';
export {
  CELL_CLASSES,
  type CellClass,
  classLabel,
  LENSES,
  type Lens,
  legend,
  lensLabel,
} from './view/lens.ts';
export { zhOfPage } from './words/zh/page.ts';
export { EngineClient } from './worker/client.ts';
export { holdLock } from './worker/heart.ts';
export * from './worker/protocol.ts';
export { type FromServer, RpcClient, RpcServer, type ToServer } from './worker/rpc.ts';
