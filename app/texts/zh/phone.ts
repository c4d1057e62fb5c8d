import type { Words } from '../../../engine/index.ts';
import type * as English from '../phone.ts';

const words: Words<typeof English> = {
  phone: {
    parts: '页面的各部分',
    tabs: { story: '故事', page: '页', timeline: '时间线', scenario: '场景' },
    taller: '增高',
    lower: '降到一半高度',
    close: '关闭',
  },
};
export default words;
