/** Words of the page’s parts. */
import { inLanguage } from './language.ts';

export const words = inLanguage({
  en: {
    sourceOf: 'Source of the timeline',
    checks: 'Page and checks',
    page: (page: string) => `page ${page}`,
    timeline: 'Timeline',
    parting: 'The runs part here',
    findEvents: 'Find events',
    source: 'Source',
    destination: 'Destination',
    process: 'Process',
    child: 'Child',
    starting: 'Starting the engine…',
    set: ' set',
    notSet: ' not set',
    dirtyLog: 'dirty-log 4K',
    on: ' on',
    off: ' off',
  },
});
