/** The kernel's log, as dmesg, journalctl and syslog print it, and the stacks of /proc/PID/stack.
 *
 *      line    = [ "Sep 13 15:16:52 HOST kernel: " | "[ 12.345678] " ] text
 *      text    = "FAULT_FLAG_ALLOW_RETRY missing " hex | "BUG: Bad rss-counter state" … | frame | …
 *      frame   = [ "[<" address ">]" ] [ "? " ] function "+0x" offset "/0x" size
 *
 *  No timeline comes of it: what it says about memory becomes a remark. */
import { later } from '../base/language.ts';
import { type Evidence, MOST_ENTRIES } from './evidence.ts';
import { FOREIGN, type Format, type LineReader, type Outcome, READ } from './format.ts';

const SYSLOG = /^[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \S+ kernel: ?/;
const BOOT = /^\[ *(\d+\.\d{6})\](?:\[ *[TC]\d+\])? ?/;
const RETRY = /FAULT_FLAG_ALLOW_RETRY missing ([0-9a-f]+)/;
const RSS = /BUG: Bad rss-counter state mm:\S+ type:(\w+) val:(-?\d+)/;
const FRAME = /^\s*(?:\[<[0-9a-f]+>\]\s*)?(?:\? )?([\w.]+)\+0x[0-9a-f]+\/0x[0-9a-f]+/;
const SAYS =
  /^\s*(?:CPU: \d+ |Call Trace:|<\/?TASK>|Workqueue: |RIP: |Hardware name: |State:\s|\d+ locks? held|#\d+: )/;

export const kernelLog: Format = {
  name: 'kernel-log',
  title: later`the kernel’s log`,
  recognise: (line) => {
    if (RETRY.test(line) || RSS.test(line) || SYSLOG.test(line)) return 2;
    return BOOT.test(line) || FRAME.test(line) ? 1 : 0;
  },
  reader: (evidence) => new KernelLog(evidence),
};

class KernelLog implements LineReader {
  constructor(private readonly evidence: Evidence) {}

  line(text: string, line: number): Outcome {
    const boot = BOOT.exec(text);
    const said = text.replace(SYSLOG, '').replace(BOOT, '');
    const time = boot ? Number(boot[1]) : Number.NaN;
    if (boot) this.evidence.timed('monotonic');
    const retry = RETRY.exec(said);
    if (retry) return this.remark('uffd-no-retry', time, line, said, Number.parseInt(retry[1]!, 16));
    const rss = RSS.exec(said);
    if (rss) return this.remark('bad-rss', time, line, said, Number(rss[2]));
    const frame = FRAME.exec(said);
    if (frame)
      return frame[1]!.startsWith('handle_userfault')
        ? this.remark('userfault', time, line, said, 0)
        : 'otherFields';
    return SAYS.test(said) ? 'otherFields' : boot || SYSLOG.test(text) ? 'otherEvent' : FOREIGN;
  }

  private remark(kind: string, time: number, line: number, text: string, value: number): Outcome {
    const { remarks } = this.evidence;
    if (remarks.length >= MOST_ENTRIES) return 'tooMany';
    remarks.push({ time, line, kind, text: text.trim().slice(0, 200), value });
    return READ;
  }
}
