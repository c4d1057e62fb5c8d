import type { Words } from '../../../engine/index.ts';
import type * as English from '../fields.ts';

const words: Words<typeof English> = {
  fields: {
    legend: '图例：按下的类别保持显示，其余变淡',
    pages: (n) => `${n} 页`,
    hints: {
      sent: '已发送，且未在 QEMU 的位图中置位。QEMU 认为这些页是干净的。',
      written: '发送之后又被写过，QEMU 的位图尚未记录。目的端的副本是旧的。',
      again: '在 QEMU 的位图中再次置位：发送之后又被写过，需要再发送一次。',
    },
    processHints: {
      sent: '已在镜像中，此后跟踪器没有标记。CRIU 不会再转储这些页。',
      written:
        '已在镜像中，此后被跟踪器标记：soft-dirty 位，或 PAGEMAP_SCAN 中的已写。下一次转储会再次取走这些页。' +
        'soft-dirty 的大页映射会标记其全部 512 页。',
      again: '跟踪器已发现、但尚未进入镜像：下一批镜像会再次包含这些页。',
    },
    tools: (title) => `缩放：${title}`,
    zoomIn: '放大',
    zoomOut: '缩小',
    showAll: '显示全部内存',
    link: '联动两个区域',
    letters: ['P 存在', 'H 大页', 'Z 零页', 'W 可写', 'D 脏', 'A 访问过', 'pc 大页的碎片', 'wp 写保护'],
    waits: (cpus, threads, process, time) => {
      if (threads > 0) return `${threads} 个线程等待 ${time}`;
      return `${process ? '线程' : 'vCPU'} ${cpus.join('、')} 等待 ${time}`;
    },
    flags: {
      hg: 'VM_HUGEPAGE (hg)',
      nh: 'VM_NOHUGEPAGE (nh)',
      um: 'VM_UFFD_MISSING (um)',
      'dirty-log': '按 4 KiB 页记录脏页',
    },
    flagSet: (flag) => `${flag}：已设置`,
    flagNotSet: (flag) => `${flag}：未设置`,
    flagSome: (flag, of, all) => `${flag}：${all} 个 VMA 中有 ${of} 个设置`,
    logOn: (flag) => `${flag}：开`,
    logOff: (flag) => `${flag}：关`,
    dirtyLog: '脏页日志',
    role: '内存区域图',
    field: (title, regions) => `${title}：${regions} 个 2 MiB 区域`,
    cells: (title) => `${title}的单元格。方向键移动，Enter 选定该页，加号和减号缩放，0 显示全部。`,
    extent: (from, to) => `${from} – ${to}`,
    cell: (address, label, version) => [address, label, version].filter(Boolean).join('，'),
    region: (region, address, shares) => `区域 ${region}，${address}：${shares}`,
    share: (label, sixteenths) => (sixteenths === 16 ? `全部${label}` : `${label}约占 ${sixteenths}/16`),
    notPainted: '不在可见范围内',
    version: (own) => `v${own}`,
    behind: (own, source) => `v${own}，源端 v${source}`,
    equal: (own) => `v${own} = 源端`,
    none: '没有位',
  },
};
export default words;
