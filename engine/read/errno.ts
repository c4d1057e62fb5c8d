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
export const errnoOf = (name: string): number => NUMBERS[name] ?? Number.NaN;

/** The name of an error number, such as EEXIST; its digits when it has none here. */
export const errnoName = (number: number): string =>
  Object.keys(NUMBERS).find((name) => NUMBERS[name] === number) ?? String(number);

/** The C library's words for errors that messages of programs end with. */
const WORDS: Readonly<Record<string, string>> = {
  'Operation not permitted': 'EPERM',
  'No such file or directory': 'ENOENT',
  'No such process': 'ESRCH',
  'Bad file descriptor': 'EBADF',
  'Resource temporarily unavailable': 'EAGAIN',
  'Cannot allocate memory': 'ENOMEM',
  'Bad address': 'EFAULT',
  'Device or resource busy': 'EBUSY',
  'File exists': 'EEXIST',
  'Invalid argument': 'EINVAL',
  'No space left on device': 'ENOSPC',
};

/** The number of the error whose words a message ends with; NaN for none. */
export function errnoOfMessage(message: string): number {
  const words = Object.keys(WORDS).find((text) => message.endsWith(text));
  return words === undefined ? Number.NaN : errnoOf(WORDS[words]!);
}
