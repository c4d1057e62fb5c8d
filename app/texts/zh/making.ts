import type { Words } from '../../../engine/index.ts';
import { sayMany as many } from '../../ui/many.ts';
import { sayCount as count } from '../../ui/say.ts';
import type * as English from '../making.ts';

const words: Words<typeof English> = {
  making: {
    progress: '运行进度',
    waiting: '正在运行…',
    percent: (done) => `正在运行… ${done}`,
    phase: (phase) => `正在运行：${phase}`,
    pages: (phase, done, of) => `正在运行：${phase}，${done} / ${of}`,
    pass: (pass, done, of) => `正在运行：预拷贝第 ${pass} 轮，${done} / ${of}`,
    round: (phase, round) => `正在运行：${phase}第 ${round} 轮`,
    events: (n) => `${many(n)} 个事件`,
    cancel: '取消',
    stop: '在此停止',
    shown: '显示的是目前已有的部分。',
    goOn: '继续运行',
    goesOn: '可以再运行同样长的一段。',
    noMemory: '浏览器没有更多内存。',
    noTime: '日志无法再记录更多时间。',
    stopped: {
      events: (n) => `在 ${many(n)} 个事件之后停止。`,
      memory: (n) => `在 ${many(n)} 个事件之后停止：内存已满。`,
      time: (hours) => `在运行自身时间的 ${count(hours)} 小时之后停止。`,
      reader: (n) => `您在 ${many(n)} 个事件之后停止了它。`,
    },
    diverges: (pass, done, of) => `预拷贝不收敛：第 ${pass} 轮发送了 ${done} / ${of}。`,
    precopy: (pass, done, of) => `预拷贝在第 ${pass} 轮发送了 ${done} / ${of}。`,
    inRound: (round) => `正处于第 ${round} 轮。`,
    script: (done, of) => `${count(of)} 个操作中已运行 ${count(done)} 个。`,
    recording: (done, of) => `记录的 ${count(of)} 行中已播放 ${count(done)} 行。`,
    populate: (done, of) => `客户机已写入 ${done} / ${of}。`,
    postcopy: (done, of) => `后拷贝已取回 ${done} / ${of}。`,
    khugepaged: (done, of) => `khugepaged 已使 ${done} / ${of} 成为大页。`,
    inPhase: (phase) => `正处于“${phase}”阶段。`,
  },
};
export default words;
