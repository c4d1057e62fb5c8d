/** The engine in Simplified Chinese. Names of the kernel, QEMU and CRIU stay as they are: calls, flags, files, verdicts, folio,
 *  userfaultfd, khugepaged, vCPU, EPT, VMA, PMD, PTE, soft-dirty. For all others, one word each, here and in app/texts/zh:
 *
 *  | English | 中文 | English | 中文 |
 *  | --- | --- | --- | --- |
 *  | guest | 客户机 | source, destination | 源端、目的端 |
 *  | process, child, thread | 进程、子进程、线程 | host (kernel) | 主机 |
 *  | page, page fault | 页、缺页 | huge page, huge mapping | 大页、大页映射 |
 *  | zero page, huge zero page | 零页、大零页 | region (2 MiB) | 区域 |
 *  | hole | 空洞 | piece (of a folio) | 碎片 |
 *  | collapse | 合并 | split, deferred split | 拆分、延迟拆分 |
 *  | page table, entry, leaf | 页表、表项、叶子项 | mapping, to map | 映射 |
 *  | dirty page, dirty logging | 脏页、脏页日志 | bitmap, ring | 位图、环 |
 *  | write protection | 写保护 | flag | 标志 |
 *  | precopy, postcopy | 预拷贝、后拷贝 | round | 轮 |
 *  | downtime, blocktime | 停机时间、阻塞时间 | flood | 风暴 |
 *  | discard, drop | 丢弃 | zap | 清除映射 (zap) |
 *  | armed, to register | 已注册、注册 | request | 请求 |
 *  | stale, lost | 过期、丢失 | in flight | 在途 |
 *  | dump, pre-dump, image | 转储、预转储、镜像 | lazy page, parasite | 延迟页、寄生代码 |
 *  | hazard, remedy | 隐患、对策 | verdict (khugepaged) | 返回 |
 *  | step, event, phase | 步、事件、阶段 | timeline, lane | 时间线、泳道 |
 *  | lens, legend | 视图、图例 | scenario, preset, knob | 场景、预设、参数 |
 *  | story, exercise, glossary | 故事、练习、术语表 | recording, script | 录制、脚本 |
 *  | query, breakpoint | 查询、断点 | branch, compare | 分支、比较 |
 *  | cost, tracker | 开销、跟踪器 | workload, seed | 负载、种子 | */
import type { Catalogue } from '../../base/language.ts';
import { answers, touches } from './answers.ts';
import { hazardNotes, hazardTexts } from './hazards.ts';
import { kinds } from './kinds.ts';
import { messages } from './messages.ts';
import { narration } from './narration.ts';
import { zhOfPage } from './page.ts';

export const zh = {
  ...zhOfPage,
  answers,
  hazardNotes,
  hazardTexts,
  kinds,
  messages,
  narration,
  touches,
} satisfies Catalogue;
