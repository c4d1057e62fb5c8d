import { inLanguage } from '../../engine/index.ts';
/** Words of parts that stand everywhere. */
export const ui = inLanguage('ui', {
  badFile: 'Nothing was run from it. Check that it is complete and of the expected kind.',
  leftOut: 'This value was left out. Everything else is as requested.',
  tooLong: 'Nothing was opened. Use a shorter link or a smaller file.',
  tooNew: 'It was made by a newer Faultline. Reload this page, or open it where it was made.',
  noSystem: 'Choose a system in the header instead.',
  notHere: 'It is not here. Choose a system or another recording in the header.',
  crashed: 'What you chose is kept. Restart the engine to go on.',
  runAgain: 'What you chose is kept. Run it again, or change it.',
  dismiss: 'Dismiss',
  notLoaded: 'This part of the page could not be loaded.',
  reloadIt:
    'Check the connection, or reload the page: there may be a newer version. What is on screen is kept.',
  reload: 'Reload',
  close: 'Close',
  loading: 'Loading…',
});

/** Words of the rules that are named by an id. */
export const rules = inLanguage('rules', {
  open: (id: string) => `Rule ${id}`,
  title: (id: string) => `Rule ${id}`,
  source: 'Source:',
  close: 'Close',
});

/** Words around the glossary; its own stand in public/glossary.json. */
export const glossary = inLanguage('glossary', {
  title: 'Glossary',
  search: 'Find a term',
  found: (n: number) => (n === 1 ? '1 term' : `${n} terms`),
  none: 'No term matches.',
});

/** Words of the choice of a language; its name is in that language. */
export const languages = inLanguage('languages', {
  switch: (name: string) => `Switch the language to ${name}`,
  missing: (name: string) => `The texts in ${name} could not be loaded. The page is in English.`,
});
