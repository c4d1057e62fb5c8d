/** The sheets of changes and costs in Simplified Chinese, by their English texts. */
import type { Messages } from '../../base/language.ts';

const CHANGES: Messages = {
  'khugepaged refuses a region if any PTE maps a piece of a large folio (page_compound)':
    '只要有一个 PTE 映射大 folio 的碎片，khugepaged 就拒绝该区域 (page_compound)',
  'khugepaged copies pieces of large folios like other pages': 'khugepaged 像普通页一样复制大 folio 的碎片',
  'one page that a fork shares stops a collapse (page_count)':
    '一个因 fork 共享的页就会阻止合并 (page_count)',
  'khugepaged copies up to max_ptes_shared shared pages': 'khugepaged 最多复制 max_ptes_shared 个共享页',
  'PR_SET_THP_DISABLE sets nh in VMAs that are mapped later and changes nothing else':
    'PR_SET_THP_DISABLE 只给之后映射的 VMA 加上 nh，不改变其他任何东西',
  'PR_SET_THP_DISABLE switches the whole process at once and leaves vm_flags alone':
    'PR_SET_THP_DISABLE 立即作用于整个进程，不改动 vm_flags',
  'PR_SET_THP_DISABLE takes no flags': 'PR_SET_THP_DISABLE 没有标志参数',
  'PR_THP_DISABLE_EXCEPT_ADVISED still allows huge pages in hg memory':
    'PR_THP_DISABLE_EXCEPT_ADVISED 仍允许 hg 内存使用大页',
  'one madvise call per range; the mail asks for a vectored call':
    '每个范围一次 madvise 调用；邮件希望有向量化的调用',
  'process_madvise on the caller itself takes 1,024 ranges per call, also with MADV_DONTNEED':
    'process_madvise 可用于调用者自身，每次调用 1,024 个范围，也支持 MADV_DONTNEED',
  'there is no MADV_COLLAPSE': '没有 MADV_COLLAPSE',
  'MADV_COLLAPSE makes a huge page at once': 'MADV_COLLAPSE 立即生成大页',
  'there is no MADV_POPULATE_READ and no MADV_POPULATE_WRITE':
    '没有 MADV_POPULATE_READ 和 MADV_POPULATE_WRITE',
  'both fault pages in': '两者都会预先触发缺页，映射好内存',
  'there is no MADV_GUARD_INSTALL': '没有 MADV_GUARD_INSTALL',
  'MADV_GUARD_INSTALL writes guard markers into page tables': 'MADV_GUARD_INSTALL 在页表中写入 guard 标记',
  'no advice drops locked memory': '没有 advice 能丢弃锁定的内存',
  'MADV_DONTNEED_LOCKED drops it': 'MADV_DONTNEED_LOCKED 可以丢弃它',
  'userfaultfd reports only missing pages': 'userfaultfd 只报告缺失的页',
  'userfaultfd also reports writes to protected pages, has UFFDIO_WRITEPROTECT, and tracks writes asynchronously':
    'userfaultfd 还报告对写保护页的写入，支持 UFFDIO_WRITEPROTECT 和异步跟踪',
  'there is no UFFDIO_POISON': '没有 UFFDIO_POISON',
  'UFFDIO_POISON makes an access fail with SIGBUS': 'UFFDIO_POISON 使访问以 SIGBUS 失败',
  'there is no UFFDIO_MOVE: pages arrive by copy': '没有 UFFDIO_MOVE：页通过复制到达',
  'UFFDIO_MOVE moves pages, also whole huge pages': 'UFFDIO_MOVE 移动页，也能移动整个大页',
  'a reader finds dirty pages in pagemap, 8 bytes per page': '读取 pagemap 查找脏页，每页 8 字节',
  'PAGEMAP_SCAN finds and write-protects them in one pass': 'PAGEMAP_SCAN 一遍完成查找和写保护',
  'an anonymous fault maps 4 KiB or 2 MiB': '匿名缺页映射 4 KiB 或 2 MiB',
  'an anonymous fault also maps folios from 16 KiB to 1 MiB, each size with its own switch':
    '匿名缺页也映射 16 KiB 到 1 MiB 的 folio，每种大小有各自的开关',
  'an empty PTE table stays until munmap': '空的 PTE 表保留到 munmap',
  'a MADV_DONTNEED of the whole region frees its table': '覆盖整个区域的 MADV_DONTNEED 会释放它的页表',
  'when dirty logging ends, KVM zaps the 4 KiB leaves, and later faults map 2 MiB again':
    '脏页日志结束时，KVM 清除 4 KiB 叶子项，之后的缺页重新映射 2 MiB',
  'KVM puts the huge leaves back in place, without a fault': 'KVM 原地恢复大页叶子项，不需要缺页',
  'when dirty logging starts, KVM protects huge leaves and zaps each at its first write':
    '脏页日志开始时，KVM 写保护大页叶子项，并在首次写入时清除它',
  'KVM splits huge leaves when logging starts (eager_page_split), or else at the first write':
    'KVM 在日志开始时 (eager_page_split) 或首次写入时拆分大页叶子项',
  'KVM_GET_DIRTY_LOG reads, clears and protects in one call; a request for manual protection changes nothing':
    'KVM_GET_DIRTY_LOG 在一次调用中读取、清零并写保护；请求手动保护没有作用',
  'KVM_CLEAR_DIRTY_LOG protects pages just before they are sent, and logging starts with all bits set':
    'KVM_CLEAR_DIRTY_LOG 在发送之前才写保护，日志开始时所有位都已设置',
  'there is no dirty ring; a request for one gets the bitmap': '没有脏页环；请求它得到的是位图',
  'each vCPU has a ring of the pages that it dirtied; its cost does not grow with the guest':
    '每个 vCPU 有一个脏页环，其开销不随客户机增大',
  "MADV_CLR_HUGEPAGE, as the mail's patch proposes it, clears hg and nh":
    'MADV_CLR_HUGEPAGE 是邮件中补丁的提议：清除 hg 和 nh',
  'it was never merged: EINVAL': '从未合入：EINVAL',
};

const MEASURED: Messages = {
  'fault: VM_NOHUGEPAGE, sequential over 8 MiB; includes zeroing the page and 1/512 of a PTE table':
    '缺页：VM_NOHUGEPAGE，顺序访问 8 MiB；包括清零该页和 1/512 个 PTE 表',
  'fault: VM_NOHUGEPAGE, maps the 4 KiB zero page': '缺页：VM_NOHUGEPAGE，映射 4 KiB 零页',
  'fault: VM_HUGEPAGE, empty PMD; includes zeroing 2 MiB': '缺页：VM_HUGEPAGE，PMD 为空；包括清零 2 MiB',
  'fault: VM_HUGEPAGE, empty PMD, maps the huge zero page': '缺页：VM_HUGEPAGE，PMD 为空，映射大零页',
  'fault: write to a huge zero PMD, allocates and zeroes a THP': '缺页：写大零页的 PMD，分配并清零一个 THP',
  'call: 64 MiB VMA, flag changes, no split': '调用：64 MiB 的 VMA，标志改变，不拆分',
  'call: an order-0 page is present; zap, TLB flush and free':
    '调用：存在一个 order-0 页；zap、刷新 TLB、释放',
  'call: a page of a THP that is already split; its last page frees the folio':
    '调用：已拆分的 THP 中的一页；最后一页才释放 folio',
  'call: the first 4 KiB in a PMD-mapped THP, splits the PMD':
    '调用：PMD 映射的 THP 中的第一个 4 KiB，拆分 PMD',
  'call: the PTE table exists, the PTE is empty': '调用：PTE 表存在，PTE 为空',
  'call: one PMD-mapped THP': '调用：一个 PMD 映射的 THP',
  'call: 256 MiB of small pages': '调用：256 MiB 的小页',
  'call: 2 MiB of 512 small pages, also frees the PTE table': '调用：2 MiB，即 512 个小页，也释放 PTE 表',
  'ioctl: UFFDIO_COPY of one page, DONTWAKE, sequential': 'ioctl：一页的 UFFDIO_COPY，DONTWAKE，顺序执行',
  'ioctl: UFFDIO_ZEROPAGE of one page': 'ioctl：一页的 UFFDIO_ZEROPAGE',
  'userfault: a thread on CPU 1 touches a page, a handler on CPU 0 polls; fault, event, UFFDIO_COPY, wake; VM_NOHUGEPAGE':
    'userfault：CPU 1 上的线程访问页，CPU 0 上的处理线程轮询；缺页、消息、UFFDIO_COPY、唤醒；VM_NOHUGEPAGE',
  'userfault: first part of the round trip, from the touch until the handler has read the event':
    'userfault：往返的前一半，从访问到处理线程读到消息',
  'userfault: VM_HUGEPAGE, write to an empty PMD, from the touch until the handler has read the event':
    'userfault：VM_HUGEPAGE，写空的 PMD，从访问到处理线程读到消息',
  'ioctl: 256 MiB, one VMA': 'ioctl：256 MiB，一个 VMA',
  'fault: write to a page under asynchronous uffd-wp; no copy, no message':
    '缺页：写异步 uffd-wp 下的页；不复制，不发消息',
  'fault: the first such write in a THP, splits the PMD': '缺页：THP 中第一次这样的写入，拆分 PMD',
  'read: pagemap of 512 small pages in 256 MiB, 8 bytes per page':
    'read：256 MiB 中 512 个小页的 pagemap，每页 8 字节',
  'read: the same for one THP': 'read：同上，一个 THP',
  'ioctl: PAGEMAP_SCAN for written pages; none of 512 is written; in 256 MiB':
    'ioctl：PAGEMAP_SCAN 查找写过的页；512 页都没有写过；在 256 MiB 中',
  'ioctl: the same for one THP': 'ioctl：同上，一个 THP',
  'ioctl: each further written page, protected again': 'ioctl：每多一个写过的页，重新写保护',
  'ioctl: KVM_CLEAR_DIRTY_LOG of 64 pages; KVM emulates the code of this guest, so that no leaf is protected':
    'ioctl：64 页的 KVM_CLEAR_DIRTY_LOG；KVM 模拟执行该客户机的代码，因此没有叶子项被保护',
  'one entry of KVM’s dirty ring, read and marked; mean of 60,000':
    '读取并标记 KVM 脏页环的一项；60,000 项的平均值',
  '2 MiB: khugepaged with scan_sleep 0 on 256 MiB of small pages, total time / 128':
    '2 MiB：khugepaged，scan_sleep 为 0，256 MiB 的小页，总时间 / 128',
};

const PROFILES: Messages = {
  'rounded to tens': '取整到十位',
  'divided by its 65,536 pages': '除以其中的 65,536 页',
  'minus dontneedHole, which frees nothing': '减去不释放内存的 dontneedHole',
  'minus userfault and uffdCopy, rounded down to thousands': '减去 userfault 和 uffdCopy，向下取整到千位',
  '512 PTEs at about 8 ns': '512 个 PTE，每个约 8 ns',
  'from 0.5 to 1 µs': '0.5 到 1 µs',
  'from 1 to 1.5 µs': '1 到 1.5 µs',
  'from 1 to 2 µs': '1 到 2 µs',
  'from 2 to 5 µs': '2 到 5 µs',
  'from 100 to 200 µs': '100 到 200 µs',
  'from 150 to 400 µs': '150 到 400 µs',
  'from 100 to 200 µs: zeroes 2 MiB, too': '100 到 200 µs：也要清零 2 MiB',
  'no figure found': '没有找到数据',
  'minus faultReuse': '减去 faultReuse',
  'twice the 8 ns per page of KVM_GET_DIRTY_LOG and KVM_CLEAR_DIRTY_LOG, measured without protected leaves':
    'KVM_GET_DIRTY_LOG 和 KVM_CLEAR_DIRTY_LOG 每页 8 ns 的两倍，测量时没有被保护的叶子项',
  'an exit to user space and back': '退出到用户态再返回',
  '19 ns per entry, measured without protected leaves, plus protectPage':
    '每项 19 ns（测量时没有被保护的叶子项），加上 protectPage',
  'the time in which PAGEMAP_SCAN protects a THP, as the measured kernel has no soft-dirty bits':
    'PAGEMAP_SCAN 写保护一个 THP 的时间，因为被测内核没有 soft-dirty 位',
  '512 PTEs at 10 to 25 ns': '512 个 PTE，每个 10 到 25 ns',
  'minus 1/512 of scanTable': '减去 scanTable 的 1/512',
  '4 KiB written at about 27 GB/s': '以约 27 GB/s 写入 4 KiB',
  '4 KiB copied at about 10 GB/s': '以约 10 GB/s 复制 4 KiB',
  'a small guest': '小型客户机',
  'AMD EPYC (family 25, model 17), KVM guest with 2 vCPUs on a shared host':
    'AMD EPYC (family 25, model 17)，共享主机上有 2 个 vCPU 的 KVM 客户机',
  'Linux 6.18.44': 'Linux 6.18.44',
  'medians of six runs; a sample is one call or the mean of a batch; the process is pinned to one CPU':
    '六次运行的中位数；每个样本是一次调用或一批调用的平均值；进程绑定在一个 CPU 上',
  'runs differ by 20% to 30%, wake-ups across CPUs by 100% and more: compare ratios, not absolute times':
    '各次运行相差 20% 到 30%，跨 CPU 的唤醒相差 100% 以上：请比较比值，不要比较绝对时间',
  'micro-benchmarks of one process with a warm page allocator and CPU mitigations on; every number includes about 20 ns of timer':
    '单进程的微基准测试，页分配器已预热，CPU 缓解措施开启；每个数字含约 20 ns 的计时开销',
  'not bare metal': '不是物理机',
  'Measured in a virtual machine': '在虚拟机中测量',
  'Measured, with a second thread busy': '测量值，第二个线程忙碌',
  '{1}; a second thread of the process spins on the other CPU, so that TLB flushes reach it':
    '{1}；进程的第二个线程在另一个 CPU 上空转，使 TLB 刷新也要到达它',
  'only MADV_DONTNEED was measured this way; all other numbers are those without the second thread':
    '只有 MADV_DONTNEED 这样测量；其他数字是没有第二个线程时的值',
  'minus dontneedSmall, divided by the other 511 pages': '减去 dontneedSmall，再除以其余 511 页',
  'Published figures and estimates': '公开的数据和估计',
  'none in particular': '不限',
  'the middle of the range that is commonly quoted': '常见引用范围的中间值',
  'estimates: no machine was measured': '估计值：没有在机器上测量',
  'operations without a published figure have the number measured in a virtual machine, or an assumption':
    '没有公开数据的操作使用虚拟机中的测量值，或者假设',
  'a fault without zeroing, 0.25 µs': '不清零的缺页，0.25 µs',
  'round trip from 5 to 15 µs, minus uffdCopy: half of the rest':
    '往返 5 到 15 µs，减去 uffdCopy：余数的一半',
  'userfault plus faultHuge': 'userfault 加 faultHuge',
};

export const reference: Messages = { ...CHANGES, ...MEASURED, ...PROFILES };
