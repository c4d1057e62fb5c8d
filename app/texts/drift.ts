import { inLanguage } from '../../engine/index.ts';

/** Words of a run that is another one than a link or a file claims. */
export const drift = inLanguage('drift', {
  divergence: (from: string, to: string) =>
    `The two runs are identical up to step ${from} and differ before step ${to}.`,
  differs: (own: string, linked: string) =>
    `This engine’s run differs from the shared one: its digest is \`${own}\`, the link has \`${linked}\`.`,
  older: (link: number, page: number) =>
    `The link was made with version ${link} of the engine’s rules, this is version ${page}. Its steps may show something else here.`,
  changed: 'The engine’s rules or the link have changed since. Its steps may show something else here.',
  file: (step: string) =>
    `This log differs from what this engine makes of its scenario, from step ${step} on. It is shown as it was saved.`,
  olderFile: (file: number, page: number) =>
    `This file was made with version ${file} of the engine’s rules, this is version ${page}. It is shown as it was saved; this engine may make another log of its scenario.`,
  toStep: 'Go to that step',
});
