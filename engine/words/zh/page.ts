/** What the page itself says of the engine's words in Simplified Chinese: labels and presets. It imports no code, because it is
 *  loaded before all other parts of the page. */
import type { Catalogue } from '../../base/language.ts';
import { actors, bits, cells, injections, lenses, phases, pmds, shownPhases } from './labels.ts';
import { messages } from './messages.ts';
import { groups, presetTexts } from './presets.ts';
import { reference } from './reference.ts';

export const zhOfPage = {
  actors,
  bits,
  cells,
  groups,
  injections,
  lenses,
  messages: { ...messages, ...reference },
  phases,
  pmds,
  presetTexts,
  shownPhases,
} satisfies Catalogue;
