import type { Words } from '../../../engine/index.ts';
import type * as English from '../palette.ts';

const words: Words<typeof English> = {
  palette: {
    commands: '命令',
    find: '查找命令、参数、故事、隐患或术语，或前往某一步或某一页',
    example: '命令、参数、故事、隐患、术语、步号或 0x 页号',
    noneHeard: '没有匹配项',
    found: (found) => `${found} 个匹配项`,
    none: '没有匹配这些词的项。',
    groups: {
      places: '前往',
      commands: '命令',
      knobs: '本场景的参数',
      sizes: '客户机内存',
      stories: '故事',
      steps: '故事的步骤',
      hazards: '本次运行的隐患',
      scenarios: '场景',
      terms: '术语表',
      recordings: '录制',
      scripts: '脚本',
    },
    knob: (group, value) => `${group}：${value}`,
    size: (size) => `把客户机内存设为 ${size}`,
    minutes: (minutes) => `${minutes} 分钟`,
    stepOf: (story, step) => `${story}，第 ${step} 步`,
    hazard: (id, step) => `${id}，第 ${step} 步`,
    keyboard: '键盘快捷键',
    inCells: '在内存区域中（用 Tab 到达）',
    cells: {
      walk: '在单元格之间移动',
      select: '选择该页',
      zoom: '放大或缩小',
      whole: '显示全部内存',
    },
    inTimeline: '在时间线上（用 Tab 到达）',
    timelineKeys: {
      range: '选取范围',
      lane: '选择另一条泳道',
      pan: '移动可见部分',
    },
  },
  licences: {
    command: '本页面及其软件包的许可证',
    title: '许可证',
    about: 'Faultline 包含此处所列其他软件包的代码。展开任意一项即可阅读其许可证。',
  },
};
export default words;
