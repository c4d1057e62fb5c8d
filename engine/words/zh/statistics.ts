/** What is said about statistics of migrations and what they lead to in Simplified Chinese, by the English texts. */
import type { Messages } from '../../base/language.ts';

export const statistics: Messages = {
  'QEMU’s monitor (info migrate)': 'QEMU 监视器（info migrate）',
  'libvirt’s log': 'libvirt 日志',
  'virsh domjobinfo': 'virsh domjobinfo',
  'total time': '总时间',
  'setup time': '准备时间',
  downtime: '停机时间',
  'expected downtime': '预计停机时间',
  transferred: '已传输',
  remaining: '剩余',
  'guest memory': '客户机内存',
  bandwidth: '带宽',
  'normal pages': '普通页',
  'zero pages': '零页',
  'skipped pages': '跳过的页',
  'bytes of normal pages': '普通页字节数',
  'page size': '页大小',
  'dirty rate': '脏页率',
  'pages sent per second': '每秒发送页数',
  'dirty syncs': '脏页同步次数',
  'sent in precopy': '预拷贝阶段发送',
  'sent in the downtime': '停机期间发送',
  'sent in postcopy': '后拷贝阶段发送',
  'sent by multifd': '经 multifd 发送',
  'sent of VFIO devices': 'VFIO 设备数据发送',
  'postcopy requests': '后拷贝请求',
  'zero-copy sends that copied': '退回复制的零拷贝发送',
  'throttle of the vCPUs': 'vCPU 限速',
  'throttle by the dirty limit': '脏页限额造成的限速',
  'dirty ring full after': '脏页环填满用时',
  'blocktime of all vCPUs': '所有 vCPU 同时阻塞的时间',
  'wait per page in postcopy': '后拷贝每页等待时间',
  'wait per page in postcopy, not of a vCPU': '后拷贝每页等待时间（非 vCPU）',
  'transferred of disks': '磁盘已传输',
  'remaining of disks': '磁盘剩余',
  disks: '磁盘',
  'sent as XBZRLE': '以 XBZRLE 发送',
  'pages sent as XBZRLE': '以 XBZRLE 发送的页',
  'pages missing in XBZRLE’s cache': 'XBZRLE 缓存未命中的页',
  'dirty rate by calc-dirty-rate': 'calc-dirty-rate 测得的脏页率',
  '{1} per second': '每秒 {1}',
  'The guest dirties {1} pages ({2}) per second. The link carries {3}: the guest dirties {4} of that.':
    '客户机每秒写脏 {1} 页（{2}）。链路带宽为{3}：写脏量相当于其 {4}。',
  'QEMU expects a downtime of {1}, and {2} are allowed. It stops the guest only when the remaining pages fit into the limit.':
    'QEMU 预计停机时间为 {1}，允许 {2}。只有剩余的页能在上限内发完时，它才停止客户机。',
  'QEMU expects a downtime of {1}, and its default allows {2}. It stops the guest only when the remaining pages fit into the limit.':
    'QEMU 预计停机时间为 {1}，其默认上限为 {2}。只有剩余的页能在上限内发完时，它才停止客户机。',
  'After {1} dirty syncs, a sync still finds about {2} dirty: each round sends the same pages again.':
    '经过 {1} 次脏页同步后，每次同步仍发现约 {2} 为脏：每一轮都在重发相同的页。',
  'Precopy does not converge: the guest dirties memory as fast as the link carries it ({1} against {2}).':
    '预拷贝不收敛：客户机写脏内存与链路传输一样快（{1}，链路为{2}）。',
  'Precopy does not converge: each round finds about {1} dirty again, and only {2} fit into the downtime limit.':
    '预拷贝不收敛：每一轮又发现约 {1} 为脏，而停机时间上限内只能发送 {2}。',
  'Postcopy ends it: migrate-start-postcopy stops the guest once, and the last {1} follow in about {2}. Set the capability postcopy-ram on both sides before the migration.':
    '后拷贝可以结束迁移：migrate-start-postcopy 只停止客户机一次，最后的 {1} 在约 {2} 内传完。请在迁移前于两端设置 postcopy-ram 能力。',
  'A downtime limit of {1} ends it at the next sync. The guest pauses for about as long.':
    '停机时间上限设为 {1}，下一次同步时即可结束。客户机大约暂停同样长的时间。',
  'With a downtime limit of {1}, the link must carry {2}. Raise max-bandwidth if the network allows it.':
    '停机时间上限为 {1} 时，链路须达到{2}。若网络允许，请提高 max-bandwidth。',
  'Auto-converge already stops the vCPUs for {1}% of their time, its maximum.':
    'auto-converge 已让 vCPU 停止 {1}% 的时间，这是其最大值。',
  'Auto-converge stops the vCPUs for {1}% of their time and adds {2}% after every second sync.':
    'auto-converge 让 vCPU 停止 {1}% 的时间，每两次同步再增加 {2}%。',
  'Auto-converge has reached its maximum. Use postcopy or a longer downtime limit.':
    'auto-converge 已达最大值。请使用后拷贝或更长的停机时间上限。',
  'Auto-converge cannot help: even at {1}% the guest writes faster than the link carries.':
    'auto-converge 无济于事：即使限速 {1}%，客户机写入仍快于链路传输。',
  'Auto-converge is on and needs a throttle of at least {1}%: {2}% first, {3}% more after every second sync. A guest that rewrites the same pages all the time needs more.':
    'auto-converge 已开启，至少需要 {1}% 的限速：起始 {2}%，每两次同步增加 {3}%。不断重写相同页的客户机需要更多。',
  'Auto-converge needs a throttle of at least {1}%: {2}% first, {3}% more after every second sync. A guest that rewrites the same pages all the time needs more.':
    'auto-converge 至少需要 {1}% 的限速：起始 {2}%，每两次同步增加 {3}%。不断重写相同页的客户机需要更多。',
  'Precopy converges: the guest dirties {1} of what the link carries. It ends after about {2} more rounds, {3}.':
    '预拷贝收敛：客户机的写脏量为链路传输量的 {1}。约再经 {2} 轮、{3} 后结束。',
  'Precopy converges slowly: the guest dirties {1} of what the link carries.':
    '预拷贝收敛缓慢：客户机的写脏量为链路传输量的 {1}。',
  'The migration was cancelled before that.': '在此之前迁移已被取消。',
  'Record query-migrate every second to see whether the dirty rate stays as it is.':
    '请每秒记录一次 query-migrate，以观察脏页率是否保持不变。',
  'The first pass over guest memory is not complete: {1} remain, about {2} at {3}. QEMU measures the dirty rate at the second dirty sync.':
    '对客户机内存的第一遍传输尚未完成：剩余 {1}，按{3}约需 {2}。QEMU 在第二次脏页同步时测量脏页率。',
  'Dirty syncs so far: {1}. A dirty rate of 0 means that QEMU has not measured it yet.':
    '目前的脏页同步次数：{1}。脏页率为 0 表示 QEMU 尚未测量。',
  'To learn whether it converges, record query-migrate after the second dirty sync.':
    '要了解是否收敛，请在第二次脏页同步之后记录 query-migrate。',
  'Before postcopy the guest dirtied {1} pages per second.': '后拷贝之前，客户机每秒写脏 {1} 页。',
  'Before postcopy the guest dirtied {1} pages per second, against {2} sent.':
    '后拷贝之前，客户机每秒写脏 {1} 页，而每秒发送 {2} 页。',
  'The destination requested {1} pages. All others follow in the background, each page once.':
    '目的端请求了 {1} 页。其余的页在后台传输，每页一次。',
  'Precopy could not converge, so postcopy ends it: {1} remain, about {2}.':
    '预拷贝无法收敛，因此由后拷贝结束迁移：剩余 {1}，约 {2}。',
  'Postcopy ends the migration: {1} remain, about {2}.': '后拷贝将结束迁移：剩余 {1}，约 {2}。',
  'dirty after each round': '每轮之后的脏页',
  'A setting changed during the migration. The fit covers the time before the change; the what-ifs show what could follow.':
    '迁移期间有设置被更改。拟合只涵盖更改之前的时间；各假设显示之后可能的结果。',
  'No line reports downtime-limit: QEMU’s default of {1} ms is assumed.':
    '没有任何行给出 downtime-limit：采用 QEMU 的默认值 {1} ms。',
  'No line reports max-postcopy-bandwidth: postcopy is assumed to use the whole link.':
    '没有任何行给出 max-postcopy-bandwidth：假定后拷贝使用整条链路。',
  'Statistics do not show which pages the guest writes: the fit takes the pattern whose figures are nearest.':
    '统计数据不显示客户机写哪些页：拟合采用数值最接近的访问模式。',
  'QEMU’s events report the end. The last answer of query-migrate came earlier.':
    '迁移的结束由 QEMU 事件给出。最后一次 query-migrate 应答早于此。',
  'ram.total is 0: guest memory was not sent over this channel. It is shared with the destination, or both use the same file. The {1} sent are device state.':
    'ram.total 为 0：客户机内存未经此通道发送。它与目的端共享，或两端使用同一文件。所发送的 {1} 是设备状态。',
  '{1} were sent for {2} of guest memory, {3}.': '为 {2} 客户机内存发送了 {1}，即 {3}。',
  'The dirty log was synchronized {1} times, the last time with the guest stopped.':
    '脏页日志同步了 {1} 次，最后一次时客户机已停止。',
  'The migration completed. This log does not report how long it took.': '迁移已完成。此日志未给出所用时间。',
  'The migration completed in {1}.': '迁移在 {1} 内完成。',
  'The migration completed in {1} with a downtime of {2}.': '迁移在 {1} 内完成，停机时间为 {2}。',
  '{1} pages were sent with their content. {2} zero pages took 9 bytes each.':
    '{1} 页连同内容发送。{2} 个零页各占 9 字节。',
  '{1} were sent in precopy, {2} in the downtime and {3} in postcopy.':
    '预拷贝阶段发送 {1}，停机期间 {2}，后拷贝阶段 {3}。',
  'At least {1} pages ({2}) were sent more than once, because the guest wrote them again.':
    '至少 {1} 页（{2}）发送了不止一次，因为客户机又写了它们。',
  '{1} pages were sent, and the guest has {2}: {3} times its memory.':
    '共发送 {1} 页，而客户机有 {2} 页：为其内存的 {3} 倍。',
  'The migration failed: {1}.': '迁移失败：{1}。',
  'The migration failed. This log does not report why.': '迁移失败。此日志未给出原因。',
  'It failed in postcopy, when the state of the guest was split over both hosts.':
    '在后拷贝阶段失败，此时客户机的状态分布在两台主机上。',
  'It failed in precopy: the guest continues on the source.': '在预拷贝阶段失败：客户机在源端继续运行。',
  'The destination logs its own reason. Open both logs together.':
    '目的端记录了它自己的原因。请同时打开两份日志。',
  'The migration was cancelled: the guest continues on the source.': '迁移已取消：客户机在源端继续运行。',
  'Its status is cancelled.': '其状态为 cancelled。',
  'Postcopy is paused: the connection failed, and each vCPU stops at its next missing page.':
    '后拷贝已暂停：连接中断，每个 vCPU 在下一个缺失的页处停止。',
  'QEMU reports: {1}.': 'QEMU 报告：{1}。',
  'The status is postcopy-paused.': '状态为 postcopy-paused。',
  'Recover it: migrate-recover on the destination, then migrate with resume on the source. Killing either side loses the guest.':
    '恢复方法：先在目的端执行 migrate-recover，再在源端执行带 resume 的 migrate。终止任何一端都会丢失客户机。',
  'vCPU {1} waited {2}.': 'vCPU {1} 等待了 {2}。',
  'vCPU {1} waited {2}, {3} per page on average.': 'vCPU {1} 等待了 {2}，平均每页 {3}。',
  'In postcopy a vCPU waited up to {1} for missing pages. All vCPUs waited at the same time for {2}.':
    '后拷贝期间，单个 vCPU 等待缺失的页最长共 {1}。所有 vCPU 同时等待的时间为 {2}。',
  'QEMU refused {1}: {2}.': 'QEMU 拒绝了 {1}：{2}。',
  'Refusals: {1}. The command had no effect.': '拒绝次数：{1}。该命令没有生效。',
  'Use {1}: this QEMU no longer has {2}.': '请使用 {1}：此版本的 QEMU 已没有 {2}。',
  'The guest was stopped before the migration began, so nothing became dirty. The migration took {1}.':
    '客户机在迁移开始前已停止，因此没有页变脏。迁移用时 {1}。',
  'The guest was stopped before the migration began, so nothing became dirty.':
    '客户机在迁移开始前已停止，因此没有页变脏。',
  'The event STOP comes before the status setup, with no RESUME between them.':
    'STOP 事件早于 setup 状态，其间没有 RESUME。',
  'QEMU reported {1} events, from {2} to {3} UTC.': 'QEMU 报告了 {1} 个事件，从 {2} 到 {3}（UTC）。',
  '{1}: {2}.': '{1}：{2}。',
  'Postcopy after the first pass': '第一遍之后转入后拷贝',
  'Precopy only': '仅预拷贝',
  'A longer downtime limit': '更长的停机时间上限',
  'Auto-converge': 'auto-converge',
  'Twice the bandwidth': '两倍带宽',
};
