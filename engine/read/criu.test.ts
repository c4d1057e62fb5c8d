import { expect, it } from 'vitest';
import { readLog, sample } from '../testing/samples.ts';

/** Events of a log as [name, a, b]. */
function eventsOf(log: string): [string, number, number][] {
  const { events } = readLog(log).evidence;
  return Array.from({ length: events.count }, (_, i) => [
    events.texts.text(events.name.at(i)),
    events.a.at(i),
    events.b.at(i),
  ]);
}

it('faults, copies, zero pages and the end of a process', () => {
  const log = [
    '(00.001000) uffd: Received PID: 7, uffd: 12',
    '(00.002000) uffd: 7-12: #PF at 0x10003000',
    '(00.002100) uffd: 7-12: uffd_copy: 0x10003000/8192',
    '(00.002200) uffd: 7-12: zero page at 0x10005000',
    '(00.002300) uffd: 7-12: REMOVE: 10006000(2000)',
    '(00.002400) uffd: 7-12: EXIT',
    '(00.002500) uffd: 7-12: UFFD transferred pages: (2/12)',
    '(00.002600) page-xfer: Disconnect from the page server',
  ].join('\n');
  expect(eventsOf(log)).toEqual([
    ['uffd_fault', 0x10003000, Number.NaN],
    ['uffd_copy', 0x10003000, 8192],
    ['uffd_zeropage', 0x10005000, 4096],
    ['uffd_remove', 0x10006000, 0x2000],
    ['uffd_exit', Number.NaN, Number.NaN],
    ['uffd_transferred', 2, 12],
  ]);
  const { evidence, skipped } = readLog(log);
  expect(evidence.clock).toBe('relative');
  expect([...evidence.processes.keys()]).toEqual([7]);
  expect([evidence.faults.count, evidence.faults.time.at(0)]).toEqual([1, 0.002]);
  expect(skipped).toMatchObject([{ reason: 'otherEvent', lines: [8] }]);
});

it('a refused copy keeps the bytes that were done', () => {
  expect(
    eventsOf(
      [
        '(00.1) no time',
        '(00.100000) uffd: 7-12: uffd_copy: 0x10000000/16384',
        '(00.100001) uffd: 7-12: copy: mcopy_rc:8192, errno:11',
        '(00.100002) uffd: 7-12: uffd_copy: 0x10002000/8192',
        '(00.100003) uffd: 7-12: copy: mcopy_rc:-17, errno:17',
      ].join('\n'),
    ),
  ).toEqual([
    ['uffd_copy', 0x10000000, 8192],
    ['uffd_refused', 0x10000000, -11],
    ['uffd_copy', 0x10002000, 0],
    ['uffd_refused', 0x10002000, -17],
  ]);
});

it('a negative result as 64 bits, as CRIU 2 printed it', () => {
  expect(
    eventsOf(
      [
        '(06.014948) lazy-pages: uffdio_copy.dst 0x7f0000348000',
        '(06.014953) lazy-pages: uffdio_copy.copy 0xffffffffffffffef',
        '(06.015948) lazy-pages: uffdio_copy.dst 0x7f0000349000',
        '(06.015953) lazy-pages: uffdio_copy.copy 0x1000',
      ].join('\n'),
    ),
  ).toEqual([
    ['uffd_copy', 0x7f0000348000, 0],
    ['uffd_refused', 0x7f0000348000, -17],
    ['uffd_copy', 0x7f0000349000, 4096],
  ]);
});

it('an error names its errno by the words of the C library', () => {
  const log =
    '(00.140727) Error (criu/uffd.c:1220): uffd: 4--19: Can’t read uffd message: Bad file descriptor';
  expect(eventsOf(log)).toEqual([['criu_error', Number.NaN, -9]]);
  expect(readLog(log).evidence.processes.has(4)).toBe(true);
});

it('what restore registers', () => {
  expect(
    eventsOf(
      '(00.05) x\n(00.050000) pie: 9: lazy-pages: register: 10000000, len 800000\n(00.040000)      9: Lazy restore skips 16 pages at 10000000\n',
    ),
  ).toEqual([
    ['uffd_register', 0x10000000, 0x800000],
    ['criu_lazy', 0x10000000, 16],
  ]);
});

it('a real restore: what is registered, and a daemon that serves every fault', () => {
  const daemon = readLog(sample('criu-lazy-pages.txt.gz'));
  expect(daemon.evidence.faults.count).toBeGreaterThan(100);
  expect(daemon.skipped.map(({ reason }) => reason)).toEqual(['otherEvent']);
  const { blocks } = readLog(sample('criu-restore.txt.gz')).evidence;
  expect(blocks.map(({ bytes }) => bytes)).toEqual([0x6000, 0x8200000, 0x21000]);
});
