import type { Words } from '../../../engine/index.ts';
import type * as English from '../reference.ts';

const words: Words<typeof English> = {
  reference: {
    topicChanges: '邮件之后的变化',
    topicCosts: '开销',
    eras: '邮件写于 2017 年 5 月。年代 2017 让两台主机都按当年的规则运行场景。',
    changes: '变化',
    today: '现在',
    rule: '规则',
    costs: '操作的开销',
    operation: '操作',
    kernel: '内核',
    method: '方法',
    from: '出处',
    assumed: (how) => `假设：${how}`,
    estimate: (how) => `估计：${how}`,
    computed: (row, how) => `${row}，${how}`,
    median: (what, m, low, high) => `${what}；中位数 ${m}（${low} 到 ${high}）`,
  },
};

export default words;
