import { inLanguage } from '../../engine/index.ts';

/** Words of the bar on a phone. */
export const phone = inLanguage('phone', {
  parts: 'Parts of the page',
  tabs: { story: 'Story', page: 'Page', timeline: 'Timeline', scenario: 'Scenario' },
  taller: 'Make it taller',
  lower: 'Make it half as high',
  close: 'Close it',
});
