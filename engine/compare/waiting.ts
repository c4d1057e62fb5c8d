/** How long vCPUs and threads slept in userfaults, all together. */
import type { Work } from '../base/work.ts';
import { K } from '../event/event.ts';
import type { Columns } from '../log/columns.ts';

/** Sum over all sleepers, ns: from handle_userfault() to the wake, or to the end of who slept. */
export function* waitedNs(columns: Columns): Work<number> {
  let waiting = 0;
  let since = 0;
  let sum = 0;
  for (const { chunk, base, first, last } of columns.spans(0, columns.length)) {
    for (let i = first; i < last; i++) {
      const what = chunk.kind[i]!;
      if (what !== K.UFFD_FAULT && what !== K.WAKE && what !== K.INCOMING_EXIT) continue;
      const n = base + i;
      const now = columns.time(n);
      sum += waiting * (now - since);
      since = now;
      waiting = what === K.UFFD_FAULT ? waiting + 1 : what === K.WAKE ? waiting - columns.arg(n) : 0;
    }
    yield (base + last) / columns.length;
  }
  return waiting > 0 && columns.length > 0 ? sum + waiting * (columns.time(columns.length - 1) - since) : sum;
}
