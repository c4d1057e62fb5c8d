/** How long its thread is busy with an event. The log says when things happen and not how long they take; the costs with which
 *  the engine spaces them do, kind by kind. Only for drawing: a thread's next event always ends what came before it. */
import { KINDS } from '../event/event.ts';
import type { EventCosts } from '../event/kind.ts';

/** What has no cost of its own, ns: a step in QEMU, a message. */
const OTHER = 200;

/** ns by kind number, for a profile of costs. */
export const busyBy = (costs: EventCosts): Float64Array =>
  Float64Array.from(KINDS, ({ cost }) => cost?.(costs) ?? OTHER);
