/** What files call the phases of a migration: a file has the same bytes in every language, whatever phases are called on screen. */
import { type PhaseLabels, type PhaseName, phaseLabel } from '../../event/actor.ts';
import type { PhaseMark } from '../../log/phases.ts';

const IN_FILES: PhaseLabels = {
  populate: 'populate',
  precopy: 'precopy pass, dirty logging',
  stop: 'stop',
  nohugepage: 'MADV_NOHUGEPAGE',
  discard: 'MADV_DONTNEED flood',
  listen: 'UFFDIO_REGISTER',
  postcopy: 'postcopy: faults and background pages',
  cleanup: 'UFFDIO_UNREGISTER',
  khugepaged: 'khugepaged collapses',
  end: 'end',
  paused: 'postcopy paused: the network is gone',
  recover: 'postcopy recovers',
  cancelled: 'cancelled: the source goes on',
  completed: 'precopy completed',
  predump: 'pre-dump',
  dump: 'last dump',
  restore: 'restorer fills memory from the images',
  arm: 'UFFDIO_REGISTER',
  lazy: 'lazy pages: faults and background',
  track: 'tracking rounds',
};

type Labelled = Pick<PhaseMark, 'name' | 'label'>;

/** The same phases with labels as `to` has them, where they have those of `from`: an operation of a script has its own. */
function relabelled<P extends Labelled>(
  phases: readonly P[],
  from: (name: PhaseName) => string,
  to: (name: PhaseName) => string,
): P[] {
  return phases.map((phase) =>
    phase.label === from(phase.name) ? { ...phase, label: to(phase.name) } : phase,
  );
}

const inFiles = (name: PhaseName): string => IN_FILES[name];

/** Phases as a file has them. */
export const forFile = <P extends Labelled>(phases: readonly P[]): P[] =>
  relabelled(phases, phaseLabel, inFiles);
/** Phases of a file as they are called on screen. */
export const forScreen = <P extends Labelled>(phases: readonly P[]): P[] =>
  relabelled(phases, inFiles, phaseLabel);
