import type { Words } from '../../../engine/index.ts';
import { sayCount as count } from '../../ui/say.ts';
import type * as English from '../vmas.ts';

const words: Words<typeof English> = {
  vmas: {
    title: '各 VMA 的内存标志',
    source: '源端',
    dest: '目的端',
    more: (n) => `另有 ${count(n)} 个 VMA 未列出。`,
    pages: (pages, first) => `从 ${first} 起的 ${pages} 页`,
    inspect: (pages, first) => `查看从 ${first} 起 ${pages} 页的 VMA`,
    none: '没有 VMA',
    tracked: '`uw` 是脏页跟踪器在源端设置的标志，不参与比较。',
    equal: '相同',
    differs: '不同',
  },
};
export default words;
