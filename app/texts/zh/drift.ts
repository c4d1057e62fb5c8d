import type { Words } from '../../../engine/index.ts';
import type * as English from '../drift.ts';

const words: Words<typeof English> = {
  drift: {
    divergence: (from, to) => `两次运行到第 ${from} 步为止相同，在第 ${to} 步之前分开。`,
    differs: (own, linked) => `本引擎的运行与分享的不同：它的摘要是 \`${own}\`，链接中是 \`${linked}\`。`,
    older: (link, page) =>
      `该链接由规则版本 ${link} 的引擎生成，这里是版本 ${page}。它的各步在这里显示的内容可能不同。`,
    changed: '引擎的规则或链接此后有改变。链接的各步在这里显示的内容可能不同。',
    file: (step) => `从第 ${step} 步起，此日志与本引擎由其场景得到的日志不同。显示的是保存时的内容。`,
    olderFile: (file, page) =>
      `该文件由规则版本 ${file} 的引擎生成，这里是版本 ${page}。显示的是保存时的内容；本引擎由其场景可能得到另一份日志。`,
    toStep: '转到该步',
  },
};

export default words;
