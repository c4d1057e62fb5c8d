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
