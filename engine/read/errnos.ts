/** Errors as messages of programs end with them: the words of the C library, or a name. */
import * as errno from '../event/errno.ts';

const WORDS: readonly (readonly [string, number])[] = [
  ['Operation not permitted', errno.EPERM],
  ['No such file or directory', errno.ENOENT],
  ['No such process', errno.ESRCH],
  ['Bad file descriptor', errno.EBADF],
  ['Resource temporarily unavailable', errno.EAGAIN],
  ['Cannot allocate memory', errno.ENOMEM],
  ['Bad address', errno.EFAULT],
  ['Device or resource busy', errno.EBUSY],
  ['File exists', errno.EEXIST],
  ['Invalid argument', errno.EINVAL],
];

/** The number of the error that a message ends with; NaN for none. */
export function errnoOf(text: string): number {
  return (
    WORDS.find(([words, number]) => text.endsWith(words) || text.endsWith(errno.errnoName(number)))?.[1] ??
    Number.NaN
  );
}

/** Names of Linux's error numbers that calls on memory return (asm-generic/errno-base.h, errno.h). */
const NUMBERS: Readonly<Record<string, number>> = {
  EPERM: 1,
  ENOENT: 2,
  ESRCH: 3,
  EINTR: 4,
  EIO: 5,
  E2BIG: 7,
  EBADF: 9,
  ECHILD: 10,
  EAGAIN: 11,
  EWOULDBLOCK: 11,
  ENOMEM: 12,
  EACCES: 13,
  EFAULT: 14,
  EBUSY: 16,
  EEXIST: 17,
  ENODEV: 19,
  EINVAL: 22,
  ENFILE: 23,
  EMFILE: 24,
  ENOTTY: 25,
  EFBIG: 27,
  ENOSPC: 28,
  EPIPE: 32,
  ERANGE: 34,
  EDEADLK: 35,
  ENOSYS: 38,
  ENODATA: 61,
  EOVERFLOW: 75,
  EOPNOTSUPP: 95,
  ENOTSUP: 95,
  ETIMEDOUT: 110,
  EALREADY: 114,
  ECANCELED: 125,
  EHWPOISON: 133,
  ERESTARTSYS: 512,
  ERESTARTNOINTR: 513,
  ERESTARTNOHAND: 514,
  ERESTART_RESTARTBLOCK: 516,
};

/** The number of an error by name; NaN for one that no call on memory returns. */
export const errnoNamed = (name: string): number => NUMBERS[name] ?? Number.NaN;
