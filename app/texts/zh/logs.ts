import type { Words } from '../../../engine/index.ts';
import { sayCount as count } from '../../ui/say.ts';
import type * as English from '../logs.ts';

const words: Words<typeof English> = {
  logs: {
    title: '这些日志说明了什么',
    reading: '正在读取日志',
    cancel: '取消',
    cancelled: '已取消读取。',
    again: '重新读取',
    close: '关闭日志',
    nothing: '其中没有指向问题的内容。读到的内容列在下面。',
    apart: (run) => `屏幕上的内存不是这些日志的内存：仍然是“${run}”的。`,
    together: (first, others) => `${first} 等 ${count(others + 1)} 个文件`,
    fit: '作为场景',
    fitted: '这次迁移的统计，用一个可以打开并修改的场景拟合',
    figure: '数值',
    measured: '测得',
    simulated: '拟合',
    error: '误差',
    noError: '–',
    perSecond: (amount) => `${amount}/s`,
    scale: (scale) => `场景比客户机小 ${count(scale)} 倍，所有速率同样缩小，使其在数秒内运行完。时间不变。`,
    openScenario: '作为场景打开',
    whatIf: '如果',
    takes: (total, downtime) => `需要 ${total}，停机 ${downtime}`,
    neverEnds: '永不结束',
    assumed: '没有任何一行说明、因而假定的内容',
    remaining: '剩余待发送的内存',
    remainingOf: (samples) => `剩余待发送的内存：${count(samples)} 个样本和一次模拟`,
    key: '点：测得。线：引擎模拟。',
    keyWaiting: '点：测得。模拟正在运行…',
    show: '显示它们的时间线',
    missing: '这些日志没有说明的内容',
    trouble: '问题',
    fact: '发现',
    next: '怎么办',
    line: (line) => `第 ${count(line)} 行`,
    lineOf: (name, line) => `${name} 第 ${count(line)} 行`,
    excerpt: (name, line) => `${name} 第 ${count(line)} 行前后`,
    files: '文件',
    format: (title, lines) => `${title}：${count(lines)} 行`,
    summary: (lines, read, skipped) =>
      `共 ${count(lines)} 行：读取 ${count(read)} 行，略过 ${count(skipped)} 行。`,
    skipped: '略过的行，按原因',
    clocks: {
      none: '没有任何一行带时间。',
      relative: '时间从程序启动算起。',
      monotonic: '时间从计算机启动算起。',
      day: '时间是一天中的时刻。',
      wall: '时间是日历时间。',
    },
    processes: (processes) => `${count(processes)} 个进程`,
    operations: '操作',
  },
};

export default words;
