/** Words of the header. */
import { inLanguage } from './language.ts';

export const words = inLanguage({
  en: {
    systems: 'Systems',
    system: 'System:',
    lens: 'Lens',
    compare: 'Compare',
    export: 'Export',
    theme: (theme: string) => `Theme: ${theme}`,
    guest: 'Guest',
    sleeps: 'khugepaged sleeps',
    shareLink: 'Share link',
    copied: 'Copied',
    linkCopied: 'Link copied',
    copyByHand: 'Copy this link',
    noClipboard: 'The browser did not let the page write to the clipboard.',
    link: 'Link',
  },
});
