/** The engine in Simplified Chinese. */
import type { Catalogue } from '../base/language.ts';
import type { ActorLabels, PhaseLabels } from '../event/actor.ts';

const actors: ActorLabels = {
  all: {
    0: { name: 'vCPU' },
    1: { name: '源端迁移', hostNamed: true },
    2: { name: '链路', hostNamed: true },
    3: { name: '目的端加载', hostNamed: true },
    4: { name: '目的端监听', hostNamed: true },
    5: { name: '目的端缺页', hostNamed: true },
    6: { name: 'khugepaged' },
    7: { name: 'KVM' },
    8: { name: '内存回收' },
    9: { name: '操作员' },
  },
  of: {
    script: { 0: { name: '线程', thread: '线程' }, 3: { name: '调用' } },
    criu: {
      0: { name: '线程', thread: '线程' },
      1: { name: 'criu dump' },
      3: { name: 'criu restore' },
      4: { name: 'lazy-pages 复制' },
      5: { name: 'lazy-pages 缺页' },
      7: { name: 'soft-dirty' },
    },
  },
};

const phases: PhaseLabels = {
  populate: '填充内存',
  precopy: '预拷贝一遍，记录脏页',
  stop: '停机',
  nohugepage: 'MADV_NOHUGEPAGE',
  discard: 'MADV_DONTNEED 洪流',
  listen: 'UFFDIO_REGISTER',
  postcopy: '后拷贝：缺页与后台页',
  cleanup: 'UFFDIO_UNREGISTER',
  khugepaged: 'khugepaged 合并大页',
  end: '结束',
  paused: '后拷贝暂停：网络中断',
  recover: '后拷贝恢复',
  cancelled: '已取消：源端继续运行',
  completed: '预拷贝完成',
  predump: '预转储',
  dump: '最后一次转储',
  restore: 'restorer 从镜像填充内存',
  arm: 'UFFDIO_REGISTER',
  lazy: '延迟页：缺页与后台',
  track: '跟踪轮次',
};

export const zh = { actors, phases } satisfies Catalogue;
