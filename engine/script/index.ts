/** What the app may import of the language. A door beside engine/index.ts: whoever comes through here brings the parser
 *  along, and the page's first load should not. */
export { formOf, GRAMMAR, OP_NAMES, type Option, usage } from './grammar.ts';
export type { OpName } from './ops.ts';
export { parseScript } from './parse.ts';
