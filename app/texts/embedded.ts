import { inLanguage } from '../../engine/index.ts';

/** Words of the embedded page. */
export const embedded = inLanguage('embedded', {
  open: 'Open in Faultline',
});
