/** What is said about dumps of memory, logs of CRIU and QEMU in Simplified Chinese, by the English texts. */
import type { Messages } from '../../base/language.ts';

export const dumps: Messages = {
  'QEMU’s trace events': 'QEMU 跟踪事件',
  'QEMU’s list of RAM blocks': 'QEMU 的 RAM 块列表',
  smaps: 'smaps',
  'settings and counters of the kernel': '内核的设置与计数器',

  'khugepaged refused all {1} regions that it examined, each with {2}: {3}.':
    'khugepaged 检查的 {1} 个区域全部被拒绝，结果都是 {2}：{3}。',
  'khugepaged refused {1} times and collapsed {2} regions. Most frequent: {3}, because {4}.':
    'khugepaged 拒绝了 {1} 次，合并了 {2} 个区域。最常见的是 {3}：{4}。',
  '{1}, {2} times on {3} regions ({4} of 512 pages referenced, {5} empty on average): {6}.':
    '{1}：在 {3} 个区域上出现 {2} 次（平均 512 页中有 {4} 页被引用，{5} 页为空）：{6}。',
  '{1}, {2} times ({3} of 512 pages referenced, {4} empty on average): {5}.':
    '{1}：出现 {2} 次（平均 512 页中有 {3} 页被引用，{4} 页为空）：{5}。',
  'khugepaged made {1} huge pages ({2}) in {3} s.': 'khugepaged 在 {3} 秒内合并出 {1} 个大页（{2}）。',
  'khugepaged made {1} huge pages ({2}).': 'khugepaged 合并出 {1} 个大页（{2}）。',
  'The scan of each of these regions succeeded.': '对这些区域的扫描都成功了。',
  'Collapses filled {1} empty or zero pages with memory: {2} that the process had given back or never touched are resident again.':
    '合并用内存填充了 {1} 个空页或零页：进程已归还或从未访问过的 {2} 重新驻留在内存中。',
  '{1} regions were collapsed with {2} holes of 512 on average. A hole becomes a page of zeroes inside the huge page.':
    '合并了 {1} 个区域，平均每 512 页有 {2} 个空洞。空洞变成大页内的零页。',
  'Set khugepaged/max_ptes_none to 0 to keep holes: then only regions with all 512 pages are collapsed.':
    '把 khugepaged/max_ptes_none 设为 0 可以保留空洞：此时只合并 512 页齐全的区域。',
  'Set MADV_NOHUGEPAGE on memory that is given back page by page.': '对逐页归还的内存设置 MADV_NOHUGEPAGE。',

  'transparent_hugepage/enabled is never': 'transparent_hugepage/enabled 为 never',
  'echo madvise > /sys/kernel/mm/transparent_hugepage/enabled, or always, and look at hugepages-2048kB/enabled as well.':
    '执行 echo madvise > /sys/kernel/mm/transparent_hugepage/enabled（或 always），并检查 hugepages-2048kB/enabled。',
  'prctl(PR_SET_THP_DISABLE) switched huge pages off for the whole process; VmFlags do not show it, and hg does not help':
    'prctl(PR_SET_THP_DISABLE) 为整个进程关闭了大页；VmFlags 不显示这一点，hg 也不起作用',
  'Find who calls prctl(PR_SET_THP_DISABLE, 1): the program, a parent before exec, or a restore. The switch is inherited over fork and exec; prctl(PR_SET_THP_DISABLE, 0) ends it.':
    '找出谁调用了 prctl(PR_SET_THP_DISABLE, 1)：程序自身、exec 之前的父进程或恢复过程。该开关会经 fork 和 exec 继承；prctl(PR_SET_THP_DISABLE, 0) 取消它。',
  'the VMA is marked nh (MADV_NOHUGEPAGE)': 'VMA 带有 nh 标志（MADV_NOHUGEPAGE）',
  'Find who calls madvise(MADV_NOHUGEPAGE): the allocator or runtime, or QEMU and CRIU in a migration. MADV_HUGEPAGE replaces the mark; no advice removes it.':
    '找出谁调用了 madvise(MADV_NOHUGEPAGE)：分配器或运行时，或迁移中的 QEMU 与 CRIU。MADV_HUGEPAGE 会替换该标志；没有 advice 能清除它。',
  'transparent_hugepage/enabled is madvise, and the VMA is not marked hg':
    'transparent_hugepage/enabled 为 madvise，而 VMA 没有 hg 标志',
  'Call madvise(MADV_HUGEPAGE) on this memory, or set transparent_hugepage/enabled to always.':
    '对这段内存调用 madvise(MADV_HUGEPAGE)，或把 transparent_hugepage/enabled 设为 always。',
  'the VMA contains no whole aligned range of the size of a huge page':
    'VMA 内没有一段完整且对齐的大页大小的范围',
  'Map more memory at once, aligned to the size of a huge page, and keep flags equal so that neighbours merge.':
    '一次映射更多内存并按大页大小对齐，保持标志相同以便相邻 VMA 合并。',
  'the kernel prints THPeligible 0, and none of its flags says why':
    '内核显示 THPeligible 为 0，而标志没有说明原因',
  'Print transparent_hugepage/enabled and hugepages-2048kB/enabled, and THP_enabled in /proc/PID/status (0: prctl switched huge pages off).':
    '打印 transparent_hugepage/enabled、hugepages-2048kB/enabled 以及 /proc/PID/status 中的 THP_enabled（0 表示 prctl 关闭了大页）。',
  'its flags do not forbid huge pages, so transparent_hugepage/enabled decides, and no line shows it':
    '其标志不禁止大页，因此由 transparent_hugepage/enabled 决定，而日志中没有它的值',
  'Print the mode: grep . /sys/kernel/mm/transparent_hugepage/*.':
    '打印模式：grep . /sys/kernel/mm/transparent_hugepage/*。',
  'neither its VmFlags nor THPeligible were printed': '没有打印它的 VmFlags 和 THPeligible',
  'Print VmFlags and THPeligible of the VMA, and the mode: grep . /sys/kernel/mm/transparent_hugepage/*.':
    '打印该 VMA 的 VmFlags 和 THPeligible 以及模式：grep . /sys/kernel/mm/transparent_hugepage/*。',
  'its flags mark it as special memory': '其标志表明它是特殊内存',
  'its pages were given back with MADV_FREE, and the kernel has not dropped them yet':
    '其页面已用 MADV_FREE 归还，但内核尚未丢弃',
  'it may have huge pages, but khugepaged refuses its regions': '它可以使用大页，但 khugepaged 拒绝它的区域',
  'it may have huge pages, but was filled with 4 KiB pages, and khugepaged has not made them huge yet':
    '它可以使用大页，但已填入 4 KiB 页，khugepaged 尚未把它们合并',
  'Wait for khugepaged, raise khugepaged/pages_to_scan, or call madvise(MADV_COLLAPSE). To see its verdicts, record the tracepoint huge_memory:mm_khugepaged_scan_pmd.':
    '等待 khugepaged，调高 khugepaged/pages_to_scan，或调用 madvise(MADV_COLLAPSE)。要查看其判定，请记录跟踪点 huge_memory:mm_khugepaged_scan_pmd。',
  'nothing is in it yet': '其中还没有任何页面',
  'None of {1} anonymous VMAs has a huge page, and none needs one.':
    '{1} 个匿名 VMA 都没有大页，也都不需要。',
  'Huge pages are in {1} of {2} anonymous VMAs: {3}.': '{2} 个匿名 VMA 中有 {1} 个含大页：{3}。',
  'None of {1} anonymous VMAs has a huge page. The reason for {2} of them ({3}): {4}.':
    '{1} 个匿名 VMA 都没有大页。其中 {2} 个（{3}）的原因：{4}。',
  'Huge pages are in {1} of {2} anonymous VMAs ({3}). The reason for {4} of the others ({5}): {6}.':
    '{2} 个匿名 VMA 中有 {1} 个含大页（{3}）。另有 {4} 个（{5}）没有大页的原因：{6}。',
  'VMAs without a huge page: {1} ({2}), because khugepaged refuses their regions with {3}: {4}.':
    '没有大页的 VMA：{1} 个（{2}），因为 khugepaged 以 {3} 拒绝其区域：{4}。',
  'VMAs without a huge page: {1} ({2}), because {3}.': '没有大页的 VMA：{1} 个（{2}），因为{3}。',
  '{1} of the anonymous memory is huge: {2} of {3}.': '{1} 的匿名内存是大页：{3} 中的 {2}。',
  'The sum over all VMAs gives no reason for the other {1}.': '所有 VMA 的总和不能说明其余 {1} 的原因。',
  'Print the whole smaps: the reason is in the lines of each VMA.':
    '请打印完整的 smaps：原因在每个 VMA 的各行中。',

  'nothing is mapped in the region': '该区域没有映射任何页面',
  'a page of the region was in use by the kernel at that moment': '当时内核正在使用该区域的某个页面',
  'khugepaged looks again at its next visit. If the verdict stays, look for pins: RDMA, VFIO, io_uring, vmsplice.':
    'khugepaged 下次访问时会再检查。如果判定不变，请检查页面固定：RDMA、VFIO、io_uring、vmsplice。',
  'the VMA is gone, too small, or may not have huge pages': 'VMA 已消失、太小，或不允许使用大页',
  'Print smaps of the process: VmFlags and THPeligible of this VMA name the reason.':
    '打印该进程的 smaps：此 VMA 的 VmFlags 和 THPeligible 会给出原因。',
  'the process may write none of the region’s pages: it only read them, or they are write-protected after a fork. Linux 6.18 removed this check':
    '进程不能写该区域的任何页面：只读取过它们，或 fork 之后被写保护。Linux 6.18 取消了这项检查',
  'Write to the region once, use MADV_POPULATE_WRITE, or run Linux 6.18 or newer.':
    '向该区域写一次，使用 MADV_POPULATE_WRITE，或使用 Linux 6.18 及更新版本。',
  'more entries of the region are empty or zero pages than max_ptes_none allows; in memory with userfaultfd one is enough':
    '该区域中的空项或零页多于 max_ptes_none 的上限；在注册了 userfaultfd 的内存中一个就足够',
  'Raise khugepaged/max_ptes_none (511 is the default), or wait for UFFDIO_UNREGISTER if the memory is registered.':
    '调高 khugepaged/max_ptes_none（默认 511）；如果内存已注册，则等待 UFFDIO_UNREGISTER。',
  'more pages of the region are swapped out than max_ptes_swap allows':
    '该区域换出的页面多于 max_ptes_swap 的上限',
  'Read the memory so that it is swapped in, or raise khugepaged/max_ptes_swap.':
    '读取内存使其换入，或调高 khugepaged/max_ptes_swap。',
  'more pages of the region are shared with another process than max_ptes_shared allows':
    '该区域与其他进程共享的页面多于 max_ptes_shared 的上限',
  'A fork shares memory until either process writes it. Raise khugepaged/max_ptes_shared, or set MADV_DONTFORK.':
    'fork 之后内存一直共享，直到任一进程写入。调高 khugepaged/max_ptes_shared，或设置 MADV_DONTFORK。',
  'a page carries the write-protection mark of userfaultfd': '某个页面带有 userfaultfd 的写保护标记',
  'Remove the marks with UFFDIO_WRITEPROTECT, or unregister the memory.':
    '用 UFFDIO_WRITEPROTECT 去掉标记，或注销该内存。',
  'no page of the region was referenced lately': '该区域最近没有页面被访问',
  'The process has to use the memory again. MADV_COLLAPSE does not ask for it.':
    '进程需要再次访问这段内存。MADV_COLLAPSE 没有这一要求。',
  'the kernel found no free 2 MiB page': '内核找不到空闲的 2 MiB 页',
  'Free or compact memory (/proc/sys/vm/compact_memory); khugepaged waits alloc_sleep_millisecs after each failure.':
    '释放或规整内存（/proc/sys/vm/compact_memory）；khugepaged 每次失败后等待 alloc_sleep_millisecs。',
  'the limit of the memory cgroup left no room for 2 MiB': '内存 cgroup 的上限容不下 2 MiB',
  'Raise memory.max of the cgroup.': '调高该 cgroup 的 memory.max。',
  'an entry maps a piece of a large folio, which kernels before Linux 5.8 do not collapse':
    '某一项映射了大 folio 的一部分，Linux 5.8 之前的内核不合并这种区域',
  'Run Linux 5.8 or newer. Before it, only memory pressure splits the folio.':
    '使用 Linux 5.8 或更新版本。在此之前只有内存压力才会拆分该 folio。',
  '512 entries map one huge page already, piece by piece': '512 个项已经逐片映射同一个大页',
  'a page has more references than mappings: it is pinned': '某个页面的引用多于映射：它被固定了',
  'a page was given back with MADV_FREE and may be dropped': '某个页面已用 MADV_FREE 归还，可能被丢弃',
  'the process ended, or prctl(PR_SET_THP_DISABLE) switched huge pages off':
    '进程已结束，或 prctl(PR_SET_THP_DISABLE) 关闭了大页',
  'the region is a huge page already': '该区域已经是大页',
  'the region was not fit for a huge page at that moment': '该区域当时不适合使用大页',

  'CRIU’s log': 'CRIU 日志',
  'EEXIST: a page or a huge page is mapped there already': 'EEXIST：该处已经映射了页面或大页',
  'Count the page as done and call UFFDIO_WAKE for its waiters: the refused call wakes nobody.':
    '把该页视为已完成，并对其等待者调用 UFFDIO_WAKE：被拒绝的调用不会唤醒任何人。',
  'Find out who filled it: a second thread that copies, a read or write before UFFDIO_REGISTER, or khugepaged, which fills holes with zeroes (H1). Then the content may be wrong.':
    '找出是谁填充了它：另一个复制线程、UFFDIO_REGISTER 之前的读写，或用零填充空洞的 khugepaged（H1）。那样内容可能是错的。',
  'EAGAIN: fork, mremap, munmap or MADV_DONTNEED of the process is under way, and its event has not been read':
    'EAGAIN：进程正在 fork、mremap、munmap 或 MADV_DONTNEED，其事件尚未被读取',
  'Read the pending event of the userfaultfd before the copy is tried again; until then each try fails.':
    '重试复制之前先读取 userfaultfd 的待处理事件；在此之前每次尝试都会失败。',
  'After a partial copy, go on behind the bytes that are done.': '部分复制之后，从已完成的字节之后继续。',
  'EBADF: the userfaultfd is closed': 'EBADF：userfaultfd 已关闭',
  'Take the descriptor out of epoll before it is closed, and leave out messages that were queued for it.':
    '关闭描述符之前先把它移出 epoll，并忽略为它排队的消息。',
  'ENOENT: the range is not registered, or not one VMA': 'ENOENT：该范围未注册，或不是同一个 VMA',
  'The process unmapped or moved the memory, or it was never registered. Ask for REMAP, REMOVE and UNMAP events, and stop copying to ranges that are gone.':
    '进程取消映射或移动了这段内存，或它从未注册。请求 REMAP、REMOVE 和 UNMAP 事件，并停止向已消失的范围复制。',
  'ESRCH: the process has exited': 'ESRCH：进程已退出',
  'Stop copying for this process. Nothing is lost.': '停止为该进程复制。没有丢失任何内容。',
  'the kernel refused the call': '内核拒绝了该调用',
  'Look at the arguments of the call: whole pages, inside one registered VMA, with a source that is mapped.':
    '检查调用的参数：整页、位于一个已注册的 VMA 内、源已映射。',
  'The error is {1}.': '错误为 {1}。',
  '{1} at {2} failed.': '{1} 在 {2} 处失败。',
  '{1} at {2} failed {3} times.': '{1} 在 {2} 处失败了 {3} 次。',
  'A call on memory with userfaultfd was refused with {1}.': '对 userfaultfd 内存的调用被拒绝，{1}。',
  'Calls on memory with userfaultfd were refused {1} times with {2}.':
    '对 userfaultfd 内存的调用被拒绝了 {1} 次，{2}。',
  'Process {1} had exited before, and its descriptor was closed: the message was queued for a process that is gone.':
    '进程 {1} 此前已退出，其描述符已关闭：该消息是为已消失的进程排队的。',
  '{1} of these pages were placed by an earlier line of this file: they were copied twice.':
    '其中 {1} 个页面已由本文件前面的行放置：它们被复制了两次。',
  'No earlier line of this file places these pages: something else mapped them.':
    '本文件前面没有放置这些页面的行：是别的东西映射了它们。',
  '{1} of {2} faults were never served: no line places their pages.':
    '{2} 个缺页中有 {1} 个从未得到处理：没有行放置它们的页面。',
  'The log ends before the pages of {1} of {2} faults are placed.':
    '{2} 个缺页中有 {1} 个的页面在日志结束前还没有放置。',
  'The thread that touched {1} waits until the page is placed, or the memory is unregistered.':
    '访问 {1} 的线程一直等待，直到页面被放置或内存被注销。',
  'They came within {1} s.': '它们在 {1} 秒之内出现。',
  'If the log ends early, record until the end of the migration: the last faults are served after it.':
    '如果日志结束得太早，请记录到迁移结束：最后的缺页在其后才得到处理。',
  'Otherwise look at the side that sends: is the page in its image or its dirty bitmap, and did the request reach it?':
    '否则检查发送方：该页面在其映像或脏位图中吗？请求到达了吗？',

  'page-types': 'page-types',
  'A head and the 511 tails behind it are one folio: the first is page frame {1}.':
    '一个首页和其后的 511 个尾页组成一个 folio：第一个是页帧 {1}。',
  'The summaries count {1} pages of transparent huge pages, 512 for each. Lists of several moments or kernels add up.':
    '摘要中共有 {1} 页属于透明大页，每个大页 512 页。不同时刻或内核的列表会累加。',
  'Huge folios of 2 MiB: {1} ({2}).': '2 MiB 的大 folio：{1} 个（{2}）。',
  'Huge folios before the change: {1}. Split: {2}. Mapped only in part: {3}. New: {4}.':
    '变化之前的大 folio：{1} 个。被拆分：{2} 个。仅部分映射：{3} 个。新增：{4} 个。',
  'After: page {1} begins a huge folio at frame {2}.': '之后：页 {1} 开始一个位于页帧 {2} 的大 folio。',
  'Before: a folio of {1} pages at page {2}, frame {3}. After: {4} of its pages are mapped, one by one. The folio is whole and keeps its 2 MiB until memory gets short.':
    '之前：页 {2}、页帧 {3} 处有一个 {1} 页的 folio。之后：其中 {4} 页逐页映射。该 folio 仍完整，在内存紧张之前占用 2 MiB。',
  'Before: a folio of {1} pages at page {2}, frame {3}. After: single pages, {4} in the same frames and {5} in other ones. It was split.':
    '之前：页 {2}、页帧 {3} 处有一个 {1} 页的 folio。之后：都是单页，{4} 页在原页帧，{5} 页在其他页帧。它被拆分了。',

  'mappings of huge pages were split into 512 entries: a part of each was dropped, protected, moved or written back':
    '大页的映射被拆成 512 项：每个大页有一部分被丢弃、改变保护、移动或写回',
  'huge pages lost a part of their mappings and keep their 2 MiB until memory gets short':
    '大页失去了部分映射，在内存紧张之前仍占用 2 MiB',
  'huge pages themselves were split into small pages': '大页本身被拆成小页',
  '{1} rose by {2}: {3}.': '{1} 增加了 {2}：{3}。',
  'AnonHugePages fell by {1}, Rss by {2}: the rest is still there, in 4 KiB pages.':
    'AnonHugePages 减少了 {1}，Rss 减少了 {2}：其余内存仍在，以 4 KiB 页存在。',
  'MADV_DONTNEED calls that cover a 2 MiB region in part: {1}. The first one in each huge page splits it.':
    '只覆盖 2 MiB 区域一部分的 MADV_DONTNEED 调用：{1} 次。每个大页中的第一次会拆分它。',
  'Huge pages were split: {1} rose by {2}.': '大页被拆分：{1} 增加了 {2}。',
  'Huge pages were split: {1} less are huge, and most of that memory is still there.':
    '大页被拆分：大页减少了 {1}，而其中大部分内存仍在。',
  'Give memory back in whole aligned 2 MiB regions, or accept small pages there with MADV_NOHUGEPAGE.':
    '按对齐的整个 2 MiB 区域归还内存，或用 MADV_NOHUGEPAGE 接受小页。',
  'To see who splits, record strace -f -e trace=memory of the process, or the tracepoint of the system call madvise.':
    '要查看谁拆分了大页，请用 strace -f -e trace=memory 记录该进程，或记录系统调用 madvise 的跟踪点。',

  '{1}: this is {2}. {3}': '{1}：这是{2}。{3}',
  'It says nothing about huge pages or userfaultfd. Record the tracepoints huge_memory:*, or strace of the process.':
    '其中没有关于大页或 userfaultfd 的内容。请记录跟踪点 huge_memory:*，或对该进程使用 strace。',
  'Give the text itself, copied from the terminal or saved to a file.':
    '请提供文本本身：从终端复制，或保存到文件。',
  'Unpack it first and give the files inside; gzip and tar are read as they are.':
    '请先解包并提供其中的文件；gzip 和 tar 可以直接读取。',
  'To see what happens to memory, record the process: strace -f -ttt -y -e trace=memory,ioctl -p PID, and smaps beside it.':
    '要查看内存发生了什么，请记录该进程：strace -f -ttt -y -e trace=memory,ioctl -p PID，并附上 smaps。',
  'It shows how much memory is used, not why. Bring /proc/PID/smaps, /proc/vmstat and /sys/kernel/mm/transparent_hugepage/*.':
    '它显示用了多少内存，而不是原因。请提供 /proc/PID/smaps、/proc/vmstat 和 /sys/kernel/mm/transparent_hugepage/*。',
  'Android’s logcat': 'Android 的 logcat',
  'It has no events of memory. Bring /proc/PID/smaps, or strace of the process.':
    '其中没有内存事件。请提供 /proc/PID/smaps，或该进程的 strace。',
  'a backtrace of a debugger': '调试器的回溯',
  'It shows where threads were at one moment. To see what they did to memory, record strace -f -ttt -y -p PID, or QEMU with -trace "postcopy_*" -trace "ram_*".':
    '它显示各线程在某一时刻的位置。要查看它们对内存做了什么，请记录 strace -f -ttt -y -p PID，或用 -trace "postcopy_*" -trace "ram_*" 运行 QEMU。',
  'the notes of a core file': 'core 文件的注释段',
  'perf stat': 'perf stat',
  'It has sums without times or addresses. Bring perf script of the events huge_memory:*, exceptions:page_fault_user and syscalls:sys_enter_madvise.':
    '它只有总和，没有时间和地址。请提供事件 huge_memory:*、exceptions:page_fault_user 和 syscalls:sys_enter_madvise 的 perf script 输出。',
  'perf report': 'perf report',
  'It has sums without times or addresses. Bring perf script of the same perf.data.':
    '它只有总和，没有时间和地址。请提供同一 perf.data 的 perf script 输出。',
  'a list of processes or of memory in use': '进程或内存用量列表',
  'a log of a Java machine': 'Java 虚拟机的日志',
  'a report of valgrind or a sanitizer': 'valgrind 或 sanitizer 的报告',
  'packets of a network': '网络数据包',
  'Bring what both ends of the migration print: QEMU with -trace, or query-migrate again and again.':
    '请提供迁移两端的输出：带 -trace 的 QEMU，或反复执行的 query-migrate。',
  'messages of QEMU': 'QEMU 的消息',
  'They report that something failed, not when memory moved. Start QEMU with -trace "migrat*" -trace "postcopy_*" -trace "ram_*" -msg timestamp=on, and bring query-migrate of the source.':
    '它们说明有操作失败，而不说明内存何时移动。请用 -trace "migrat*" -trace "postcopy_*" -trace "ram_*" -msg timestamp=on 启动 QEMU，并提供源端的 query-migrate。',
  'a page of HTML': 'HTML 网页',
  'an image': '图片',
  'a PDF document': 'PDF 文档',
  'a packed file': '压缩文件',
  'a binary file of perf or trace-cmd': 'perf 或 trace-cmd 的二进制文件',
  'Bring it as text: perf script -i FILE, or trace-cmd report FILE.':
    '请以文本形式提供：perf script -i FILE，或 trace-cmd report FILE。',
  'a program or a core file': '程序或 core 文件',
  'JSON of something else': '其他内容的 JSON',
  'The page reads QMP sessions and events of QEMU, and Faultline’s own recordings.':
    '可以读取 QEMU 的 QMP 会话和事件，以及 Faultline 自己的记录。',

  'A thread sleeps in handle_userfault: it touched a page of userfaultfd, and nobody has placed that page.':
    '一个线程在 handle_userfault 中睡眠：它访问了 userfaultfd 的页面，而没有人放置该页面。',
  'If it stays there, look at the process that reads the userfaultfd: QEMU’s fault thread or CRIU’s lazy-pages daemon.':
    '如果它一直停在那里，请检查读取 userfaultfd 的进程：QEMU 的缺页线程或 CRIU 的 lazy-pages 守护进程。',
  'Record strace -f -ttt -y -p PID of that process, or QEMU with -trace "postcopy_*": they show which page was asked for.':
    '请记录该进程的 strace -f -ttt -y -p PID，或用 -trace "postcopy_*" 运行 QEMU：它们显示请求的是哪个页面。',
  'A process ended, and the kernel’s count of its pages was off by {1}: pages were counted or dropped twice. This is a bug of the kernel, not of the process.':
    '进程结束时内核对其页面的计数相差 {1}：页面被重复计数或重复丢弃。这是内核的错误，不是进程的错误。',
  'Report it with the kernel’s version, and the strace of the calls on memory that lead to it.':
    '请连同内核版本和导致它的内存调用的 strace 一起报告。',
  'The kernel found no {1} of memory in one piece ({2} times).': '内核找不到连续的 {1} 内存（{2} 次）。',
  'Compact memory (/proc/sys/vm/compact_memory), or bring /proc/buddyinfo and /proc/vmstat of that moment.':
    '请规整内存（/proc/sys/vm/compact_memory），或提供当时的 /proc/buddyinfo 和 /proc/vmstat。',
};
