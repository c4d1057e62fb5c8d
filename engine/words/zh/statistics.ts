/** What is said about statistics of migrations and what they lead to in Simplified Chinese, by the English texts. */
import type { Messages } from '../../base/language.ts';

export const statistics: Messages = {};
