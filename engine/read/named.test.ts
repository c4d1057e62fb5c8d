import { expect, it } from 'vitest';
import { adviceFor } from '../diagnose/report.ts';
import { readLog } from '../testing/samples.ts';

it.each([
  ['logcat', '02-14 10:11:12.345  1234  1250 I ActivityManager: Start proc'],
  ['backtrace', '#0  0x00007f21 in ioctl () from /lib64/libc.so.6\n#1  postcopy_place_page (mis=0x1)'],
  ['backtrace', '* thread #1, queue = main\n  frame #0: 0x0000 libc`write'],
  ['core-notes', '  CORE                 0x00000150\tNT_PRSTATUS (prstatus structure)'],
  ['perf-stat', ' Performance counter stats for ./a.out:'],
  ['top', 'top - 10:11:12 up 3 days,  2 users'],
  ['top', '              total        used        free      shared  buff/cache   available'],
  ['sanitizer', '==1234== Memcheck, a memory error detector'],
  ['html', '<!DOCTYPE html>\n<p>x</p>'],
  ['json', '[\n  {"name": "x",\n  "version": 1}\n]\n'],
  ['qemu-messages', 'qemu-system-x86_64: load of migration failed: Input/output error'],
  ['pdf', '%PDF-1.7'],
])('%s is called by its name, with what to bring instead', (name, text) => {
  const reading = readLog(text);
  expect(reading.formats[0]?.format.name).toBe(name);
  expect(adviceFor(reading)).toMatch(/^log: this is .+\. .+\.$/);
});

it.each([
  ['image', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
  ['archive', [0x50, 0x4b, 3, 4, 20, 0]],
  ['archive', [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0]],
  ['perf-data', [...new TextEncoder().encode('PERFILE2h')]],
  ['elf', [0x7f, 0x45, 0x4c, 0x46, 2, 1]],
])('%s by its first bytes', (name, bytes) => {
  expect(readLog(new Uint8Array(bytes)).formats.map(({ format }) => format.name)).toEqual([name]);
});

it('a file with something to read needs no advice', () => {
  const reading = readLog('#0  0x00007f21 in ioctl ()\n(qemu) migrate_set_state new state active\n');
  expect(adviceFor(reading)).toBeNull();
});

it('JSON that the reader of QMP left out is JSON of something else', () => {
  for (const text of ['{"name": "x", "version": 1}', '{\n  "name": "x",\n  "version": 1\n}\n'])
    expect(adviceFor(readLog(text))).toContain('JSON');
});
