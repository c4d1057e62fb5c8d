/** Why a page was sent more than once: what came between one sending and the next (D5, C1, C10, Q38). */

import { hostOf } from '../event/actor.ts';
import { K } from '../event/event.ts';
import { HOST_SRC } from '../event/pageword.ts';
import { answer, lastBefore, type Scene, type WhyAnswer } from './answer.ts';
import { AGAIN, type Again, answerWords } from './words.ts';

const SENDS: readonly number[] = [K.SEND, K.SEND_ZERO, K.IMAGE_WRITE];
const WRITES: readonly number[] = [K.WRITE, K.FILL, K.POPULATE];
/** How a write is noticed on the source, and how that reaches who sends. */
const NOTICES: readonly number[] = [
  K.LOG_DIRTY,
  K.SOFT_DIRTY,
  K.WP_DIRTY,
  K.LOG_HARVEST,
  K.HARVEST,
  K.LOG_GET,
  K.PAGEMAP_READ,
  K.PAGEMAP_SCAN,
];
/** Sendings whose causes the chain tells: the last ones. */
const TOLD = 6;

const REASONS: Readonly<Record<Again, { readonly fn: string; readonly rule: string }>> = {
  connection: {
    fn: 'ram_dirty_bitmap_reload',
    rule: 'Q38',
  },
  refused: {
    fn: 'uffd_check_op_error',
    rule: 'C10',
  },
  written: {
    fn: 'kvm_vm_ioctl_get_dirty_log',
    rule: 'D5',
  },
  dumped: { fn: 'pagemap_read', rule: 'C2' },
  neighbour: {
    fn: 'pte_mksoft_dirty',
    rule: 'C1',
  },
  late: {
    fn: 'kvm_vm_ioctl_get_dirty_log',
    rule: 'D5',
  },
  unknown: { fn: '', rule: '' },
};

/** What lies between two sendings. */
interface Between {
  readonly reason: Again;
  readonly events: readonly number[];
}

const sendsOf = ({ columns, ofPage, step }: Scene): number[] =>
  ofPage.filter((n) => n < step && SENDS.includes(columns.kind(n)));

export const offersSentAgain = (scene: Scene): boolean =>
  scene.host === HOST_SRC && sendsOf(scene).length > 1;

export async function whySentAgain(scene: Scene): Promise<WhyAnswer> {
  const words = answerWords();
  const sends = sendsOf(scene);
  const between = sends.slice(1).map((b, i) => betweenOf(scene, sends[i]!, b));
  const last = sends.at(-1)!;
  const reasons = AGAIN.map((reason) => [reason, between.filter((x) => x.reason === reason).length] as const);
  return answer(
    scene.columns,
    words.sent(
      sends.length,
      last + 1,
      reasons.filter(([, n]) => n > 0),
    ),
    REASONS[between.at(-1)!.reason],
    [...sends.slice(-TOLD), ...between.slice(1 - TOLD).flatMap((x) => x.events)],
    new Map(sends.map((n, i) => [n, words.sending(i + 1)])),
  );
}

/** Why the page that was sent at `a` was sent again at `b`. */
function betweenOf({ columns, ofPage, cast }: Scene, a: number, b: number): Between {
  const last = (kinds: readonly number[], from = a, to = b): number =>
    lastBefore(
      ofPage,
      to,
      (n) => n > from && kinds.includes(columns.kind(n)) && hostOf(columns.who(n)) === HOST_SRC,
    );
  const resend = last([K.RESEND]);
  if (resend >= 0) return { reason: 'connection', events: [resend] };
  const noticed = last(NOTICES);
  const written = last(WRITES);
  if (written >= 0) return { reason: cast === 'criu' ? 'dumped' : 'written', events: [written, noticed] };
  const marked = last([K.SOFT_DIRTY]);
  if (marked >= 0) return { reason: 'neighbour', events: [marked] };
  const refused = lastBefore(ofPage, b, (n) => n > a && columns.kind(n) === K.COPY_REFUSED);
  if (refused >= 0) return { reason: 'refused', events: [refused] };
  if (noticed < 0) return { reason: 'unknown', events: [] };
  return { reason: 'late', events: [last(WRITES, -1, a), noticed] };
}
