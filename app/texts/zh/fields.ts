import type { Words } from '../../../engine/index.ts';
import type * as English from '../fields.ts';

const words: Words<typeof English> = {
  fields: {
    legend: '图例：按下的类别保持显示，其余变淡',
    pages: (n) => `${n} 页`,
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
