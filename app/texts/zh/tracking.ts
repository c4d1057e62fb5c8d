import type { Words } from '../../../engine/index.ts';
import type * as English from '../tracking.ts';

const words: Words<typeof English> = {
  tracking: {
    chart: (title) => `${title}；数值见下表`,
    thisScenario: '本场景',
    cross: (one, other, size) => `客户机大于 ${size} 时，${one} 的开销高于 ${other}。`,
    running: '正在用每种跟踪器运行同样的写入…',
    bySize: '每轮开销与客户机大小',
    byPages: '每轮开销与弄脏的页数',
    numbers: '以数字显示',
    tableBySize: '按客户机大小的每轮开销',
    tableByPages: '按弄脏页数的每轮开销',
    tracker: '跟踪器',
    pane: '每轮的开销',
    title: '各跟踪器每轮的开销',
    about:
      '同样的写入，由每种跟踪器观察。遍历的跟踪器开销随客户机大小增长；记录的跟踪器开销随写入的页数增长。',
  },
};
export default words;
