/** The page in Simplified Chinese: one file per region of the screen, as in English, and the engine's words. */
import { type Catalogue, zh as engine } from '../../../engine/index.ts';
import ui from './ui.ts';

export const zh: Catalogue = { ...engine, ...ui };
