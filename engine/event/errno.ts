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

const NAMES: Readonly<Record<number, string>> = {
  [EPERM]: 'EPERM',
  [ENOENT]: 'ENOENT',
  [ESRCH]: 'ESRCH',
  [EBADF]: 'EBADF',
  [EAGAIN]: 'EAGAIN',
  [ENOMEM]: 'ENOMEM',
  13: 'EACCES',
  [EFAULT]: 'EFAULT',
  [EBUSY]: 'EBUSY',
  [EEXIST]: 'EEXIST',
  [EINVAL]: 'EINVAL',
  [EHWPOISON]: 'EHWPOISON',
};

/** `EINVAL` for 22. */
export const errnoName = (errno: number): string => NAMES[errno] ?? `errno ${errno}`;
