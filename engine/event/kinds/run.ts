/** The run itself: phases, operations of a script, injected faults, what a recording or a check observed. */
import { PMD_ORDER } from '../../base/units.ts';
import { PHASES, phaseLabel } from '../actor.ts';
import { PHASE_INDEX } from '../arg.ts';
import { mapHuge, splitPmd } from '../entries.ts';
import { errnoName } from '../errno.ts';
import { INJECTION_KEYS, injectionLabel } from '../injection.ts';
import { type KindRows, NOTHING, PAGE, REGION } from '../kind.ts';
import { LOST } from '../pageword.ts';
import { on, page, region } from '../words.ts';

export const RUN = {
  PHASE: {
    number: 0,
    name: 'phase.begin',
    fn: '',
    rule: 'P1',
    about: NOTHING,
    arg: 'index into PHASES',
    argLimit: PHASE_INDEX,
    placeless: true,
    fold: (s, _h, _p, phase) => {
      s.phase = phase;
    },
    words: (e) => `phase: ${phaseLabel(PHASES[e.arg] ?? 'end')}`,
  },
  /** A recording saw the region become or stop being huge by means it does not name. */
  OBSERVED: {
    number: 43,
    name: 'trace.observed',
    fn: '',
    rule: 'K12',
    about: REGION,
    arg: '1 gained, 0 lost',
    fold: (s, h, page, gained) => {
      if (gained) mapHuge(s, h, page);
      else splitPmd(s, h, page);
    },
    words: (e) =>
      `the recording shows that region ${region(e.page)} ${e.arg ? 'became' : 'stopped being'} huge`,
  },
  LOST: {
    number: 44,
    name: 'check.lost',
    fn: '',
    rule: 'H1',
    about: PAGE,
    fold: (s, _h, page) => {
      const w = s.dst.words[page]!;
      if (!(w & LOST)) s.lost++;
      s.dst.words[page] = w | LOST;
      s.touched[1][page >>> PMD_ORDER] = 1;
    },
    words: (e) =>
      `${page(e.page)} is lost: it is mapped as zeroes, its content is still on the source, and no fault will request it`,
  },
  /** A line of a script begins. */
  OP: {
    number: 57,
    name: 'script.op',
    fn: '',
    rule: 'E1',
    about: NOTHING,
    page: 'its number among the operations',
    placeless: true,
    words: (e) => `operation ${e.page + 1} of the script begins`,
  },
  OP_RETURN: {
    number: 58,
    name: 'script.return',
    fn: '',
    rule: 'E1',
    about: NOTHING,
    page: 'operation',
    arg: 'errno, 0 for success',
    placeless: true,
    words: (e) =>
      e.arg
        ? `operation ${e.page + 1} of the script fails: ${errnoName(e.arg)}`
        : `operation ${e.page + 1} of the script ends without an error`,
  },
  INJECT: {
    number: 150,
    name: 'fault.inject',
    fn: '',
    rule: 'Q38',
    about: NOTHING,
    page: "the fault's argument",
    arg: 'index into INJECTION_KEYS',
    words: (e) => `injected: ${injectionLabel(INJECTION_KEYS[e.arg] ?? 'cut')}`,
  },
  DIED: {
    number: 152,
    name: 'process.died',
    fn: 'userfaultfd_release',
    rule: 'H32',
    about: NOTHING,
    words: (e) => `the process that serves the userfaultfd ${on(e)} dies, and its state is lost with it`,
  },
} as const satisfies KindRows;
