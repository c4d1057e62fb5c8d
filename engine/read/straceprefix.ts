/** What strace prints before a call: who made it and when.
 *
 *      prefix  = [ who ] [ time ] [ "(+" seconds ") " ] { "[" number or address "] " }
 *      who     = "[pid" " "+ N [ "<" comm ">" ] "] " | N [ "<" comm ">" ] " "+
 *      time    = seconds "." fraction | "HH:MM:SS" [ "." fraction ] */
import { isDigit, type Scan } from './scan.ts';

/** Seconds from which on a time counts from 1970: smaller ones are those of `-r`. */
const EPOCH = 1e8;

export type TimeKind = 'none' | 'step' | 'day' | 'wall';

/** The prefix of the present line. */
export class Prefix {
  /** -1 where none is printed. */
  pid = -1;
  /** Where the name of the thread stands in the line; empty when it is not printed. */
  commFrom = 0;
  commTo = 0;
  kind: TimeKind = 'none';
  /** s: since 1970, since midnight, or since the line before. */
  time = Number.NaN;

  /** Reads it; `scan` then stands before the call. */
  read(scan: Scan): void {
    this.pid = -1;
    this.commFrom = 0;
    this.commTo = 0;
    this.kind = 'none';
    this.time = Number.NaN;
    scan.blanks();
    if (scan.code === 91) this.bracket(scan);
    else if (isDigit(scan.code)) this.bare(scan);
    if (isDigit(scan.code)) this.clock(scan);
    if (scan.pass('(+')) {
      scan.find(')');
      scan.blanks();
    }
    // -i and -n: an instruction pointer or the number of the call.
    while (scan.code === 91 && scan.find(']')) scan.blanks();
  }

  /** `[pid  4597] ` */
  private bracket(scan: Scan): void {
    if (!scan.pass('[pid ')) return;
    scan.blanks();
    this.pid = scan.number();
    this.comm(scan);
    scan.pass(']');
    scan.blanks();
  }

  /** `5170<name> `, `5170  `; a number that belongs to a time is left where it is. */
  private bare(scan: Scan): void {
    const from = scan.at;
    const pid = scan.number();
    const next = scan.code;
    if (next === 60) {
      this.pid = pid;
      this.comm(scan);
      scan.blanks();
    } else if (next === 32) {
      this.pid = pid;
      scan.blanks();
    } else scan.at = from;
  }

  /** `<IO mon_iothread>`: a name may have `>` in it, so it ends at the last one before a blank or bracket. */
  private comm(scan: Scan): void {
    if (scan.code !== 60) return;
    const from = scan.at + 1;
    let to = from;
    const { text } = scan;
    // A name has at most 15 bytes; strace writes others than printable ones with four letters.
    for (const most = from + 64; to < most && to < text.length; to++) {
      const next = text.charCodeAt(to + 1);
      if (text.charCodeAt(to) === 62 && (next === 32 || next === 93 || Number.isNaN(next))) break;
    }
    this.commFrom = from;
    this.commTo = to;
    scan.at = Math.min(text.length, to + 1);
  }

  private clock(scan: Scan): void {
    const from = scan.at;
    const { text } = scan;
    let colons = 0;
    let dot = false;
    let at = from;
    for (; ; at++) {
      const c = text.charCodeAt(at);
      if (isDigit(c)) continue;
      if (c === 58 && colons < 2) colons++;
      else if (c === 46 && !dot) dot = true;
      else break;
    }
    if (text.charCodeAt(at) !== 32) return;
    if (colons === 2) {
      const seconds = Number(text.slice(from + 6, at));
      const time =
        Number(text.slice(from, from + 2)) * 3600 + Number(text.slice(from + 3, from + 5)) * 60 + seconds;
      if (Number.isNaN(time)) return;
      this.kind = 'day';
      this.time = time;
    } else if (dot && colons === 0) {
      this.time = Number(text.slice(from, at));
      this.kind = this.time >= EPOCH ? 'wall' : 'step';
    } else return;
    scan.at = at;
    scan.blanks();
  }
}
