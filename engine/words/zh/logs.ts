/** What is said about logs in Simplified Chinese, by the English texts: formats, lines that are left out, what diagnoses have in common. */
import type { Messages } from '../../base/language.ts';

export const logs: Messages = {
  'the kernel’s log': '内核日志',
  'belongs to none of the formats found in this file': '不属于此文件中识别出的任何格式',
  'empty, or a separator': '空行或分隔行',
  'a heading, a comment or a prompt': '标题、注释或提示符',
  'a system call that does not change memory': '不改变内存的系统调用',
  'a system call that failed and changed nothing': '失败且未改变任何内容的系统调用',
  'an event that says nothing about memory': '与内存无关的事件',
  'output of the program itself': '程序自身的输出',
  'a call whose end is not in the log': '日志中没有返回的调用',
  'a signal, or the end of a thread': '信号或线程结束',
  'fields that are not needed': '不需要的字段',
  'cut off or damaged': '被截断或已损坏',
  'known, but not modelled by the engine': '已知，但引擎未建模',
  'more than is kept: only counted': '超出保留数量：只计数',
  '{1} is empty.': '{1} 是空文件。',
  '{1}: none of its {2} lines looks like strace, ftrace, perf, bpftrace, a QEMU trace, QMP, info migrate, smaps, page-types, a CRIU log or the kernel’s log. Give the whole file as the tool wrote it, not a picture or a summary of it.':
    '{1}：共 {2} 行，没有一行像 strace、ftrace、perf、bpftrace、QEMU trace、QMP、info migrate、smaps、page-types、CRIU 日志或内核日志。请提供工具写出的完整文件，而不是截图或摘要。',
  'A fault on memory with userfaultfd was not allowed to wait, so it failed instead of asking for its page ({1} times).':
    '带有 userfaultfd 的内存上的缺页不允许等待，因此失败，而没有请求该页（{1} 次）。',
  'FAULT_FLAG_ALLOW_RETRY missing {1}: the fault had {2}, and a fault may wait only with FAULT_FLAG_ALLOW_RETRY.':
    'FAULT_FLAG_ALLOW_RETRY missing {1}：该缺页的标志是 {2}，只有带 FAULT_FLAG_ALLOW_RETRY 的缺页才能等待。',
  'The call trace names who touched the page: get_user_pages of a kernel thread or of ptrace cannot be answered by a userfaultfd handler in time.':
    '调用栈指出是谁访问了该页：内核线程或 ptrace 的 get_user_pages 无法由 userfaultfd 处理程序及时应答。',
  'To see which pages were asked for, record strace of the process with userfaultfd.':
    '要查看请求了哪些页，请用 strace 记录使用 userfaultfd 的进程。',
  'expected log files of at most 8 GiB together, got {1} bytes': '日志文件合计最多 8 GiB，得到 {1} 字节',
  'reading the logs was cancelled': '已取消读取日志',
  '{1}: expected a whole gzip file; this one is cut off or damaged':
    '{1}：应为完整的 gzip 文件；此文件被截断或已损坏',
  'these logs are no longer held: open them again': '这些日志已不再保留：请重新打开',
};
