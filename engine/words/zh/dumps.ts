/** What is said about dumps of memory, logs of CRIU and QEMU in Simplified Chinese, by the English texts. */
import type { Messages } from '../../base/language.ts';

export const dumps: Messages = {
  'QEMU’s trace events': 'QEMU 跟踪事件',
  'QEMU’s list of RAM blocks': 'QEMU 的 RAM 块列表',
};
