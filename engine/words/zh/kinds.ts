/** Sentences of events in Simplified Chinese. */
import { hex, PMD_PAGES, sayBytes, sayCount } from '../../base/units.ts';
import { ownerOf, PHASES, phaseLabel, VCPU } from '../../event/actor.ts';
import {
  CHILD_SERVED,
  filledPages,
  mappedPages,
  movedFrom,
  movedPages,
  OLD_COPY,
  refusedErrno,
  refusedPages,
  SIGBUS,
  UFFD_EVENTS,
  versionOf,
} from '../../event/arg.ts';
import { EAGAIN, errnoName } from '../../event/errno.ts';
import type { EventView, Sentences } from '../../event/event.ts';
import { INJECTION_KEYS, injectionLabel } from '../../event/injection.ts';
import type { MigReason } from '../../event/migstate.ts';
import { migReason, migState } from '../../event/migstate.ts';
import { SCAN_NAMES } from '../../event/scan.ts';
import { changedPages, changeOf } from '../../event/vmalist.ts';
import { bytes } from '../../event/words.ts';

const count = sayCount;
const pages = (n: number): string => `${count(n)} 页`;
const page = (p: number): string => `页 ${hex(p)}`;
const span = (p: number, n: number): string => (n === 1 ? page(p) : `从${page(p)} 起的 ${pages(n)}`);
const region = (p: number): string => `区域 ${Math.floor(p / PMD_PAGES)}`;

const PLACES = ['源端', '目的端'] as const;
const PROCESSES = ['子进程', '进程'] as const;
/** `源端` */
const host = (e: EventView): string => (e.subject === 'script' ? PROCESSES : PLACES)[e.host];
/** `源端上`, `进程中` */
const on = (e: EventView): string => (e.subject === 'script' ? `${host(e)}中` : `${host(e)}上`);
const isProcess = (e: EventView): boolean => ownerOf(e.subject) === 'process';

function toucher(e: EventView): string {
  if (e.subject === 'script') return '一个线程';
  if (e.actor !== VCPU) return isProcess(e) ? 'restorer ' : '设备模型';
  return isProcess(e) ? `线程 ${e.cpu} ` : `vCPU ${e.cpu} `;
}

function server({ subject }: EventView): string {
  if (subject === 'script') return 'userfaultfd 的持有者';
  return subject === 'criu' ? 'lazy-pages 守护进程' : '缺页线程';
}

const REASONS: Readonly<Record<MigReason, string>> = {
  '': '',
  'the operator cancels': '操作员取消了迁移',
  'the network is gone': '网络中断',
  'the destination died': '目的端已退出',
  'it does not converge': '迁移不收敛',
  'a page could not be placed': '有一页无法放置',
};

export const kinds: Sentences = {
  PHASE: (e) => `阶段：${phaseLabel(PHASES[e.arg] ?? 'end')}`,
  OBSERVED: (e) => `录制显示${region(e.page)} ${e.arg ? '变成了大页' : '不再是大页'}`,
  LOST: (e) => `${page(e.page)} 丢失：它被映射为零，内容仍在源端，再也不会有缺页去请求它`,
  OP: (e) => `脚本的第 ${e.page + 1} 个操作开始`,
  OP_RETURN: (e) =>
    e.arg
      ? `脚本的第 ${e.page + 1} 个操作失败：${errnoName(e.arg)}`
      : `脚本的第 ${e.page + 1} 个操作结束，没有错误`,
  INJECT: (e) => `注入：${injectionLabel(INJECTION_KEYS[e.arg] ?? 'cut')}`,
  DIED: (e) => `${on(e)}为 userfaultfd 提供服务的进程退出，它的状态随之丢失`,

  POPULATE: (e) => `${isProcess(e) ? '进程' : '客户机'}首次写入${region(e.page)} 的 ${pages(e.arg)}`,
  WRITE: (e) => `${toucher(e)}在${on(e)}写${page(e.page)}：内容现在是 v${versionOf(e.arg)}`,
  READ: (e) => `${toucher(e)}在${on(e)}读${page(e.page)}`,
  VM_STOP: () => '客户机在源端停止：停机时间开始',
  VM_RUN: (e) => (e.host ? '客户机在目的端运行：停机时间结束' : '客户机在源端继续运行，源端拥有它的全部内存'),
  FILL: (e) => `${host(e)}的一个线程用字节 ${e.arg & 255} 填充${span(e.page, filledPages(e.arg))}`,
  SIGNAL: (e) => `${on(e)}对${page(e.page)} 的访问触发 ${e.arg === SIGBUS ? 'SIGBUS' : 'SIGSEGV'}`,
  ASYNC_PF: (e) => `KVM 向客户机报告${page(e.page)} 缺失：vCPU ${e.cpu} 让该任务睡眠，转而运行另一个任务`,

  FAULT_HUGE: (e) => `${on(e)}写空的${region(e.page)}：因为有 hg，映射一个清零的 2 MiB 大页`,
  FAULT_HUGE_ZERO: (e) => `${on(e)}读空的${region(e.page)}：因为有 hg，映射大零页，512 页全部存在且读为零`,
  FAULT_SMALL: (e) => `${on(e)}的写缺页在${page(e.page)} 映射一个新的 4 KiB 页`,
  FAULT_ZERO: (e) => `${on(e)}的读缺页在${page(e.page)} 映射共享的 4 KiB 零页`,
  COW_SMALL: (e) => `${on(e)}的写操作用新页替换${page(e.page)} 的零页；userfaultfd 收不到消息`,
  COW_HUGE: (e) => `${on(e)}写${region(e.page)} 的大零页：分配一个完整的 2 MiB 页`,
  THP_THROWN: (e) =>
    `缺页为${region(e.page)} 分配并清零一个 2 MiB 页，随后又释放它：之后才去询问 userfaultfd`,
  PTE_ALLOC: (e) => `${region(e.page)} 得到一个页表：页表存在期间，缺页不会在这里映射大页`,
  FAULT_MTHP: (e) => `${on(e)}的写缺页在${page(e.page)} 映射一个 ${pages(1 << e.arg)}的 folio`,
  COW_COPY: (e) => `${on(e)}的${page(e.page)} 是共享的：写操作得到自己的副本`,
  COW_REUSE: (e) => `${on(e)}的${page(e.page)} 不再有其他使用者：写操作直接复用它`,
  WRPROTECT: (e) => `${on(e)}${span(e.page, e.arg)} 变为只读`,
  MKWRITE: (e) => `${on(e)}${span(e.page, e.arg)} 无需缺页即可再次写入`,
  ACCESSED: (e) => `内核查找了${span(e.page, mappedPages(e.arg))}：其 folio 记为被引用`,
  SWAPBACKED: (e) => `MADV_FREE 之后的写操作保住了${span(e.page, e.arg)}：内核不再惰性释放它们`,
  THP_FALLBACK: (e) => `${on(e)}空的${region(e.page)} 没有空闲的 2 MiB 页可用：缺页退回到 4 KiB`,

  MMAP_SHARED: (e) => `映射了 ${sayBytes(bytes(e.arg))} 共享内存：它的页属于自己的文件`,
  SHMEM_ADD: (e) => `文件为${page(e.page)} 得到一个新页：所有映射该文件的进程共享它`,
  FILE_MAP: (e) => `文件的 ${pages(mappedPages(e.arg))}被映射到${on(e)}的${page(e.page)}`,
  FILE_MAP_PMD: (e) => `一个 PMD 表项把文件的 2 MiB folio 映射到${on(e)}的${region(e.page)}`,
  FILE_MKWRITE: (e) => `${on(e)}的${page(e.page)} 属于文件：写操作使其可写，不做复制`,
  CACHE_DROP: (e) => `文件失去${span(e.page, e.arg)}：对所有进程而言内容都已消失`,
  FILE_SPLIT: (e) =>
    e.arg
      ? `文件的大 folio 围绕${page(e.page)} 不断对半拆分，直到该页独立成为一个 folio`
      : `文件在${page(e.page)} 的大 folio 被拆成单个页`,

  PMD_SPLIT: (e) => `${region(e.page)} 的大页映射被拆成 512 个 PTE；folio 保持完整`,
  DONTNEED: (e) => `MADV_DONTNEED 丢弃${on(e)}${span(e.page, e.arg)}：下一次访问将缺页`,
  ZAP: (e) => `${span(e.page, e.arg)} 的映射被清除 (zap)；2 MiB folio 中被清除的碎片不会归还内存`,
  ZAP_PMD: (e) => `调用覆盖了整个${region(e.page)}：大页映射直接移除，无需拆分`,
  FOLIO_DEFERRED: (e) => `${region(e.page)} 的 folio 排队等待延迟拆分；它的 2 MiB 仍被占用`,
  FOLIO_FREE: (e) => `${region(e.page)} 的 folio 的最后一块碎片消失：释放 2 MiB`,
  FREE: (e) => `MADV_FREE 允许内核在内存紧张时丢弃${on(e)}${span(e.page, e.arg)}；在此之前内容保留`,
  LAZYFREE: (e) => `${span(e.page, e.arg)} 变为干净、不年轻、可惰性释放`,
  COLD: (e) => `${span(e.page, e.arg)} 不再年轻`,
  FOLIO_SPLIT: (e) => `${page(e.page)} 处的大 folio 被拆成单个页；无人映射的碎片被释放`,
  ZERO_REMAP: (e) => `${span(e.page, e.arg)} 全部为零：拆分时改为映射零页`,
  GUARD: (e) => `${span(e.page, e.arg)} 变为保护页：访问会触发 SIGSEGV`,
  MARKER_CLEAR: (e) => `${span(e.page, e.arg)} 的标记被移除：重新成为空洞`,
  PAGEOUT: (e) => `MADV_PAGEOUT 在没有交换空间的条件下尽量回收${on(e)}${span(e.page, e.arg)}`,
  MADVISEV: (e) => `一次调用从${page(e.page)} 起丢弃 ${count(e.arg)} 个范围，只刷新一次 TLB`,
  TLB_FLUSH: (e) => `调用清除了 ${pages(e.arg)}的映射：运行该进程的所有 CPU 的 TLB 被刷新`,

  UFFD_OPEN: (e) =>
    e.subject === 'script'
      ? '进程打开一个 userfaultfd'
      : e.subject === 'criu'
        ? 'restorer 在注册内存之前为 lazy-pages 守护进程打开一个 userfaultfd'
        : '目的端在注册内存之前打开一个 userfaultfd 并启动缺页线程',
  REGISTER: (e) => `${pages(e.arg)}已注册：从现在起访问空洞会发出消息，绝不会读到零`,
  UNREGISTER: (e) => `${pages(e.arg)}不再注册：khugepaged 又可以填充空洞`,
  UFFD_FAULT: (e) =>
    `${toucher(e)}${e.arg & 1 ? '写' : '读'}${page(e.page)} 处的${e.arg & 2 ? '写保护页' : '空洞'}并睡眠；${server(e)}收到一条消息`,
  UFFD_READ: (e) => `${server(e)}读取${page(e.page)} 的消息`,
  COPY: (e) => `${page(e.page)} (v${versionOf(e.arg)}) 作为 4 KiB 页填入它的空洞`,
  ZEROPAGE: (e) => `${page(e.page)} 全为零：4 KiB 零页填入它的空洞`,
  EEXIST: (e) => `${page(e.page)} 无法放置：那里已经映射了别的内容`,
  WAKE: (e) =>
    `等待${page(e.page)} 的 ${count(e.arg)} 个${isProcess(e) ? '线程' : ' vCPU '}被唤醒，再次访问该页`,
  UFFD_WP_ON: (e) => `userfaultfd 对${span(e.page, e.arg)} 加写保护`,
  WP_MARK: (e) => `${span(e.page, e.arg)} 是空洞：用标记记录写保护`,
  UFFD_WP_OFF: (e) => `userfaultfd 解除${span(e.page, e.arg)} 的写保护`,
  POISON: (e) => `${page(e.page)} 被标记为中毒：访问会触发 SIGBUS`,
  PTE_MOVE: (e) => `${span(movedFrom(e.arg), movedPages(e.arg))} 连同页帧一起移到${page(e.page)}`,
  PMD_MOVE: (e) => `${region(e.arg)} 通过 PMD 表项移到${region(e.page)}：没有复制，也没有拆分`,
  UFFD_EVENT: (e) =>
    `userfaultfd 向持有者报告${page(e.page)} 的 UFFD_EVENT_${(UFFD_EVENTS[e.arg] ?? '?').toUpperCase()}`,
  UFFD_CLOSE: () => 'userfaultfd 被关闭：所有内存取消注册，所有等待的线程被唤醒',

  KH_WAKE: (e) => `khugepaged 在${host(e)}醒来，开始第 ${e.arg} 遍扫描`,
  KH_SCAN: (e) =>
    e.arg >>> 8
      ? `khugepaged 扫描${region(e.page)}：${SCAN_NAMES[e.arg & 255]}，空洞或零页 ${e.arg >>> 8} 个`
      : `khugepaged 扫描${region(e.page)}：${SCAN_NAMES[e.arg & 255]}`,
  COLLAPSE: (e) =>
    e.arg
      ? `${region(e.page)} 被合并复制到一个新的 2 MiB 大页；${count(e.arg)} 个空洞现在读为零`
      : `${region(e.page)} 被合并复制到一个新的 2 MiB 大页`,
  FILE_COLLAPSE: (e) =>
    `文件从${page(e.page)} 起的 512 页被复制到一个新的 2 MiB folio；所有映射它们的进程将重新缺页`,

  EPT_MAP: (e) =>
    e.arg === 2
      ? `EPT violation：KVM 用一个 2 MiB 叶子项映射${region(e.page)}`
      : `EPT violation：KVM 用一个 4 KiB 叶子项映射${page(e.page)}`,
  EPT_SPLIT: (e) =>
    `KVM 把${region(e.page)} 的 2 MiB EPT 叶子项拆成 512 个写保护的叶子项；主机的大页保持不变`,
  EPT_ZAP: (e) => `MMU notifier 从 EPT 移除${span(e.page, e.arg)}`,
  LOG_START: (e) => `脏页日志开始：QEMU 的位图中 ${pages(e.arg)}全部置位，从现在起 EPT 叶子项为 4 KiB`,
  LOG_DIRTY: (e) =>
    e.arg === 2
      ? `首次写${page(e.page)}：处理器把地址记入 vCPU ${e.cpu} 的列表，没有缺页`
      : e.arg === 3
        ? `首次写${page(e.page)} 受保护的 4 KiB 叶子项：KVM 把它放入 vCPU ${e.cpu} 的环，并使其可写`
        : `首次写${page(e.page)} 受保护的 4 KiB 叶子项：KVM 设置它的脏位，并使其可写`,
  SYNC: (e) => `脏页位图已同步：${pages(e.arg)}在发送之后又被写过`,
  LOG_HARVEST: (e) => `${region(e.page)} 的位移入 QEMU 的位图，这些页重新加写保护`,
  LOG_STOP: () => '脏页日志结束：QEMU 释放它的位图，不再有页受保护',
  EPT_RECOVER: (e) => `KVM 用一个 2 MiB 叶子项替换${region(e.page)} 的 4 KiB EPT 叶子项：主机上一直是大页`,
  LOG_CLEAR: (e) => `就在发送之前，重新开始监视${span(e.page, e.arg)}`,
  PML_FLUSH: (e) => `vCPU ${e.cpu} 退出：KVM 把处理器记录的 ${count(e.arg)} 个地址复制到它的位图`,
  RING_FULL: (e) =>
    `vCPU ${e.cpu} 的环中有 ${count(e.arg)} 项，于是退出 (KVM_EXIT_DIRTY_RING_FULL)：在环被读取之前它不会运行`,
  RING_RESET: (e) => `QEMU 读取并重置 ${count(e.arg)} 个环项；对应的页重新受保护`,
  LOG_PROTECT: (e) => `${region(e.page)} 的 EPT 叶子项被写保护；首次写入会拆分大叶子项`,
  LOG_ONES: (e) => `KVM 自己的位图从 ${pages(e.arg)}全部置位开始，因此还没有页受保护`,
  LOG_GET: (e) => `QEMU 把${region(e.page)} 的位读入它的位图；KVM 保留这些位直到 CLEAR`,
  LOG_CLEARED: (e) => `${span(e.page, e.arg)} 中读为脏的页被清除脏位并加写保护`,
  HARVEST: (e) => `${span(e.page, e.arg)} 中被写过的页进入管理程序的位图；它们仍可写`,

  REQUEST: (e) => `${e.subject === 'criu' ? 'lazy-pages 守护进程' : '目的端'}向源端请求${page(e.page)}`,
  SRC_REQUEST: (e) => `源端把${page(e.page)} 作为紧急页排队，并从那里继续`,
  ROUND_BEGIN: (e) => `第 ${e.arg} 轮开始`,
  ROUND_END: (e) => `第 ${e.arg} 轮结束：源端查询这一轮中写过哪些页`,
  SEND: (e) => `源端清除${page(e.page)} 的位，然后发送其内容 (v${versionOf(e.arg)})`,
  DELIVER: (e) => `${sayBytes(e.arg)} 到达目的端`,
  LOAD: (e) =>
    e.arg & OLD_COPY || e.arg < 0
      ? `${page(e.page)} (v${versionOf(e.arg)}) 被复制到客户机内存；源端已有更新的内容`
      : `${page(e.page)} (v${versionOf(e.arg)}) 被复制到客户机内存`,
  DISCARD_SEND: (e) => `源端发送丢弃消息：${count(e.arg)} 个范围，都是再次写过或从未发送的页`,
  DISCARD_RECV: (e) => `丢弃消息到达：目的端丢弃 ${count(e.arg)} 个范围`,
  ADVISE: () => 'POSTCOPY_ADVISE：目的端检查 userfaultfd 并丢弃它的全部内存',
  LISTEN: () => 'POSTCOPY_LISTEN：目的端注册内存，然后由一个专门的线程读取页',
  PACKAGE: (e) => `设备状态作为一个 ${sayBytes(e.arg)} 的包发出：从此没有回头路`,
  POSTCOPY_END: () => '最后一页已到达：目的端进行清理',
  ABORT: () => 'QEMU 中止迁入：有一页无法放置',
  SEND_ZERO: (e) => `${page(e.page)} 全为零：源端清除它的位并发送 9 字节`,
  LOAD_ZERO: (e) =>
    e.arg & OLD_COPY
      ? `零${page(e.page)} 到达：目的端仅在该页不为零时才写入；源端已有更新的内容`
      : `零${page(e.page)} 到达：目的端仅在该页不为零时才写入`,
  THROTTLE: (e) =>
    e.arg
      ? `auto-converge：客户机弄脏的页超过发送量的一半，因此 vCPU 有 ${e.arg}% 的时间在睡眠`
      : 'auto-converge 结束：vCPU 全速运行',
  MIG_STATE: (e) =>
    migReason(e.arg) === ''
      ? `${on(e)}的迁移状态变为 ${migState(e.arg)}`
      : `${on(e)}的迁移状态变为 ${migState(e.arg)}：${REASONS[migReason(e.arg)]}`,
  ESTIMATE: (e) =>
    `链路每秒发送了 ${sayBytes(e.arg * 1024)}：按此速率，停机时间上限内可发送 ${pages(e.page)}`,
  SECTION_END: (e) => `一段结束：链路上有 ${sayBytes(e.arg)}`,
  DEVICE: (e) => `所有页已发送：随后发送设备状态，${sayBytes(e.arg)}`,
  RESEND: (e) => `${span(e.page, e.arg)} 已发送但从未收到：源端重新设置它们的位`,
  UNREQUEST: (e) => `对${page(e.page)} 的请求随连接一起丢失`,
  RECV_BITMAP: (e) => `目的端发送已接收页的位图，${sayBytes(e.arg)}：源端将其取反`,
  RETRANSMIT: (e) => `一个 ${sayBytes(e.arg)} 的数据包丢失，一个往返之后重发：后面的全部等待`,
  INCOMING_EXIT: () => '目的端退出并释放内存：客户机从未在那里运行',

  SOFT_CLEAR: (e) => `${on(e)} ${pages(e.arg)}的 soft-dirty 位被清除，这些页被写保护`,
  SOFT_DIRTY: (e) =>
    e.arg > 1
      ? `清位之后的首次写入：${page(e.page)} 处大页映射的全部 ${pages(e.arg)}变为 soft-dirty`
      : `清位之后的首次写入：${page(e.page)} 变为 soft-dirty`,
  PAGEMAP_READ: (e) => `管理程序读取 ${pages(e.arg)}的 pagemap：${sayBytes(e.arg * 8)}，无论这些页是否写过`,
  PAGEMAP_SCAN: (e) => `一次调用遍历 ${pages(e.arg)}，报告上次调用以来写过的页，并重新加写保护`,
  WP_DIRTY: (e) => `写操作解除${page(e.page)} 的保护并继续：没有人收到消息`,
  TRACK_START: (e) => `写跟踪开始：全部 ${pages(e.arg)}先算作脏页一次`,
  TRACK_TAKE: (e) => `管理程序取走位图中置位的 ${pages(e.arg)}`,

  MMAP: (e) => `${on(e)}映射了 ${sayBytes(bytes(mappedPages(e.arg)))} 内存；还没有任何页存在`,
  HUGEPAGE: (e) =>
    `MADV_HUGEPAGE 对${on(e)}的 ${pages(e.arg)}设置 hg 并清除 nh；页表不变，khugepaged 把该进程加入列表`,
  NOHUGEPAGE: (e) => `MADV_NOHUGEPAGE 对${on(e)}的 ${pages(e.arg)}设置 nh；已有的大页保留，不再产生新的大页`,
  VMA_FLAGS: (e) => `对${on(e)}${span(e.page, changedPages(e.arg))} 执行 ${changeOf(e.arg).name}`,
  MUNMAP: (e) => `${on(e)}${span(e.page, e.arg)} 不再映射`,
  VMA_COPY: (e) => `mremap：${page(e.page)} 处的新 VMA 沿用${page(e.arg)} 处 VMA 的标志和 anon_vma`,
  ANON_VMA: (e) => `${page(e.page)} 处的 VMA 得到 anon_vma：从现在起它只与共享同一个 anon_vma 的 VMA 合并`,
  ANON_UNLINK: (e) => `${page(e.page)} 处的 VMA 已整体移走：它放弃自己的 anon_vma`,
  FORK: () => '进程 fork：父子进程以只读方式共享匿名页，直到其中一方写入',
  EXIT: (e) => `${on(e)}的地址空间被销毁`,
  THP_DISABLE: (e) =>
    e.arg === 0
      ? '进程又可以得到大页；vm_flags 保持不变'
      : e.arg === 2
        ? '进程只在它建议过的地方得到新的大页；vm_flags 保持不变'
        : '进程不再得到新的大页；vm_flags 保持不变',

  FREEZE: (e) =>
    e.arg === 0 ? 'CRIU 冻结进程做最后一次转储：停机时间开始' : `CRIU 冻结进程做第 ${e.arg} 次预转储`,
  THAW: (e) =>
    e.host === 0
      ? '进程继续运行；它的页在管道中等待写出'
      : e.arg
        ? '进程在目的端运行：停机时间结束，空洞在被访问时填充'
        : '进程在目的端运行：停机时间结束',
  PARASITE: () => 'CRIU 把寄生代码注入冻结的进程：它可以交出自己内存中的页',
  SPLICE: (e) => `寄生代码以引用方式把${span(e.page, e.arg)} 放入管道：转储的是它们此刻的内容`,
  IMAGE_WRITE: (e) => `${span(e.page, e.arg)} 发往目的端的镜像`,
  IMAGE_STORED: (e) => `${span(e.page, e.arg)} 已在镜像中；还没有进程拥有它们`,
  IMAGE_HOLE: (e) => `${span(e.page, e.arg)} 自上次转储以来没有写过：镜像中留一个空洞，"in parent"`,
  IMAGE_LAZY: (e) => `镜像把${span(e.page, e.arg)} 标为延迟页：内容留在源端的管道中`,
  RESTORE_PAGE: (e) => `${page(e.page)} (v${versionOf(e.arg)}) 从镜像读入内存`,
  MREMAP_VMA: (e) => `restorer 把 ${pages(e.arg)}连同页表移到最终位置${page(e.page)}`,
  LAZY_FETCH: (e) => `没有待处理的缺页：守护进程向源端请求${span(e.page, e.arg)}`,
  SERVE: (e) => `源端的 page server 从管道取出${span(e.page, e.arg)}`,
  COPY_RANGE: (e) => `一次 UFFDIO_COPY 逐页填充${span(e.page, e.arg)}，直到遇到已映射的页`,
  COPY_REFUSED: (e) =>
    refusedErrno(e.arg) === EAGAIN
      ? `${page(e.page)} 处的 UFFDIO_COPY 返回 EAGAIN：守护进程将再次请求 ${pages(refusedPages(e.arg))}`
      : `${page(e.page)} 处的 UFFDIO_COPY 返回 ${errnoName(refusedErrno(e.arg))}：守护进程忽略它，丢弃 ${pages(refusedPages(e.arg))}`,
  LAZY_DROP: (e) => `守护进程忘记${span(e.page, e.arg)}：应用程序已丢弃其内容，因此读为零`,
  LAZY_FORK: (e) =>
    e.arg & CHILD_SERVED
      ? `子进程有自己的 userfaultfd：守护进程也会取来它仍缺的 ${pages(e.arg & ~CHILD_SERVED)}`
      : `子进程的内存不再注册：它尚未取来的 ${pages(e.arg & ~CHILD_SERVED)}读为零`,
};
