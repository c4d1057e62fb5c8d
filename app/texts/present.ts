/** Words of a presentation. */
import { inLanguage } from './language.ts';

export const words = inLanguage({
  en: { title: 'Presentation', leave: 'Leave the presentation' },
});
