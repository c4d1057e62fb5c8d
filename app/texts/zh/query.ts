import type { Words } from '../../../engine/index.ts';
import { sayCount as count } from '../../ui/say.ts';
import type * as English from '../query.ts';

const words: Words<typeof English> = {
  query: {
    breaks: '断点',
    none: '没有断点。',
    watchPage: '监视这一页',
    watchRegion: '监视它的区域',
    onHazards: '在隐患处中断',
    previous: '运行到上一个',
    next: '运行到下一个',
    everyEvent: '每个事件',
    absent: '本次运行中没有',
    remove: (name) => `删除 ${name} 的断点`,
    box: '事件查询',
    completions: '建议',
    title: '查找事件',
    close: '关闭查询面板',
    example: '例如：uffd.copy host=dst page=0x1a00..0x1bff。按 Enter 运行查询。',
    breakOn: '在这些事件处中断',
    clear: '清除',
    found: '找到的事件',
    total: (events) => `${count(events)} 个事件`,
  },
};
export default words;
