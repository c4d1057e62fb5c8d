import { expect, it } from 'vitest';
import { readLog } from '../testing/samples.ts';
import { vmasOf } from './vmas.ts';

const vmas = (text: string) =>
  vmasOf(readLog(text).evidence).map(({ start, end, protection, flags }) =>
    [start.toString(16), (end - start) / 4096, protection, ...flags].join(' '),
  );

it('splits what is mapped, protected and advised in parts, and moves flags along', () => {
  const text = `mmap(NULL, 65536, PROT_NONE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = 0x7f0000000000
mmap(0x7f0000002000, 8192, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_FIXED|MAP_ANONYMOUS, -1, 0) = 0x7f0000002000
madvise(0x7f0000002000, 8192, MADV_NOHUGEPAGE) = 0
madvise(0x7f0000003000, 4096, MADV_HUGEPAGE) = 0
mprotect(0x7f0000008000, 4096, PROT_READ) = 0
munmap(0x7f000000c000, 16384) = 0
mremap(0x7f0000003000, 4096, 8192, MREMAP_MAYMOVE) = 0x7f0000100000
madvise(0x7f0000002000, 4096, MADV_NOHUGEPAGE) = -1 EINVAL (Invalid argument)
`;
  expect(vmas(text)).toEqual([
    '7f0000000000 2 ---p',
    '7f0000002000 1 rw-p nh',
    '7f0000004000 4 ---p',
    '7f0000008000 1 r--p',
    '7f0000009000 3 ---p',
    '7f0000100000 2 rw-p hg',
  ]);
});

it('leaves out what a forked child does, and what an execve has ended', () => {
  const text = `10 mmap(NULL, 4096, PROT_READ, MAP_SHARED|MAP_ANONYMOUS, -1, 0) = 0x7f0000000000
10 execve("/bin/true", ["true"], 0x7ffc00000000 /* 9 vars */) = 0
10 mmap(NULL, 4096, PROT_READ, MAP_SHARED|MAP_ANONYMOUS, -1, 0) = 0x7f0000100000
10 clone(child_stack=NULL, flags=SIGCHLD) = 11
11 munmap(0x7f0000100000, 4096) = 0
`;
  expect(vmas(text)).toEqual(['7f0000100000 1 r--s']);
});
