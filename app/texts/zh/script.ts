import type { Words } from '../../../engine/index.ts';
import type * as English from '../script.ts';

const words: Words<typeof English> = {
  script: {
    script: '脚本',
    operations: '操作',
    examples: '示例',
    keys: (mod) => `‹${mod} Enter› 运行，‹Tab› 离开编辑器，‹Alt Enter› 或点击行号前往该行的时刻。`,
    spokenKeys: 'Tab 离开编辑器。Control 或 Command 加 Enter 运行脚本。',
    tooLong: (length, most) => `放不进链接：压缩后有 ${length} 个字符，上限为 ${most}。`,
    syntax:
      '大小写作 `N` 加 `k`、`m`、`g`、`p` (4 KiB) 或 `h` (2 MiB)，也可写成 `2m+3p-1p` 这样的和。`#` 开始注释；' +
      '`# era: 2017` 按当年的规则运行脚本。',
    more: (n) => `另有 ${n} 个`,
    run: '运行',
    problemCount: (errors, problems) => `错误：${errors}，提示：${problems}`,
    problems: '错误与提示',
    line: (n) => `第 ${n} 行`,
    returnedBy: (line, says) => `第 ${line} 行：${says}`,
    returned: '每个操作的返回值',
    verdict: (collapsed, refused) => {
      const done = `合并了 ${collapsed} 个区域`;
      if (!refused) return done;
      const { regions, holes, registered, verdict } = refused;
      const why = [...(holes > 0 ? [`${holes} 个空洞`] : []), ...(registered ? ['已注册'] : [])].join('，');
      const reason = why === '' ? verdict : `${why} (${verdict})`;
      const no = regions === 1 ? `拒绝：${reason}` : `拒绝了 ${regions} 个区域，最后一个：${reason}`;
      return collapsed === 0 ? no : `${done}；${no}`;
    },
  },
  HELP: {
    mmap: '映射一块匿名内存，默认为私有、可读写。',
    munmap: '取消一个范围的映射。',
    mlock: '通过缺页填入一个范围，并把它锁在内存中。',
    munlock: '解锁一个范围。',
    mprotect: '改变一个范围的访问权限。',
    mremap: '把一个范围连同页表移到新的区域。',
    madvise: '对一个范围给出建议。',
    flood: 'COUNT 次 madvise 调用，每次 LEN 字节，间隔 STRIDE；返回成功的次数。',
    pmadvise: '一次带 COUNT 个范围的 process_madvise，对自己或 fork 出的子进程。',
    read: '读一个字节；如果要先处理 userfault，则睡眠。',
    write: '写一个字节，然后用 VAL 填满该页。',
    'read-range': '每隔 STRIDE 读一个字节，默认每页一个。',
    'write-range': '每隔 STRIDE 用 VAL 填满一页，默认每一页。',
    sysread: '让内核读一个字节：用 write(2) 写入管道。',
    'uffd-open': '以这些特性打开一个 userfaultfd。',
    'uffd-close': '关闭 userfaultfd；睡眠的线程被唤醒。',
    'uffd-register': '请求关于缺失页、关于写受保护页，或两者的消息。',
    'uffd-unregister': '结束注册；睡眠的线程被唤醒。',
    'uffd-wake': '唤醒在一个范围内睡眠的线程。',
    'uffd-copy': 'UFFDIO_COPY：用 VAL 填充缺失的页，并唤醒等待它们的线程。',
    'uffd-zeropage': 'UFFDIO_ZEROPAGE：在缺失的页处映射零页。',
    'uffd-wp': 'UFFDIO_WRITEPROTECT：保护页，或解除保护。',
    'uffd-poison': 'UFFDIO_POISON：下一次访问这些页会得到 SIGBUS。',
    'uffd-move': 'UFFDIO_MOVE：把页从 SRC 移到 DST 的缺失页处。',
    'pagemap-scan': 'PAGEMAP_SCAN：找出自受保护以来写过的页；wp 重新保护它们。',
    'khugepaged-run': '让 khugepaged 扫描全部内存 PASSES 遍；其余时间它在睡眠。',
    'khugepaged-set': '设置 khugepaged 的一个参数。',
    'thp-enabled': '设置 transparent_hugepage/enabled。',
    'thp-defrag': '设置 transparent_hugepage/defrag。',
    'thp-set': '设置 transparent_hugepage 的另一个参数。',
    'prctl-thp-disable': 'PR_SET_THP_DISABLE：0 关，1 开，2 开，但建议过的内存除外。',
    fork: 'fork 一个共享每一页的子进程。',
    reap: '结束子进程。',
    'child-read': '在子进程中读一个字节。',
    'child-write': '在子进程中写一个字节，然后用 VAL 填满该页。',
    'pfn-mark': '记住一个区域的页帧。',
    'pfn-check': '报告记住的页帧中哪些还在原处。',
    'pfn-old': '报告为某页记住的页帧后来怎样了。',
    sleep: '让时间流逝。',
  },
};
export default words;
