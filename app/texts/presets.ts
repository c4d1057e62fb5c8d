/** Words of choosing a scenario. */
import { inLanguage } from './language.ts';

export const words = inLanguage({
  en: {
    find: 'Find a scenario',
    example: 'Find: khugepaged, fork, 2017…',
    found: (found: number, presets: number) => `${found} of ${presets} scenarios`,
    none: 'No scenario has these words.',
    title: 'Run a scenario',
    sheet: 'Scenarios',
  },
});
