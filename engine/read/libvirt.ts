/** libvirt's log (log_outputs, virLogFormatString), which has QEMU's monitor inside.
 *
 *      file    = { line | rest }
 *      line    = time "+0000: " thread ": " level " : " function ":" number " : " text
 *      text    = "QEMU_MONITOR_SEND_MSG: mon=" pointer " msg=" document [ CR ]
 *              | "QEMU_MONITOR_RECV_REPLY: mon=" pointer " reply=" document
 *              | "QEMU_MONITOR_RECV_EVENT: mon=" pointer " event=" document
 *              | "QEMU_MONITOR_IO_WRITE: " …                       what was sent, once more
 *              | anything                                          kept when the level is error or warning
 *      rest    = " fd=-1" | " len=93 ret=93 errno=0" | …           the second line of a text with a line feed in it
 *
 *  Errors and warnings become events named `libvirt error`, `libvirt warning`, their text behind them. */
import { later } from '../base/language.ts';
import { Documents } from './documents.ts';
import type { Evidence } from './evidence.ts';
import { FOREIGN, type Format, type LineReader, type Outcome, READ } from './format.ts';
import { QmpSession } from './qmpsession.ts';
import { stampOf } from './times.ts';

const LINE =
  /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}[+-]\d{4}: (\d+): (debug|info|warning|error) : ?(\S+?):\d+ : /;
const MONITOR = /^QEMU_MONITOR_(?:SEND_MSG|RECV_REPLY|RECV_EVENT): mon=(\S+) (?:msg|reply|event)=/;
const REST = /^ (?:fd=-?\d+|len=\d+ ret=-?\d+ errno=\d+)\s*$/;
/** The date alone: most lines of other logs end here. */
const DATE = /^\d{4}-\d\d-\d\d \d/;

export const libvirt: Format = {
  name: 'libvirt',
  title: later`libvirt’s log`,
  recognise: (line) => (DATE.test(line) && LINE.test(line) ? 2 : 0),
  reader: (evidence) => new Libvirt(evidence),
};

class Libvirt implements LineReader {
  private readonly sessions = new Map<string, QmpSession>();
  private readonly documents: Documents;
  private session: QmpSession | undefined;
  private outcome: Outcome = FOREIGN;
  private time = Number.NaN;

  constructor(private readonly evidence: Evidence) {
    this.documents = new Documents((value, line) => {
      this.outcome =
        value === undefined || !this.session ? 'damaged' : this.session.document(value, line, this.time);
    });
  }

  line(text: string, at: number): Outcome {
    if (REST.test(text)) return 'otherFields';
    const found = DATE.test(text) ? LINE.exec(text) : null;
    if (!found) return FOREIGN;
    this.time = stampOf(text);
    this.evidence.timed('wall');
    const said = text.slice(found[0].length);
    const monitor = MONITOR.exec(said);
    if (monitor) return this.monitor(said, monitor, at);
    const level = found[2]!;
    if (level !== 'error' && level !== 'warning') return 'otherEvent';
    this.note(`libvirt ${level}`, said, Number(found[1]), at);
    return READ;
  }

  private monitor(said: string, [head, mon = '']: RegExpExecArray, at: number): Outcome {
    this.session = this.sessionOf(mon);
    this.outcome = FOREIGN;
    this.documents.push(said, at, head!.length);
    // A document is on one line here: one that is cut ends with it.
    this.documents.cut();
    return this.outcome === FOREIGN ? 'damaged' : this.outcome;
  }

  /** Each monitor has its own: that of a guest. */
  private sessionOf(mon: string): QmpSession {
    let session = this.sessions.get(mon);
    if (!session) {
      session = new QmpSession(this.evidence, mon);
      if (this.sessions.size < 1024) this.sessions.set(mon, session);
    }
    return session;
  }

  private note(name: string, text: string, thread: number, line: number): void {
    const { events } = this.evidence;
    events.time.push(this.time);
    events.pid.push(thread);
    events.line.push(line);
    events.name.push(events.texts.number(name));
    events.text.push(events.texts.number(text.slice(0, 240)));
    events.a.push(Number.NaN);
    events.b.push(Number.NaN);
  }
}
