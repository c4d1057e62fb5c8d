/** Words around what the tools print. */
import { sayCount as count } from '../ui/say.ts';
import { inLanguage } from './language.ts';

export const words = inLanguage({
  en: {
    smaps: '/proc/PID/smaps of guest memory; addresses are offsets in it.',
    pagemap: '/proc/PID/pagemap, decoded: pages and the bits that are set.',
    thpmaps: 'tools/mm/thpmaps, and folios that wait for a deferred split in sysfs.',
    vmstat: 'THP lines of /proc/vmstat, of guest memory since the first step.',
    migrate: "QEMU's own account, as QMP prints it on either side; times in ms.",
    tool: 'Tool',
    host: 'Host',
    aroundPage: (page: string) => ` Around page ${page}.`,
    before: (line: string) => `before: ${line}`,
    wasBefore: ', before:',
    same: 'Nothing differs from the step before.',
    differ: (n: number) =>
      `${count(n)} ${n === 1 ? 'line differs' : 'lines differ'} from the step before: ~ changed, + new, − gone.`,
  },
});
