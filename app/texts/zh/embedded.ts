import type { Words } from '../../../engine/index.ts';
import type * as English from '../embedded.ts';

const words: Words<typeof English> = {
  embedded: {
    open: '在 Faultline 中打开',
  },
};
export default words;
