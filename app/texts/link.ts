import { inLanguage } from '../../engine/index.ts';
import { sayCount as count } from '../ui/say.ts';

/** Words of sharing a link. */
export const link = inLanguage('link', {
  shareLink: 'Share link',
  copied: 'Copied',
  linkCopied: 'Link copied',
  copyByHand: 'Copy this link',
  noClipboard: 'The browser did not let the page write to the clipboard.',
  link: 'Link',
  beyond: (step: number, steps: number) =>
    `s: expected a step from 0 to ${count(steps)}, got ${count(step)}; this is the end of the run`,
  scriptTooLong: (length: number, most: number) =>
    `Share link: the script is too long, ${length} of ${most} characters packed`,
  ownFile: 'Share link: a file of this machine has none',
});
