/** Error numbers as Linux has them; calls of the engine return them negative. */
export const EPERM = 1;
export const ENOENT = 2;
export const ESRCH = 3;
export const EBADF = 9;
export const EAGAIN = 11;
export const ENOMEM = 12;
export const EFAULT = 14;
export const EBUSY = 16;
export const EEXIST = 17;
export const EINVAL = 22;
export const EHWPOISON = 133;
/** Never seen by a process: the call sleeps and begins again. */
export const ERESTARTSYS = 512;

/** All that calls on memory return (asm-generic/errno-base.h, errno.h); of two names for one number, the usual one first. */
const NUMBERS: Readonly<Record<string, number>> = {
  EPERM,
  ENOENT,
  ESRCH,
  EINTR: 4,
  EIO: 5,
  E2BIG: 7,
  EBADF,
  ECHILD: 10,
  EAGAIN,
  EWOULDBLOCK: EAGAIN,
  ENOMEM,
  EACCES: 13,
  EFAULT,
  EBUSY,
  EEXIST,
  ENODEV: 19,
  EINVAL,
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
  EHWPOISON,
  ERESTARTSYS,
  ERESTARTNOINTR: 513,
  ERESTARTNOHAND: 514,
  ERESTART_RESTARTBLOCK: 516,
};

/** `EINVAL` for 22. */
export const errnoName = (errno: number): string =>
  Object.keys(NUMBERS).find((name) => NUMBERS[name] === errno) ?? `errno ${errno}`;

/** 22 for `EINVAL`; NaN for a name that no call on memory returns. */
export const errnoOf = (name: string): number => NUMBERS[name] ?? Number.NaN;
