import { inLanguage } from '../../engine/index.ts';

/** Words of a presentation. */
export const presentation = inLanguage('presentation', {
  title: 'Presentation',
  leave: 'Leave the presentation',
});
