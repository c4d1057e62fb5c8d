/** Presets in Simplified Chinese. */
import type { GroupLabels, PresetTexts } from '../../scenario/presets.ts';

export const groups: GroupLabels = {
  qemu: 'QEMU',
  criu: 'CRIU',
  tracking: '脏页跟踪',
  hazard: '哪里会出错',
};

export const presetTexts: PresetTexts = {
  'qemu-as-mailed': {
    title: 'QEMU：如邮件所述',
    question:
      '正如 2017 年发给 linux-mm 的邮件所述，一遍预拷贝、一场 4 KiB 的 MADV_DONTNEED 风暴和后拷贝怎样保住每一页？',
  },
  'qemu-as-coded': {
    title: 'QEMU：如代码所写',
    question: '如果像 QEMU 源码那样，每次丢弃覆盖一段连续页，并且清理时才恢复 MADV_HUGEPAGE，会有什么不同？',
  },
  'qemu-no-nohugepage': {
    title: 'QEMU：没有 NOHUGEPAGE',
    question:
      '如果 khugepaged 在最后一次 MADV_DONTNEED 与 UFFDIO_REGISTER 之间运行，又没有 MADV_NOHUGEPAGE 阻止它，会丢失哪些页？',
  },
  'qemu-precopy': {
    title: 'QEMU：只用预拷贝',
    question: '如果客户机弄脏内存的速度是链路发送速度的两倍，而 auto-converge 让它慢下来，预拷贝何时结束？',
  },
  'qemu-postcopy-only': {
    title: 'QEMU：只用后拷贝',
    question: '如果在发送任何页之前就开始后拷贝，为什么没有页面临风险？',
  },
  'qemu-preempt': {
    title: 'QEMU：后拷贝加 preempt',
    question: '如果被请求的页有自己的通道，不在套接字中排队，它能提早多久到达？',
  },
  'qemu-madvisev': {
    title: 'QEMU：向量化的 madvise',
    question:
      '与每段或每页一次调用相比，每 1,024 段一次 process_madvise 时，MADV_DONTNEED 风暴的开销是多少？',
  },
  'criu-2017': {
    title: 'CRIU：修复之前',
    question: '如果 khugepaged 在 UFFDIO_REGISTER 之前合并了填充到一半的内存，进程会读到什么，谁会发现？',
  },
  'criu-nohugepage': {
    title: 'CRIU：使用 NOHUGEPAGE',
    question: '既然 MADV_NOHUGEPAGE 让 khugepaged 远离填充到一半的内存，恢复后的进程为什么标志不同？',
  },
  'criu-clr-hugepage': {
    title: 'CRIU：使用 MADV_CLR_HUGEPAGE',
    question: '邮件所回应的 MADV_CLR_HUGEPAGE 建议会带来什么：NOHUGEPAGE、填充、REGISTER，然后清除两个标志？',
  },
  'criu-thp-disable': {
    title: 'CRIU：使用 PR_SET_THP_DISABLE',
    question: '最终合入的是针对整个进程的一个开关，它怎样保住每一页和每个标志？',
  },
  'criu-register-first': {
    title: 'CRIU：先注册',
    question: '如果在填充之前注册，让每一页都经由 UFFDIO_COPY 到达而无需开关，代价是多少？',
  },
  'tracking-bitmap': {
    title: '跟踪：KVM 位图',
    question: '保护所有 4 KiB 叶子项，并再次保护每个写过的页，开销是多少？',
  },
  'tracking-manual': {
    title: '跟踪：KVM 手动保护',
    question: '如果在发送之前才保护页，开始时一个也不保护，会有什么变化？',
  },
  'tracking-pml': {
    title: '跟踪：页修改日志 (PML)',
    question: '如果由处理器自己记录弄脏的页，还剩下什么开销？',
  },
  'tracking-ring': {
    title: '跟踪：脏页环',
    question: '哪一种跟踪器的开销不随客户机大小增长，只随写入的页数增长？',
  },
  'tracking-soft-dirty': {
    title: '跟踪：soft-dirty 位',
    question: '邮件为什么不采用 soft-dirty：每一轮要遍历什么，写一次大页又会弄脏多少？',
  },
  'tracking-pagemap-scan': {
    title: '跟踪：PAGEMAP_SCAN',
    question: '如果每轮用一次调用找出并保护写过的页，开销是多少，大页又会怎样？',
  },
  'h03-touched-before-register': {
    title: 'H3 过早访问',
    question: '如果设备模型在 REGISTER 之前写了丢弃的内存，会发生什么？',
  },
  'h04-unregistered-early': {
    title: 'H4 过早取消注册',
    question: '如果在所有页到达之前取消注册，等待的 vCPU 会读到什么？',
  },
  'h05-thp-thrown-away': { title: 'H5 大页被丢弃', question: '内存已注册时，hg 的代价是什么？' },
  'h08-huge-zero-page': { title: 'H8 大零页', question: '对清空的区域读一次会留下什么？' },
  'h09-held-in-pieces': {
    title: 'H9 folio 以碎片形式被占用',
    question: '一个区域有一半被丢弃后又回来，它占用多少内存？',
  },
  'h10-pieces-stop-khugepaged': {
    title: 'H10 碎片挡住 khugepaged',
    question: '为什么在 2017 年区域一直是小页？',
  },
  'h11-no-huge-page': { title: 'H11 没有空闲的大页', question: '如果目的端只有四个空闲的大页，会发生什么？' },
  'h12-slow-compaction': {
    title: 'H12 合并缓慢',
    question: '如果 khugepaged 每 10 秒扫描一个区域，客户机要在 4 KiB 页上运行多久？',
  },
  'h13-zero-pages-armed': {
    title: 'H13 已注册内存中的零页',
    question: '为什么完整的区域在 UNREGISTER 之前被拒绝？',
  },
  'h15-fork': { title: 'H15 没有人服务的子进程', question: '如果在所有页到达之前 fork，子进程会读到什么？' },
  'h16-dropped-and-refilled': {
    title: 'H16 丢弃后又被填充',
    question: '应用程序丢弃的页之后会得到什么内容？',
  },
  'h17-no-convergence': {
    title: 'H17 不收敛',
    question: '如果客户机写入的速度与链路发送的速度一样快，预拷贝何时结束？',
  },
  'h18-network-lost': { title: 'H18 网络中断', question: '如果后拷贝期间网络中断，vCPU 会怎样？' },
  'h19-cancelled': { title: 'H19 在 2017 年取消', question: '取消的迁移在 EPT 中留下什么？' },
  'h22-false-dirt': { title: 'H22 白白发送两次', question: '有多少页以相同的内容发送了两次？' },
  'h23-lazy-split': {
    title: 'H23 逐个叶子项',
    question: '如果日志开始时不拆分 EPT 叶子项，由谁来拆分？',
  },
  'h24-balloon': { title: 'H24 后拷贝期间的气球', question: '如果气球丢弃了已经到达的页，会发生什么？' },
  'h28-collapse-under-guest': {
    title: 'H28 客户机运行时的合并',
    question: '运行中的客户机会察觉到合并吗？',
  },
  'h29-all-wait': { title: 'H29 所有 vCPU 都在等待', question: '客户机虽在运行，却停顿了多久？' },
  'h31-few-survive': { title: 'H31 大页所剩无几', question: '少量分散的写入之后还剩多少大页？' },
  'h32-manager-dies': { title: 'H32 QEMU 退出', question: '如果目的端在后拷贝期间退出，还剩下什么？' },
};
