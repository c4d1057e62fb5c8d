import type { Words } from '../../../engine/index.ts';
import type * as English from '../gallery.ts';

const words: Words<typeof English> = {
  gallery: {
    stories: '故事',
    allStories: (stories) => `全部 ${stories} 个故事`,
    storiesAbout: '在实时运行上一步一步讲解。',
    systems: '系统',
    systemsAbout: 'QEMU、CRIU 和脏页跟踪，参数可调。',
    reports: '哪里会出错',
    reportsAbout: '来自实践的缺陷：每一个都会丢失数据或性能，并说明原因。',
    scripts: '试金石脚本',
    scriptsAbout: '内存操作的短脚本，可编辑、可运行。',
    recordings: '录制',
    recordingsAbout: '真实的迁移：测量值与预测值。',
    minutes: (minutes) => `${minutes} 分钟`,
    open: '打开文件或日志…',
    missing: '无法加载这个列表。请检查网络连接并重新加载页面。',
  },
};
export default words;
