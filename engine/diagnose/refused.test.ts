import { expect, it } from 'vitest';
import { readLog } from '../testing/samples.ts';
import { refusedPages } from './refused.ts';

const found = (lines: readonly string[]) => refusedPages([readLog(lines.join('\n'))]);
const criu = (lines: readonly string[], pid = 7) =>
  lines.map((line, i) => `(00.${String(100 + i).padStart(6, '0')}) uffd: ${pid}-12: ${line}`);

it('EEXIST of a page that was placed before is a second copy', () => {
  const [diagnosis] = found(
    criu(['uffd_copy: 0x10000000/8192', 'uffd_copy: 0x10001000/4096', 'copy: mcopy_rc:-17, errno:17']),
  );
  expect(diagnosis).toMatchObject({
    id: 'page-was-there',
    kind: 'trouble',
    numbers: { errno: 17, times: 1 },
  });
  expect(diagnosis!.reasons[1]!.text).toContain('copied twice');
});

it('EEXIST of a page that no line places: something else mapped it', () => {
  const [diagnosis] = found(criu(['uffd_copy: 0x10001000/4096', 'copy: mcopy_rc:-17, errno:17']));
  expect(diagnosis!.reasons[1]!.text).toContain('something else');
});

it('EAGAIN is counted at the address that was tried most often', () => {
  const again = ['uffd_copy: 0x10001000/4096', 'copy: mcopy_rc:0, errno:11'];
  const [diagnosis] = found(criu([...again, ...again, ...again]));
  expect(diagnosis).toMatchObject({ id: 'again-and-again', numbers: { times: 3 } });
  expect(diagnosis!.reasons[0]!.text).toContain('0x10001000 failed 3 times');
  expect(diagnosis!.reasons[0]!.lines.map(({ line }) => line)).toEqual([2, 4, 6]);
});

it('EBADF after EXIT names the process that is gone', () => {
  const [diagnosis] = found([
    ...criu(['EXIT'], 4),
    '(00.140727) Error (criu/uffd.c:1220): uffd: 4--19: Can’t read uffd message: Bad file descriptor',
  ]);
  expect(diagnosis!.id).toBe('descriptor-closed');
  expect(diagnosis!.reasons[1]!.text).toContain('Process 4');
});

it('faults are served by a copy that covers them, before or after; the others are named', () => {
  const [diagnosis, ...others] = found(
    criu([
      '#PF at 0x10000000',
      'uffd_copy: 0x10000000/65536',
      '#PF at 0x10005000',
      '#PF at 0x20000000',
      '#PF at 0x20001000',
      'zero page at 0x20001000',
    ]),
  );
  expect(others).toEqual([]);
  expect(diagnosis).toMatchObject({
    id: 'faults-not-served',
    numbers: { faults: 4, unserved: 1, placed: 17 },
  });
  expect(diagnosis!.reasons[0]!.lines.map(({ line }) => line)).toEqual([4]);
});

it('a QEMU destination that places what was asked for has no trouble; a log that ends early is told', () => {
  const lines = [
    'postcopy_ram_fault_thread_request Request for HVA=0x7f0000201000 rb=pc.ram offset=0x201000 pid=77',
    'postcopy_place_page host=0x7f0000201000',
    'postcopy_ram_fault_thread_request Request for HVA=0x7f0000202000 rb=pc.ram offset=0x202000 pid=77',
  ];
  expect(found(lines.slice(0, 2))).toEqual([]);
  expect(found(lines)).toMatchObject([{ kind: 'fact', numbers: { unserved: 1 } }]);
  expect(found([lines[2]!, lines[0]!, lines[1]!])).toMatchObject([
    { kind: 'trouble', numbers: { unserved: 1 } },
  ]);
});
