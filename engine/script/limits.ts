/** How much a script may ask for. A script comes from a stranger's link, and runs in the reader's browser. */
import * as LONGEST from '../base/longest.ts';
import { GIB, PAGE_BYTES } from '../base/units.ts';

/** Characters of a script. */
export const MAX_TEXT = LONGEST.script;
export const MAX_LINE = LONGEST.line;
export const MAX_LINES = 20_000;
export const MAX_OPS = 10_000;
/** Errors that are told; who repairs a thousand may ask again. */
export const MAX_ERRORS = 1000;
export const MAX_REGIONS = 64;
/** All regions together; no offset and no length of an operation is larger. */
export const MAX_MEMORY = GIB;
/** Calls of one flood, entries of one vector. */
export const MAX_COUNT = 1 << 20;
/** Pages that all operations may touch, one for each call at least: 16 walks over all the memory there may be. Every
 *  touch may be an event, and four million events are what a browser holds with ease. */
export const MAX_PAGES_TOUCHED = 16 * (MAX_MEMORY / PAGE_BYTES);
export const MAX_PASSES = 100;
export const MAX_SLEEP_MS = 600_000;
