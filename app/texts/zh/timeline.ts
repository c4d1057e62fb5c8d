import type { Words } from '../../../engine/index.ts';
import { sayCount as count, sayPercent } from '../../ui/say.ts';
import type * as English from '../timeline.ts';

/** Kinds that are named before the others are counted together. */
const NAMED = 4;

const words: Words<typeof English> = {
  timeline: {
    at: (step, steps, phase) => `第 ${count(step)} 步，共 ${count(steps)} 步，${phase}`,
    inView: (from, to) => `第 ${count(from)} 到 ${count(to)} 步`,
    stepsBy: (from, to, actor) => `第 ${count(from)} 到 ${count(to)} 步，按 ${actor} 步进`,
    place: (steps, times) => `${steps}，${times}`,
    steps: (from, to) => (to - from === 1 ? `第 ${count(to)} 步` : `第 ${count(from + 1)}–${count(to)} 步`),
    tally: (kinds, where, lane) => {
      const named = kinds.slice(0, NAMED).map(([name, n]) => `${count(n)} 个 ${name}`);
      const others = kinds.slice(NAMED);
      const rest = others.reduce((sum, [, n]) => sum + n, 0);
      if (others.length > 0) named.push(`其他 ${others.length} 类共 ${count(rest)} 个`);
      const what = named.length === 0 ? '没有事件' : named.join('，');
      return `${lane === null ? '' : `${lane}：`}${where}：${what}`;
    },
    one: (name, says, where) => `${where}：${name}，${says}`,
    drag: '在时间线上拖动',
    modes: { scrub: '移动播放头', range: '选取范围', move: '平移' },
    axis: '时间线的坐标轴',
    axes: { phases: '阶段', steps: '事件', time: '时间' },
    ruler: { phases: '时间', steps: '步', time: '时间' },
    showAll: '显示全部',
    keys:
      '左右键：一个事件。Page Up 和 Page Down：百分之一。加号、减号、零：缩放。上下键：选择泳道，' +
      'Enter 前往它的下一个事件。Shift 加左右键：选取范围。Control 加左右键：平移。',
    curves: {
      toSend: '待发送的页',
      dstHuge: '目的端大页',
      vcpus: '等待的 vCPU',
      threads: '等待的线程',
      dirty: '脏页',
      huge: 'AnonHuge',
      asleep: '睡眠的线程',
    },
    most: (value) => `最大 ${value}`,
    dots: 'smaps 测量值',
    folded: (n, of) => (n === of ? `${count(n)} 个执行者` : `+ 另外 ${count(n)} 个`),
    flagsOf: (host, subject) =>
      subject === 'script' ? (host === 0 ? '子进程标志' : '标志') : host === 0 ? '源端标志' : '目的端标志',
    flagNames: { hg: 'hg', nh: 'nh', um: 'um', uw: 'uw', log: '脏页日志' },
    flagPart: (name, pages, of) => (pages < of ? `${name} ${sayPercent(Math.max(0.01, pages / of))}` : name),
    flagMeanings: {
      hg: 'hg (VM_HUGEPAGE)：希望使用大页',
      nh: 'nh (VM_NOHUGEPAGE)：不产生大页',
      um: 'um (VM_UFFD_MISSING)：缺失的页会询问 userfaultfd',
      uw: 'uw (VM_UFFD_WP)：写受保护的页会询问 userfaultfd',
      log: '脏页日志：KVM 记录每个被写的 4 KiB 页',
    },
    flagCovers: (meaning, pages, of) =>
      pages < of ? `${meaning}；${count(of)} 页中的 ${count(pages)} 页` : `${meaning}；全部 ${count(of)} 页`,
    noFlags: (row) => `${row}：这里没有设置`,
    curveAt: (name, value) => `${name}：最大 ${value}`,
    phaseLasts: (phase, time) => `${phase}，${time}`,
    map: '整个运行',
    part: '运行的可见部分',
    partFrom: '可见部分的开头',
    partTo: '可见部分的结尾',
    lanes: '泳道',
    timeline: '时间线',
    flags: '时间线上的隐患与标记',
    flag: (title, step) => `${title}：前往第 ${step} 步`,
    marks: (label, found) => `时间线上的${label}：可见范围内有 ${count(found)} 个事件`,
  },
  transport: {
    playback: '播放',
    position: (step, steps) => `第 ${count(step)} 步，共 ${count(steps)} 步`,
    previousPhase: '上一个阶段',
    stepBack: '后退一步',
    stepForward: '前进一步',
    nextPhase: '下一个阶段',
    pause: '暂停',
    play: '播放',
    speed: '速度',
    previousBreak: '运行到上一个断点',
    nextBreak: '运行到下一个断点',
    operation: '操作',
    phase: '阶段',
    shortcuts: '键盘快捷键',
    branch: '在此分支',
    perSecond: (events) => `${events} 个事件/秒`,
    trueTime: '真实时间',
    slower: (times) => `真实时间，放慢 ${times} 倍`,
    noBreakBefore: '这一步之前没有命中断点',
    noBreakAfter: '这一步之后没有命中断点',
    noBreak: '没有设置断点：请在查询面板中添加（按 /）',
    stepBy: '步进方式',
  },
  lanes: {
    unfolded: '显示所有泳道的名称',
    lanes: '泳道',
    show: (lane) => `显示${lane}`,
    pin: (lane) => `把${lane}固定在顶部`,
    pinned: '固定',
    pick: (lane) => `按${lane}步进`,
    picked: '步进',
  },
  range: {
    steps: (from, to) => (to - from === 1 ? `第 ${count(to)} 步` : `第 ${count(from + 1)}–${count(to)} 步`),
    range: '范围',
    close: '关闭范围',
    actions: { zoom: '放大到此', query: '查找其中的事件', clear: '清除' },
    events: '事件',
    calls: '系统调用',
    delivered: '经过链路',
    lasts: '持续',
    wait: 'vCPU 等待的中位数',
    longest: '最长的 vCPU 等待',
    waits: (n, open) =>
      open > 0 ? `${count(n)} 次等待，其中 ${count(open)} 次没有结束` : `${count(n)} 次等待`,
    noWait: '没有等待',
    pages: '页',
    what: {
      dirtied: '写入',
      sent: '发送',
      loaded: '加载',
      zapped: '清除映射',
      filled: '缺页填充',
      collapsed: '合并',
    },
    byKind: '按类别的事件',
    byActor: '按执行者的事件',
    byPhase: '按阶段的时间',
    more: (n) => `另有 ${count(n)} 类`,
    counting: '正在统计…',
  },
  notes: {
    title: '笔记',
    none: '给一步起个名字，说明那里可以看到什么：笔记随链接一起分享。',
    add: '在这一步添加笔记',
    name: '名称',
    text: '笔记',
    save: '保存',
    cancel: '取消',
    edit: (name) => `编辑${name}`,
    editShort: '编辑',
    remove: (name) => `删除${name}`,
    removeShort: '删除',
    step: (step) => `第 ${step} 步`,
    goTo: (name, step) => `${name}：前往第 ${step} 步`,
    list: '各步的笔记',
    full: '链接容纳不下更多：请缩短这条笔记，或删除另一条。',
    newNote: (step) => `第 ${step} 步的笔记`,
  },
};
export default words;
