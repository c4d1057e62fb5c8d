import { inLanguage } from '../../engine/index.ts';
/** Words of sharing a link. */
export const link = inLanguage('link', {
  shareLink: 'Share link',
  copied: 'Copied',
  linkCopied: 'Link copied',
  copyByHand: 'Copy this link',
  noClipboard: 'The browser did not let the page write to the clipboard.',
  link: 'Link',
  scriptTooLong: (length: number, most: number) =>
    `Share link: the script is too long, ${length} of ${most} characters packed`,
  ownFile: 'Share link: a file of this machine has none',
});
