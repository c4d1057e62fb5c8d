import type { Words } from '../../../engine/index.ts';
import { sayCount as count } from '../../ui/say.ts';
import type * as English from '../link.ts';

const words: Words<typeof English> = {
  link: {
    shareLink: '分享链接',
    copied: '已复制',
    linkCopied: '链接已复制',
    copyByHand: '请复制这个链接',
    noClipboard: '浏览器不允许页面写入剪贴板。',
    beyond: (step, steps) => `s：应为 0 到 ${count(steps)} 的步，得到 ${count(step)}；这里是运行的终点`,
    link: '链接',
    scriptTooLong: (length, most) => `分享链接：脚本太长，压缩后有 ${length} 个字符，上限为 ${most}`,
    ownFile: '分享链接：本机的文件没有链接',
  },
};
export default words;
