/** Words of notes on steps. */
import { inLanguage } from './language.ts';

export const words = inLanguage({
  en: {
    title: 'Notes',
    none: 'Name a step, and say what there is to see: notes travel in the link.',
    add: 'Add a note at this step',
    name: 'Name',
    text: 'Note',
    save: 'Save',
    cancel: 'Cancel',
    edit: (name: string) => `Edit ${name}`,
    editShort: 'edit',
    remove: (name: string) => `Remove ${name}`,
    removeShort: 'remove',
    step: (step: string) => `step ${step}`,
    goTo: (name: string, step: string) => `${name}: go to step ${step}`,
    list: 'Notes on steps',
    full: 'A link holds no more than this: shorten this note, or remove another.',
    newNote: (step: string) => `Note at step ${step}`,
  },
});
