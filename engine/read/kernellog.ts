/** The kernel's log, as dmesg, journalctl and syslog print it, and the stacks of /proc/PID/stack.
 *
 *      line    = [ "Sep 13 15:16:52 HOST kernel: " | "[ 12.345678] " ] text
 *      text    = "FAULT_FLAG_ALLOW_RETRY missing " hex | "BUG: Bad rss-counter state" … | frame | …
 *      frame   = [ "[<" address ">]" ] [ "? " ] function "+0x" offset "/0x" size
 *
 *  No timeline comes of it: what it says about memory becomes a remark, and transparent_hugepage= of the command line a setting. */
import { later } from '../base/language.ts';
import { type Evidence, MOST_ENTRIES } from './evidence.ts';
import { FOREIGN, type Format, type LineReader, type Outcome, READ } from './format.ts';

const SYSLOG =
  /^(?:[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d|\d{4}-\d\d-\d\d[T ][\d:.,+-]{8,24}Z?) \S{1,255} kernel: ?/;
const BOOT = /^\[ *(\d+\.\d{6})\](?:\[ *[TC]\d+\])? ?/;
const RETRY = /FAULT_FLAG_ALLOW_RETRY missing ([0-9a-f]+)/;
const RSS = /BUG: Bad rss-counter state mm:\S+ type:(\w+) val:(-?\d+)/;
const NO_PAGE = /page allocation failure: order:(\d{1,2})\b/;
const COMMAND_LINE = /(?:Kernel c|C)ommand line:.*\btransparent_hugepage=(always|madvise|never)\b/;
/** /proc/PID/stack prints no addresses: the thread sleeps there now. */
const ASLEEP = /^\s*\[<0>\] handle_userfault\+/;
const FRAME = /^\s*(?:\[<[0-9a-f]+>\]\s*)?(?:\? )?([\w.]+)\+0x[0-9a-f]+\/0x[0-9a-f]+/;
const SAYS =
  /^\s*(?:CPU: \d+ |Call Trace:|<\/?TASK>|Workqueue: |RIP: |Hardware name: |State:\s|\d+ locks? held|#\d+: )/;

export const kernelLog: Format = {
  name: 'kernel-log',
  title: later`the kernel’s log`,
  instead: later`It says nothing about huge pages or userfaultfd. Record the tracepoints huge_memory:*, or strace of the process.`,
  recognise: (line) => {
    if (RETRY.test(line) || RSS.test(line) || NO_PAGE.test(line) || SYSLOG.test(line)) return 2;
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
    const order = NO_PAGE.exec(said);
    if (order) return this.remark('no-page', time, line, said, Number(order[1]));
    const mode = COMMAND_LINE.exec(said.slice(0, 4096));
    if (mode) return this.setting(mode[1]!, time, line);
    const frame = FRAME.exec(said);
    if (frame) {
      if (!frame[1]!.startsWith('handle_userfault')) return 'otherFields';
      return this.remark(ASLEEP.test(said) ? 'asleep' : 'userfault', time, line, said, 0);
    }
    return SAYS.test(said) ? 'otherFields' : boot || SYSLOG.test(text) ? 'otherEvent' : FOREIGN;
  }

  private setting(value: string, time: number, line: number): Outcome {
    const { knobs } = this.evidence;
    if (knobs.length >= MOST_ENTRIES) return 'tooMany';
    knobs.push({ time, line, name: 'transparent_hugepage/enabled', value });
    return READ;
  }

  private remark(kind: string, time: number, line: number, text: string, value: number): Outcome {
    const { remarks } = this.evidence;
    if (remarks.length >= MOST_ENTRIES) return 'tooMany';
    remarks.push({ time, line, kind, text: text.trim().slice(0, 200), value });
    return READ;
  }
}
