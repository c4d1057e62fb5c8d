/** How the events of CRIU change the state; added to the table of fold by whoever emits them.
 *  Source: TO_SEND is content that is in no image, SENT what is in one or left by request, LOGGED the soft-dirty bit. */
import './foldtracking.ts';
import './spec/criu.ts';
import { type Changes, type Fold, land, takeOff, touchRange } from './entries.ts';
import { EAGAIN } from './errno.ts';
import { addFolds, receive } from './fold.ts';
import { IN_FLIGHT, SENT, TO_SEND } from './pageword.ts';
import { refusedErrno, refusedPages } from './spec/criu.ts';
import type { MemoryState } from './state.ts';

/** The newest content of the page is only at the source. */
function owe(s: MemoryState, page: number): void {
  const w = s.src.words[page]!;
  if (!(w & TO_SEND)) s.toSend++;
  s.src.words[page] = w | TO_SEND;
}

/** It is not any more. */
function settle(s: MemoryState, page: number): void {
  const w = s.src.words[page]!;
  if (w & TO_SEND) s.toSend--;
  s.src.words[page] = w & ~TO_SEND;
}

function unrequest(s: MemoryState, page: number): void {
  s.dst.words[page] = s.dst.words[page]! & ~IN_FLIGHT;
}

/** A fold that does `one` to each page of a range and shows both sides anew. */
const each =
  (one: (s: MemoryState, page: number) => void): Fold =>
  (s, _h, page, n) => {
    for (let p = page; p < page + n; p++) one(s, p);
    touchRange(s, 0, page, n);
    touchRange(s, 1, page, n);
  };

const changes: Changes = {
  SPLICE: each(owe),
  IMAGE_WRITE: each((s, p) => {
    settle(s, p);
    takeOff(s, p);
    s.src.words[p] = s.src.words[p]! | SENT;
  }),
  IMAGE_STORED: each(land),
  RESTORE_PAGE: (s, _h, page, arg) => receive(s, page, arg),
  LAZY_FETCH: each((s, p) => {
    s.dst.words[p] = s.dst.words[p]! | IN_FLIGHT;
  }),
  COPY_REFUSED: (s, h, page, arg) => {
    const again = refusedErrno(arg) === EAGAIN;
    const refused = each((_, p) => {
      land(s, p);
      unrequest(s, p);
      if (again) owe(s, p);
    });
    refused(s, h, page, refusedPages(arg));
  },
  LAZY_DROP: each((s, p) => {
    settle(s, p);
    land(s, p);
    unrequest(s, p);
  }),
};
addFolds(changes);
