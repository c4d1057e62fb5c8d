/** What is said about dumps of memory, logs of CRIU and QEMU in Simplified Chinese, by the English texts. */
import type { Messages } from '../../base/language.ts';

export const dumps: Messages = {};
