/** What is said about system calls, tracepoints and timelines made of them in Simplified Chinese, by the English texts. */
import type { Messages } from '../../base/language.ts';

export const calllogs: Messages = {};
