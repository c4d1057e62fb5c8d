/** Answers to questions in Simplified Chinese. */
import { sayCount, sayTime } from '../../base/units.ts';
import type { TouchWords } from '../../view/inspect.ts';
import type { Again, AnswerWords } from '../../why/words.ts';

const count = sayCount;
const step = (n: number): string => `第 ${count(n)} 步`;
const page = (p: number): string => `页 0x${p.toString(16)}`;

const SENT_AGAIN: Readonly<Record<Again, string>> = {
  connection: '因为它随连接一起丢失',
  refused: '因为它无法放置而被再次请求',
  written: '因为它在发送之后又被写过',
  dumped: '因为它在转储之后又被写过',
  neighbour: '因为对相邻页的写入弄脏了整个大页映射',
  late: '内容相同，因为写入的内容发出之后才读取它的脏位',
  unknown: '原因没有记录在日志中',
};

export const answers: AnswerWords = {
  is: {
    version: (version) => `内容是 v${version}`,
    pmd: (name) => `PMD 表项是“${name}”`,
    pieces: (n) => (n === 0 ? '没有映射大 folio 的碎片' : `映射了该 folio 的 512 块碎片中的 ${n} 块`),
    flags: (flags) => (flags === '' ? 'VMA 没有这些标志' : `VMA 的标志是 ${flags}`),
    ept: (mapped) => (mapped ? 'EPT 按现在这样映射该页' : 'EPT 没有映射该页'),
    bit: (name, set) => (set ? `“${name}”已设置` : `“${name}”未设置`),
  },
  sinceStart: (is) => `${is}，从一开始就是如此：没有事件改变过它。`,
  since: (is, at, sentence) => `${is}，自${step(at)}起：${sentence}。`,

  armed: {
    since: (at) => `当时自${step(at)}起已注册`,
    after: (at) => `在${step(at)}取消注册之后`,
    before: (at) => `在${step(at)}注册之前`,
    never: () => '在从未注册的内存中',
  },
  collapsed: (at, armed) =>
    `khugepaged 在${step(at)}合并了该区域，${armed}。空洞变成了大页中的零，而访问存在的页不会发出消息。`,
  placed: (call, at) => `在任何人访问之前内容就已到达：${call} 在${step(at)}放置了它，而存在的页不会缺页。`,
  loaded: (at) => `它早已存在：内容在${step(at)}加载，此后没有被丢弃。只有空洞才会发出消息。`,
  filled: (at, armed) =>
    `一次访问在${step(at)}发现没有页，${armed}。内核自己映射了新内存，没有询问 userfaultfd。`,
  present: (at, sentence) => `它自${step(at)}起一直存在，而只有空洞才会发出消息：${sentence}。`,
  unarmed: (flags) =>
    flags === ''
      ? '这个空洞没有注册，因为它的 VMA 没有 userfaultfd 标志：访问会映射零页，不发出消息。'
      : `这个空洞没有注册，因为它的 VMA 只有 ${flags}：访问会映射零页，不发出消息。`,
  touchedAndDropped: (touched, dropped) =>
    `它在${step(touched)}被访问，在${step(dropped)}被丢弃，此后无人访问。空洞已注册：下一次访问会发出消息。`,
  untouched: (armed) => `自${step(armed)}注册以来无人访问它。空洞已注册：第一次访问会发出消息。`,

  noHuge: (at) => `它的 VMA 自${step(at)}起有 nh：khugepaged 跳过整个 VMA。`,
  tooSmall: '它的 VMA 没有覆盖全部 2 MiB：放不下一个大页。',
  neverWoke: 'khugepaged 还没有醒来过。',
  notHereYet: (wakes, at, region) =>
    `khugepaged 醒来过 ${count(wakes)} 次，还没有到达该区域。它在${step(at)}扫描了区域 ${region}；每个区域消耗 pages_to_scan 中的 512 页。`,
  scannedNothing: (wakes) => `khugepaged 醒来过 ${count(wakes)} 次，还没有扫描任何区域。`,
  notAllowed: (wakes, flags) =>
    `khugepaged 醒来过 ${count(wakes)} 次，没有扫描任何区域。VMA ${flags === '' ? '没有标志' : `的标志是 ${flags}`}：没有 hg 时，只有“enabled”为“always”才允许大页。`,
  splitAgain: (collapsed, split, sentence) =>
    `它在${step(collapsed)}被合并，自${step(split)}起不再是大页：${sentence}。`,
  refused: (at, verdict) => `khugepaged 上次在${step(at)}扫描它，返回 ${verdict}。`,
  refusedFor: (at, verdict, reason) => `khugepaged 上次在${step(at)}扫描它，返回 ${verdict}：${reason}。`,
  refusedAt: (at, verdict, reason, culprit, entry) =>
    `khugepaged 上次在${step(at)}扫描它，返回 ${verdict}：${reason}，而${page(culprit)} 是${entry}。`,
  sinceThen: (culprit, entry) => `从这里起${page(culprit)} 是${entry}`,
  refusals: {
    pmd_none: '那里没有页表，什么也没有映射',
    page_pmd_mapped: '它已经是大页',
    pte_uffd_wp: '有一个表项被 userfaultfd 写保护',
    exceed_swap_pte: '没有页的表项多于 max_ptes_swap',
    page_compound: '有一个表项映射大 folio 的碎片，2017 年的内核会拒绝',
    lack_referenced_page: '最近没有人访问过它的页',
    exceed_shared_pte: '与其他进程共享的页多于 max_ptes_shared',
    page_count: '有一页与其他进程共享',
    pte_mapped_hugepage: '它的页已经是一个大 folio，只是由小表项映射',
    vma_check: '它的 VMA 不允许大页',
    alloc_huge_page_failed: '没有空闲的 2 MiB 页',
    failed: '合并时遇到既不是页也不是空洞的表项',
    truncated: '文件在此期间被截断',
  },
  tooManyHoles: (n) => `${n} 个空洞或零页，比 max_ptes_none 允许的多一个`,
  armedHole: '已注册的内存遇到第一个空洞或零页就会被拒绝',
  entries: {
    marker: '标记',
    hole: '空洞',
    zero: '零页',
    protected: '写保护的页',
    piece: '大 folio 的碎片',
    small: '小页',
  },

  sent: (n, last, reasons) =>
    `它被发送了 ${count(n)} 次，最近一次在${step(last)}。再次发送：${reasons.map(([reason, often]) => `${count(often)} 次${SENT_AGAIN[reason]}`).join('，')}。`,
  sending: (n) => `第 ${n} 次发送`,

  waits: (who, protectedPage, at, ns, stage) =>
    `${who} 在${step(at)}访问了${protectedPage ? '写保护的页' : '已注册的空洞'}，已睡眠 ${sayTime(ns)}：${stage}。`,
  who: {
    vcpu: (cpu) => `vCPU ${cpu}`,
    thread: (cpu) => `线程 ${cpu}`,
    someone: '一个线程',
  },
  stages: {
    paused: '网络中断，恢复之前什么也不会到达',
    sent: '源端已发送该页，正在途中',
    queued: '源端已把该页排队，尚未发送',
    requested: '请求正在去往源端的途中',
    read: '消息已被读取，尚未请求该页',
    unread: '还没有人读取消息',
  },
};

export const touches: TouchWords = {
  none: '不缺页：已映射且可写',
  zero: '读到零；写操作分配 4 KiB，没有 userfault',
  hugeZero: '读到零；写操作分配 2 MiB，没有 userfault',
  write: '写会缺页，读不会',
  userfault: 'userfault：线程睡眠，直到该页到达',
  userfaultHuge: 'userfault：线程睡眠，直到该页到达；写操作会先分配 2 MiB 再丢弃',
  huge: '写操作映射一个清零的 2 MiB 页，读操作映射大零页',
  small: '映射一个清零的 4 KiB 页：空洞没有注册',
  noLeaf: '未映射',
  leaf: (size, writable) => (writable ? `${size}，可写` : `${size}，写保护`),
};
