/** Error numbers in messages of programs. */
import { errnoOf } from '../event/errno.ts';

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
