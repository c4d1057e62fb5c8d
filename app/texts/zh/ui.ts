import type { Words } from '../../../engine/index.ts';
import type * as English from '../ui.ts';

const words: Words<typeof English> = {
  ui: {
    badFile: '没有打开任何内容。请检查文件是否正确、完整，没有被截断。',
    leftOut: '这个值被忽略，其余按要求执行。',
    tooLong: '没有打开任何内容。请使用更短的链接或更小的文件。',
    tooNew: '它由更新版本的 Faultline 生成。请重新加载页面，或在生成它的地方打开。',
    noSystem: '请在页首另选一个系统。',
    notHere: '这里没有它。请在页首选择一个系统或另一个录制。',
    crashed: '你的选择已保留。重新启动引擎即可继续。',
    runAgain: '你的选择已保留。请再次运行，或更改它。',
    dismiss: '关闭提示',
    notLoaded: '页面的这一部分无法加载。',
    reloadIt: '请检查网络连接，或重新加载页面：可能有了更新的版本。屏幕上的内容会保留。',
    reload: '重新加载',
    close: '关闭',
    loading: '正在加载…',
  },
  rules: {
    open: (id) => `规则 ${id}`,
    title: (id) => `规则 ${id}`,
    source: '来源：',
    close: '关闭',
  },
  glossary: {
    title: '术语表',
    search: '查找术语',
    found: (n) => `${n} 个术语`,
    none: '没有匹配的术语。',
  },
  languages: {
    switch: (name) => `切换语言为 ${name}`,
    missing: (name) => `${name} 的文字无法加载，页面以英文显示。`,
  },
};
export default words;
