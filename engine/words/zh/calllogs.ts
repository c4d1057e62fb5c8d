/** What is said about system calls, tracepoints and timelines made of them in Simplified Chinese, by the English texts. */
import type { Messages } from '../../base/language.ts';

export const calllogs: Messages = {
  strace: 'strace',
  'the kernel’s tracepoints (ftrace, trace-cmd, perf, bpftrace)':
    '内核跟踪点（ftrace、trace-cmd、perf、bpftrace）',
  'samples of a recorder': '记录器的采样',
  'the end of a call whose beginning is not in the log': '调用的结尾，其开头不在日志中',

  'no line has a time': '没有一行带有时间',
  'wall clock, as it is': '挂钟时间，原样采用',
  'its clock is taken for all files': '以它的时钟作为所有文件的时钟',
  'nothing in it is also in a file of another clock': '其中没有任何内容也出现在使用其他时钟的文件里',
  'moved by {1} calls that {2} has too, to {3} µs': '按 {2} 中也有的 {1} 次调用对齐，精确到 {3} 微秒',
  'moved so that its {1} collapses are seen in the samples of {2}, to {3} ms':
    '按 {2} 的采样中可见的 {1} 次合并对齐，精确到 {3} 毫秒',

  'No line has a time: what happened is shown in order, one microsecond per line. Record strace with -ttt to see how long it took.':
    '没有一行带有时间：按顺序显示所发生的事，每行一微秒。要看到耗时，请用 -ttt 记录 strace。',
  'The files show no call on memory of 2 MiB or more: no timeline can be made.':
    '文件中没有对 2 MiB 或更大内存的调用：无法生成时间线。',
  '{1} ({2} at {3}), the largest block of the guest’s memory': '{1}（{2}，位于 {3}），虚拟机内存中最大的块',
  '{1} ({2} at {3}), the memory that the recorder sampled': '{1}（{2}，位于 {3}），记录器采样的内存',
  '{1} at {2}, the largest mapping in smaps': '位于 {2} 的 {1}，smaps 中最大的映射',
  '{1} at {2}, the range that most calls on memory are about': '位于 {2} 的 {1}，内存调用最多涉及的范围',
  'The timeline ends after {1} operations; {2} more are in the files.':
    '时间线在 {1} 个操作之后结束；文件中还有 {2} 个。',
  'Without the destination’s QEMU trace, pages that precopy loaded are known only by their page faults, and which of them were zero is not.':
    '没有目的端的 QEMU 跟踪，预拷贝装入的页只能从缺页得知，其中哪些是零页则无从得知。',
  'Without QEMU’s trace, pages that precopy loaded are known only by their page faults, and which of them were zero is not; requests for pages and the times at which the guest stopped and ran are missing.':
    '没有 QEMU 跟踪，预拷贝装入的页只能从缺页得知，其中哪些是零页则无从得知；对页的请求、虚拟机停止和运行的时刻都缺失。',
  'Without the source’s QEMU trace, its rounds and the arrival of requests there are missing.':
    '没有源端的 QEMU 跟踪，源端的各轮次以及请求到达源端的时刻缺失。',
  'Without the kernel’s page-fault tracepoints, only faults that userfaultfd reports are known: who wrote which other page is missing.':
    '没有内核的缺页跟踪点，只知道 userfaultfd 报告的缺页：谁写了其他哪些页则缺失。',
  'Without the kernel’s page-fault tracepoints, who wrote which page is missing.':
    '没有内核的缺页跟踪点，谁写了哪一页则缺失。',
  'Without khugepaged’s tracepoints, a region is shown huge from the first sample on that shows it so, and why khugepaged left others alone is missing.':
    '没有 khugepaged 的跟踪点，区域从第一个显示其为大页的采样起显示为大页；khugepaged 为何不处理其他区域则缺失。',
  'Without khugepaged’s tracepoints, what became huge later, and why not, is missing.':
    '没有 khugepaged 的跟踪点，后来哪些区域变成大页、哪些没有以及原因都缺失。',
  'Without strace, ranges of ioctls on userfaultfd are missing; the pages that QEMU placed are taken from its trace.':
    '没有 strace，userfaultfd 的 ioctl 范围缺失；QEMU 放置的页取自它的跟踪。',
  'Without samples of smaps, nothing measured can be held against what the engine predicts.':
    '没有 smaps 采样，就没有测量值可与引擎的预测对照。',

  'The timeline leaves out {1}: the engine does not model what becomes of the memory.':
    '时间线不包含 {1}：引擎没有模拟这些内存会怎样。',
  '{1} is called {2} times.': '{1} 被调用了 {2} 次。',
};
