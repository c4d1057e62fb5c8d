import type { Words } from '../../../engine/index.ts';
import type * as English from '../presentation.ts';

const words: Words<typeof English> = {
  presentation: {
    title: '演示',
    leave: '退出演示',
  },
};
export default words;
