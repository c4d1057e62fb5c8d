import type { Words } from '../../../engine/index.ts';
import type * as English from '../record.ts';

const words: Words<typeof English> = {
  record: {
    title: '自己录制',
    what: '一个 shell 脚本记录进程对内存的请求以及内核的处理：系统调用 (strace)、khugepaged 和缺页 (tracefs)、每秒十次的 smaps，以及透明大页的设置。它写出一个文件；在这里打开即可。',
    script: '下载 faultline-record.sh',
    uses: {
      any: '任何进程，按 PID，直到按下 Ctrl C：',
      qemu: 'QEMU 迁移的目的端，连同 QMP 套接字的统计和它自己的 trace：',
      criu: 'CRIU 的恢复：',
    },
    notes:
      '需要 root 和 strace。它不改变任何设置，也不记录主机、用户或文件的名称。strace 在每次调用时停住进程，因此大量小的 madvise 调用会慢好几倍。',
    copy: '复制',
    copied: '已复制',
  },
};

export default words;
