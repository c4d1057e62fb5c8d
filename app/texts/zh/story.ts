import type { Words } from '../../../engine/index.ts';
import type * as English from '../story.ts';

const words: Words<typeof English> = {
  story: {
    student: '你的姓名或学号',
    why: '你的姓名决定一个只属于你的客户机。请先填写。',
    own: (seed) => `你的客户机的种子是 ${seed}。`,
    onlyEnglish: (reason) => `这个故事只有英文版：${reason}`,
    stories: '故事',
    about: '每一步展示实时时间线上的一处。离开它，动手试试，再回来。',
    minutes: (n) => `${n} 分钟`,
    allStories: '所有故事',
    question: '问题',
    tryIt: '动手试试',
    right: '正确。',
    notYet: '还不对。',
    here: (because) => `在这次运行中：${because}。`,
    clickPage: '请在图中点击一页。',
    selectedPage: (page) => `已选择：页 ${page}。`,
    taken: (pages) => `已采用：${pages}。`,
    noneYet: '还没有采用任何页。',
    takeThisPage: '采用这一页',
    startOver: '重新开始',
    clickRegion: '请在图中点击该区域的一页。',
    selectedRegion: (region) => `已选择：区域 ${region}。`,
    turn: (knobs) => `请在“场景”中调整 ${knobs.join('或')}，让它运行，然后检查。`,
    yourAnswer: '你的答案',
    check: '检查',
    answers: '选项',
    at: (step, steps) => `${step} / ${steps}`,
    progress: '故事的进度',
    running: '正在运行…',
    backToPlace: '回到这一步的位置',
    back: '上一步',
    next: '下一步',
  },
};
export default words;
