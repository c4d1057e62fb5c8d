/** What stands around the events of a narration, in Simplified Chinese. */
import { sayCount as count } from '../../base/units.ts';
import type { NarrationWords } from '../../export/narration.ts';

export const narration: NarrationWords = {
  range: (from, to, of, begins, ends, digest) =>
    `第 ${count(from)} 到 ${count(to)} 步，共 ${count(of)} 步，虚拟时间 ${begins} 到 ${ends}。摘要 ${digest}。`,
  before: '之前',
  script: '脚本',
  phase: (label, step, time) => `${label}（第 ${count(step)} 步，${time}）`,
  event: (sentence) => `${sentence}。`,
  events: (sentence, more) => `${sentence}，此后还有 ${count(more)} 个类似的事件。`,
  wrong: '出了什么问题',
  nothing: '没有 Faultline 检查的问题。',
  hazard: (id, title, step) => `${id}：${title}（第 ${count(step)} 步）。`,
  hazardOf: (id, title, step, pages) => `${id}：${title}（第 ${count(step)} 步，${count(pages)} 页）。`,
  remedy: (remedy) => `对策：${remedy}`,
};
