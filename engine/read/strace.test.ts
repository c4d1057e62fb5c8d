import { describe, expect, it } from 'vitest';
import { readLog, sample } from '../testing/samples.ts';
import { CALLS, type Evidence } from './evidence.ts';

/** Calls as [thread, name or advice, start, length, result]. */
function callsOf({ calls }: Evidence) {
  return Array.from({ length: calls.count }, (_, i) => {
    const name = CALLS[calls.name.at(i)]!;
    const detail = calls.texts.text(calls.detail.at(i));
    return [
      calls.pid.at(i),
      name.endsWith('madvise') ? detail : name,
      calls.start.at(i),
      calls.length.at(i),
      calls.result.at(i),
    ];
  });
}

const read = (text: string) => readLog(text).evidence;
const reasons = (text: string) =>
  Object.fromEntries(readLog(text).skipped.map(({ reason, count }) => [reason, count]));

describe('one program, recorded in all dresses', () => {
  const counts = (name: string) => {
    const { evidence } = readLog(sample(name));
    const found: Record<string, number> = {};
    for (const [, what] of callsOf(evidence)) found[what as string] = (found[what as string] ?? 0) + 1;
    return { found, messages: evidence.events.count, clock: evidence.clock };
  };
  const whole = {
    execve: 1,
    mmap: 13,
    mprotect: 5,
    munmap: 2,
    mremap: 1,
    prctl: 2,
    fork: 3,
    exit: 2,
    userfaultfd: 1,
    UFFDIO_API: 1,
    UFFDIO_REGISTER: 1,
    UFFDIO_UNREGISTER: 1,
    UFFDIO_COPY: 20,
    UFFDIO_ZEROPAGE: 10,
    MADV_HUGEPAGE: 2,
    MADV_NOHUGEPAGE: 1,
    MADV_DONTNEED: 20,
    MADV_POPULATE_READ: 1,
    MADV_SOFT_OFFLINE: 1,
  };

  it.each([
    // -f -r to a terminal, with the program's own output inside lines; -f -ttt -T -Y -y; -f -tt -i -n; -f -e raw=ioctl.
    ['strace-terminal.txt.gz', 'relative'],
    ['strace-threads.txt.gz', 'wall'],
    ['strace-times.txt.gz', 'day'],
    ['strace-raw.txt.gz', 'none'],
  ])('%s', (name, clock) => {
    expect(counts(name)).toEqual({ found: whole, messages: 20, clock });
  });

  it('of -ff, the file of one thread, which was given the userfaultfd', () => {
    expect(counts('strace-ff.txt.gz')).toEqual({
      found: { mmap: 1, UFFDIO_COPY: 20, UFFDIO_ZEROPAGE: 10 },
      messages: 20,
      clock: 'none',
    });
  });

  it('each second copy finds its page there: EEXIST, and no bytes done', () => {
    const copies = callsOf(readLog(sample('strace-threads.txt.gz')).evidence).filter(
      ([, n]) => n === 'UFFDIO_COPY',
    );
    expect(copies.map(([, , , , result]) => result)).toEqual(
      Array.from({ length: 20 }, (_, i) => (i % 2 ? -17 : 4096)),
    );
  });

  it('names threads, and whose they are', () => {
    const { processes } = readLog(sample('strace-threads.txt.gz')).evidence;
    expect([...processes.values()].map(({ name }) => name)).toEqual(['uffd', 'handler', 'toucher', 'uffd']);
    const [main] = processes.keys();
    expect([...processes.values()].map(({ parent }) => parent)).toEqual([-1, main, main, main]);
  });
});

it('joins a parted call to its end, by thread', () => {
  const text = `[pid   41] madvise(0x7f0000200000, 2097152, MADV_DONTNEED <unfinished ...>
[pid   42] madvise(0x7f0000400000, 4096, MADV_DONTNEED <unfinished ...>
[pid   43] <... munmap resumed> )       = 0
[pid   42] <... madvise resumed> )     = -1 ENOMEM (Cannot allocate memory)
[pid   41] <... madvise resumed>)      = 0
[pid   41] madvise(0x7f0000600000, 4096, MADV_FREE <unfinished ...>
[pid   41] +++ killed by SIGKILL +++
`;
  expect(callsOf(read(text))).toEqual([
    [41, 'MADV_DONTNEED', 0x7f0000200000, 2097152, 0],
    [42, 'MADV_DONTNEED', 0x7f0000400000, 4096, -12],
    [41, 'MADV_FREE', 0x7f0000600000, 4096, Number.NaN],
  ]);
  expect(reasons(text)).toEqual({ headless: 1, signal: 1 });
});

it('takes the output of the program out of lines', () => {
  const text = `munmap(0x7f0000000000, 4096) = 0
hellommap(NULL, 8192, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = 0x7f0000010000
write(1, "done\\n", 5done
)                   = 5
madvise(0x7f0000010000, 4096, MADV_DONTNEEDwhat now
)                   = 0
and a line of its own
`;
  expect(callsOf(read(text)).map(([, ...call]) => call)).toEqual([
    ['munmap', 0x7f0000000000, 4096, 0],
    ['mmap', 0, 8192, 0x7f0000010000],
    ['MADV_DONTNEED', 0x7f0000010000, 4096, 0],
  ]);
  expect(reasons(text)).toEqual({ otherCall: 2, foreign: 1 });
});

it('knows requests of userfaultfd that older versions print as numbers', () => {
  const text = `userfaultfd(O_CLOEXEC|O_NONBLOCK)      = 7
ioctl(7, _IOC(_IOC_READ|_IOC_WRITE, 0xaa, 0x3f, 0x18), 0x7ffc0de00000) = 0
ioctl(7, _IOC(_IOC_READ|_IOC_WRITE, 0xaa, 0x3, 0x28), 0x7ffc0de00000) = -1 EAGAIN (Resource temporarily unavailable)
ioctl(7, 0xc020aa04, 0x7ffc0de00000)    = 0
ioctl(7, TCGETS, 0x7ffc0de00000)        = -1 ENOTTY (Inappropriate ioctl for device)
`;
  expect(callsOf(read(text)).map(([, name, start, , result]) => [name, start, result])).toEqual([
    ['userfaultfd', Number.NaN, 7],
    ['UFFDIO_API', Number.NaN, 0],
    ['UFFDIO_COPY', Number.NaN, -11],
    ['UFFDIO_ZEROPAGE', Number.NaN, 0],
  ]);
});

it('counts bytes done, whatever the call returned', () => {
  const line = (fields: string, result: string) =>
    `ioctl(5<anon_inode:[userfaultfd]>, UFFDIO_COPY, {dst=0x7f0000000000, src=0x1000, len=0x4000, mode=0, copy=${fields}}) = ${result}\n`;
  const text =
    line('0x4000', '0') +
    line('0x2000', '-1 EAGAIN (Resource temporarily unavailable)') +
    line('0xffffffffffffffef', '-1 EEXIST (File exists)') +
    line('-ENOENT', '-1 ENOENT (No such file or directory)');
  expect(callsOf(read(text)).map(([, , , , result]) => result)).toEqual([16_384, 8192, -17, -2]);
});

it('reads lengths in both notations, advice by number and what came as SIGBUS', () => {
  const text = `12:00:01 madvise(0x7f0000000000, 0x1000, 0x16 /* MADV_??? */) = 0
12:00:02 prctl(PR_SET_THP_DISABLE, 1, 0, 0, 0) = 0
23:59:59 mprotect(0x7f0000000000, 4096, PROT_NONE) = 0
00:00:01 --- SIGBUS {si_signo=SIGBUS, si_code=BUS_ADRERR, si_addr=0x7f0000000000} ---
`;
  const evidence = read(text);
  expect(callsOf(evidence).map(([, name, start, length]) => [name, start, length])).toEqual([
    ['MADV_POPULATE_READ', 0x7f0000000000, 4096],
    ['prctl', 1, Number.NaN],
    ['mprotect', 0x7f0000000000, 4096],
  ]);
  const { events } = evidence;
  expect([events.texts.text(events.name.at(0)), events.a.at(0), events.time.at(0)]).toEqual([
    'SIGBUS',
    0x7f0000000000,
    86_401,
  ]);
});
