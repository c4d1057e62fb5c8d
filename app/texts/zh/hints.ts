import type { Words } from '../../../engine/index.ts';
import type * as English from '../hints.ts';

const words: Words<typeof English> = {
  HINTS: {
    'guest.bytes': '遍历页表的开销与它成正比。逐页跟踪的开销与写入的页数成正比。',
    'guest.workload': '访问哪些页。分散的写入会拆分每个大页；集中在热点的写入让大多数大页保持完整。',
    'guest.dirtyRate': '所有线程每秒写入的字节数之和。达到或超过链路速度时，预拷贝永远不会结束。',
    'guest.vcpus': '1 到 8。在后拷贝中，每个 vCPU 等待自己缺失的页。',
    'guest.zeroPages': '从未写过的页：链路上 9 字节，目的端一个共享零页，对 khugepaged 而言是一个空洞。',
    'guest.seed': '不同的种子产生不同的访问顺序。相同的种子完全重现同一次运行。',
    'guest.asyncPf': 'KVM 向客户机报告缺失的页：睡眠的是一个任务，而不是整个 vCPU。',
    'wire.bandwidth': '1,250 MB/s 即 10 Gb/s：一页需要 3.3 µs。',
    'wire.latency': '单向延迟。缺失的页要花一个往返，再加上套接字中已排队的内容。',
    'qemu.mode': '只有持有旧副本的目的端才有页需要丢弃，因而才有可能丢失页的空洞。',
    'qemu.nohugepage': '在 userfaultfd 守护空洞之前，防止 khugepaged 填充 MADV_DONTNEED 留下的空洞。',
    'qemu.hugepageAgain':
      '紧接在 REGISTER 之后也是安全的，但此后对每个空区域的首次写入都会分配 2 MiB 再丢弃。',
    'qemu.discard': '丢弃的页相同；系统调用和 TLB 刷新的次数不同。',
    'qemu.downtimeLimit': '当剩余内容能在这段时间内发送完时，预拷贝停止客户机。',
    'qemu.postcopyBandwidth': '后台页的上限，0 表示不限。vCPU 等待的页不受此限。',
    'qemu.autoConverge': '当 vCPU 写入超过链路发送量的一半时，先减速 20%，之后每次再减 10%，最多 99%。',
    'qemu.preempt': 'vCPU 等待的页使用自己的通道，不在任何东西后面排队。',
    'criu.thp': '在填充与 REGISTER 之间，khugepaged 可能填充留给延迟页的空洞。防止它的标志可能会残留。',
    'criu.preDumps': '最后一次转储之前的 0 到 16 轮。每轮转储自上一轮以来写过的页。',
    'criu.interval': '两次转储之间进程运行多久。',
    'criu.events': '没有这些事件时，fork 出的子进程读到零，丢弃的页被填入旧内容。',
    tracker:
      '由谁记录写入。soft-dirty 和 PAGEMAP_SCAN 遍历页表，其中 soft-dirty 每个大页只有一位。KVM 的位图立即重新保护已报告的页，手动保护则在发送之前才保护。PML 和脏页环的开销与写入的页数成正比。',
    'tracking.rounds': '读取 1 到 64 次。每次返回自上一次以来写过的页。',
    'tracking.interval': '两次读取之间客户机写入多久。',
    'khugepaged.maxPtesNone':
      '一个区域最多可有多少空洞仍被合并，0 到 511。为 511 时只要有一页就够，其余 511 页读为零。',
    'khugepaged.pagesToScan':
      '一遍扫描在这么多页之后结束；每个区域消耗 512 页。每 10 秒 4,096 页即 1.6 MiB/s。',
    'khugepaged.scanSleep': '两遍扫描之间的睡眠时间 (scan_sleep_millisecs)。',
    'khugepaged.wake': '在最后一次 MADV_DONTNEED 与 REGISTER 之间，空洞还没有受到守护：这是扫描的最坏时刻。',
    era: '两台主机的内核规则。在 2017 年，被拆分的 folio 的一块碎片会让 khugepaged 永远远离它的区域。',
    costs: '各种操作需要多久：在一台空闲或繁忙的机器上测量，或取自公开资料。',
    eagerSplit: '日志开始时就拆分大的 EPT 叶子项。否则对每个叶子项的首次写入要走慢速路径。',
    system: '内存以及对它的写入保持不变。',
  },
};
export default words;
