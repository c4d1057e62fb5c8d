/** Words of branches. */
import { inLanguage } from './language.ts';

export const words = inLanguage({
  en: {
    title: 'Branches',
    sheet: (step: string) => `Branch at step ${step}`,
    intro: 'Up to this step the run stays as it is. What happens here?',
    onlyScenarios: 'Only a scenario can branch: a script or a recording is what it is.',
    knobs: 'Knobs turned',
    lost: (pages: string) => `${pages} lost`,
    kept: 'all kept',
    aborted: 'aborted',
    versus: 'Compare with its parent',
    parent: 'Go to its parent',
    quick: {
      khugepagedPage: (region: string) => `khugepaged scans region ${region} now`,
      khugepaged: 'khugepaged scans everything now',
      writePage: (page: string) => `Page ${page} is written`,
      none: 'max_ptes_none is set to 0',
      cut: 'The network is cut for 20 ms',
      fragment: 'No free huge page is left',
      pressure: 'Memory pressure',
    },
    more: 'Something else',
  },
});
