/** Hazards in Simplified Chinese. */
import { sayCount, sayTime } from '../../base/units.ts';
import type { HazardTexts, HazardWords } from '../../check/hazards/words.ts';

const count = sayCount;

export const hazardNotes: HazardWords = {
  noted: (sentence, note) => `${sentence}（${note}）`,
  allSlept: (vcpus, ns) => `到目前为止，全部 ${vcpus} 个 vCPU 同时睡眠共 ${sayTime(ns)}`,
  oldPieces: (n) => `${count(n)} 个表项映射旧 folio 的碎片`,
  late: (ns) => `迁移结束之后 ${sayTime(ns)}`,
  sentAlready: '源端已经发送过它，不会再发送',
  vmasAtEnd: (n) => `结束时有 ${count(n)} 个 VMA`,
  unarmed: (flags) =>
    flags === '' ? 'VMA 既没有 hg 也没有 nh，也没有注册' : `VMA 的标志是 ${flags}，没有注册`,
  another: '是这些页中的另一页',
  toSend: (n) => `最后一轮开始时还剩 ${count(n)} 页要发送`,
  held: (held, refilled) =>
    `该 folio 白白占用 ${count(held)} 页，另有 ${count(refilled)} 页以新内存的形式回来`,
  sameContent: (step) => `内容与第 ${count(step)} 步相同`,
  sentInVain: (n, sent) => `${count(sent)} 页中有 ${count(n)} 页以相同的内容发送了两次`,
  fewLeft: (left, huge, dropped, pages) =>
    `${count(huge)} 个大页映射只剩 ${count(left)} 个，虽然 ${count(pages)} 页中只丢弃了 ${count(dropped)} 页`,
};

export const hazardTexts: HazardTexts = {
  H1: {
    title: 'khugepaged 在注册之前填充空洞',
    remedy:
      '填充内存时使用 PR_SET_THP_DISABLE 或 MADV_NOHUGEPAGE，或在填充之前注册，或令 max_ptes_none = 0。',
  },
  H2: { title: '丢弃之前忘记 MADV_NOHUGEPAGE', remedy: '在第一次丢弃之前调用 MADV_NOHUGEPAGE。' },
  H3: { title: '内存在注册之前被访问', remedy: '在加载任何设备之前注册，其间不要访问内存。' },
  H4: { title: '过早取消注册', remedy: '最后一页到达之后才取消注册。' },
  H5: { title: '分配了大页又丢弃', remedy: '最后一页到达之后才再次调用 MADV_HUGEPAGE。' },
  H6: { title: '内存上残留标志', remedy: '使用针对整个进程的开关：PR_SET_THP_DISABLE，自 4.13 起。' },
  H7: { title: 'VMA 保持拆分', remedy: '对整个映射建议和注册，或恢复各部分原来的标志。' },
  H8: { title: '大零页填满一个区域', remedy: '在清空内存之前设置 nh，或令 use_zero_page = 0。' },
  H9: {
    title: 'folio 以碎片形式被占用',
    remedy: '内存压力会拆分这样的 folio；合并或丢弃整个区域会释放它们。',
  },
  H10: { title: '旧 folio 的碎片挡住 khugepaged', remedy: '使用更新的内核 (5.8)，或制造内存压力。' },
  H11: { title: '没有空闲的大页', remedy: '在迁移之前释放或规整内存。' },
  H12: {
    title: '合并需要几分钟',
    remedy: '增大 pages_to_scan，缩短 scan_sleep_millisecs，或使用 MADV_COLLAPSE。',
  },
  H13: { title: '注册期间零页挡住 khugepaged', remedy: '无需处理：UNREGISTER 之后自然结束。' },
  H15: { title: '没有人服务的子进程', remedy: '请求 UFFD_EVENT_FORK。' },
  H16: { title: '丢弃的内存中出现旧内容', remedy: '请求 UFFD_EVENT_REMOVE。' },
  H17: { title: '预拷贝不收敛', remedy: '使用 auto-converge、更长的停机时间上限，或后拷贝 (postcopy)。' },
  H18: {
    title: '后拷贝期间网络中断',
    remedy: '执行 migrate-recover，然后恢复。在切换到后拷贝之前没有任何风险。',
  },
  H19: { title: '取消之后源端仍是小叶子项', remedy: '使用能就地恢复大叶子项的内核 (6.13)。' },
  H21: {
    title: '一次写入使 2 MiB 变为 soft-dirty',
    remedy: '按 4 KiB 页跟踪：使用带写保护的 PAGEMAP_SCAN，或使用强制 EPT 为 4 KiB 的 KVM。',
  },
  H22: {
    title: '页白白发送两次',
    remedy:
      '在发送之前才重新加保护：以小于 1 GiB 的块调用 KVM_CLEAR_DIRTY_LOG；或使用后拷贝，每页只发送一次。',
  },
  H23: { title: '写操作逐个拆分 EPT 叶子项', remedy: '使用 eager_page_split，或在清位时拆分。' },
  H24: { title: '气球在迁移期间丢弃页', remedy: 'QEMU 在后拷贝期间禁止气球。' },
  H26: { title: '对已注册的内存执行 mlock', remedy: '像 QEMU 那样：注册之前 munlock，最后一页之后 mlock。' },
  H27: { title: 'uffd-wp 表项挡住 khugepaged', remedy: '解除保护，或取消注册。' },
  H28: { title: '合并在客户机运行时清空 EPT', remedy: '迁移结束之前不使用大页。' },
  H29: { title: '所有 vCPU 同时等待', remedy: '使用 KVM 异步缺页，或更快的链路。' },
  H30: {
    title: '一页被放置两次',
    remedy: '像 QEMU 那样使用已接收页的位图。模拟的迁移从不把同一页交给两个线程。',
  },
  H31: {
    title: '少量写入拆分所有大页',
    remedy: '缩短预拷贝，或让客户机慢下来；之后 khugepaged 会恢复大页。',
  },
  H32: {
    title: '为页提供服务的进程退出',
    remedy: '让第二个进程也持有 userfaultfd。切换到后拷贝之后，源端无能为力。',
  },
};
