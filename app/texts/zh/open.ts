import type { Words } from '../../../engine/index.ts';
import type * as English from '../open.ts';

const words: Words<typeof English> = {
  openProblems: {
    empty: (name) => `${name}：应为有内容的文件，却是空文件`,
    unread: (name, why) => `${name}：无法读取：${why}`,
    tooLarge: (name, most, size) => `${name}：最多 ${most}，实际 ${size}`,
    unknown: (name) =>
      `${name}：应为时间线文件 (.faultline)、脚本 (.mm)、录制，或在这里导出的图片、影片、表格、trace 或文本`,
    noRecording: (name, why) => `${name}：看起来是 JSON，但不像一次迁移的录制。${why}`,
    unknownOperation: (name, line, word) =>
      `${name} 第 ${line} 行：“${word}”不是脚本的操作。脚本在编辑器中，其下有操作列表。`,
    scriptError: (name, line, why) => `${name} 第 ${line} 行：${why}。脚本在编辑器中，错误已标出。`,
    noLink: (name, kind) => `${name}：应为像导出文件那样含有运行链接的${kind}；这个文件没有链接`,
    kinds: {
      png: 'PNG 图片',
      svg: 'SVG 图片',
      gif: 'GIF 影片',
      film: '影片',
      csv: '表格',
      json: 'JSON 文档',
      narration: '文本',
    },
  },
};

export default words;
