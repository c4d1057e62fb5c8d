/** Logs of CRIU: of dump, restore and the lazy-pages daemon (criu/log.c, criu/uffd.c, criu/pie/restorer.c), 2.x to 4.x.
 *
 *      line    = "(" SECONDS "." MICROSECONDS ")" [ " " PID ": " ] text
 *      text    = "uffd: " PID "-" FD ": " ( "#PF at " hex | "zero page at " hex | "uffd_copy: " hex "/" bytes | "EXIT" | … )
 *              | ( "lazy-pages: " | "" ) older words for the same: "uffdio_copy.dst 0x…", "uffdio_copy.copy 0x…"
 *              | "pie: " [ PID ": " ] ( "Remap …" | "lazy-pages: register: …" )
 *              | "Error (" file ":" line "): " text
 *      section = "=[log]=> " path  |  "---- grep Error ----"           the test suite of CRIU prints these
 *
 *  Times count from the start of each program. A copy is printed before its ioctl: what the lines after it say about that ioctl
 *  corrects the bytes that were done. Numbers of events:
 *
 *      uffd_fault a: address                        uffd_copy a: address, b: bytes done     uffd_zeropage a: address, b: bytes
 *      uffd_refused a: address, b: -errno           uffd_exit                               uffd_remove a: start, b: bytes
 *      uffd_remap a: from, b: to                    uffd_register a: start, b: bytes        uffd_transferred a: pages, b: of
 *      criu_error b: -errno if it is about a userfaultfd, text
 *      criu_pages a: pages of a dump, b: of them lazy                                       criu_lazy a: address, b: pages left for later */
import { later } from '../base/language.ts';
import { PAGE_BYTES } from '../base/units.ts';
import { errnoOfMessage } from './errormessage.ts';
import { type Evidence, MOST_ENTRIES, MOST_ROWS } from './evidence.ts';
import { FOREIGN, type Format, type LineReader, type Outcome, READ } from './format.ts';

const LINE = /^\((\d{1,7}\.\d{6})\) ?/;
const SECTION = /^(?:=\[\w+\]=> |-{8,} ?(?:grep Error|ERROR OVER)|#{5,} Test )/;
const OWNER = /^ *(?:uffd: |pie: )?(\d{1,10}): /;
const UFFD = /(?:^|: )uffd: (\d{1,10})-{1,2}\d{1,10}: (.*)/;
const FAULT = /^(?:lazy-pages: )?(?:#PF at|msg\.arg\.pagefault\.address) (0x[0-9a-f]{1,16})/;
const ZERO = /^zero page at (0x[0-9a-f]{1,16})/;
const COPY = /^uffd_copy: (0x[0-9a-f]{1,16})\/(\d{1,12})/;
const REFUSED = /^(\w+): mcopy_rc:(-?\d{1,12})(?:, errno:(\d{1,4}))?/;
const GONE = /^(?:REMOVE|UNMAP): ([0-9a-f]{1,16})\(([0-9a-f]{1,16})\)/;
const MOVED = /^REMAP: ([0-9a-f]{1,16}) -> ([0-9a-f]{1,16})/;
const DONE = /transferred pages: \((\d{1,12})\/(\d{1,12})\)/;
const OLD_DST = /uffdio_(?:copy\.dst|zeropage\.range\.start) (0x[0-9a-f]{1,16})/;
const OLD_RESULT = /uffdio_(?:copy\.copy|zeropage\.zeropage) (0x[0-9a-f]{1,16})/;
const REGISTER = /lazy-pages: register: (?:0x)?([0-9a-f]{1,16}), len (?:0x)?([0-9a-f]{1,16})/;
const LAZY = /Lazy restore skips (\d{1,12}) pages at ([0-9a-f]{1,16})/;
const PAGES = /Pagemap generated: (\d{1,12}) pages \((\d{1,12}) lazy\)/;
/** Lines that the code inside the process prints, and lists below a line. */
const BELOW = /^(?:pie: \d{1,10}: |task_args->|\t)/;
const ERROR = /^(?:.{0,40}: )?Error \(([\w./+-]{1,80}):\d{1,6}\): (.*)/;
const RECEIVED = /Received PID: (\d{1,10}), uffd: (\d{1,6})/;

export const criuLog: Format = {
  name: 'criu',
  title: later`CRIU’s log`,
  recognise: (line) => (LINE.test(line) || line.startsWith('=[log]=> ') ? 2 : SECTION.test(line) ? 1 : 0),
  reader: (evidence) => new CriuLog(evidence),
};

class CriuLog implements LineReader {
  /** The copy printed last: its row in events and its address. */
  private copy = { row: -1, address: Number.NaN };
  private time = Number.NaN;
  private pid = 0;
  private number = 0;

  constructor(private readonly evidence: Evidence) {}

  line(text: string, line: number): Outcome {
    if (SECTION.test(text)) return 'heading';
    const stamp = LINE.exec(text);
    if (!stamp) return BELOW.test(text) && this.number > 0 ? 'otherEvent' : FOREIGN;
    this.evidence.timed('relative');
    if (this.evidence.events.count >= MOST_ROWS) return 'tooMany';
    this.time = Number(stamp[1]);
    this.number = line;
    const said = text.slice(stamp[0].length, stamp[0].length + 1000);
    this.pid = Number(OWNER.exec(said)?.[1] ?? 0);
    const known = this.error(said) || this.daemon(said) || this.restorer(said);
    return known ? READ : 'otherEvent';
  }

  private error(said: string): boolean {
    const found = ERROR.exec(said);
    if (!found) return false;
    const [, file, message] = found;
    const uffd = UFFD.exec(message!);
    if (uffd) this.pid = Number(uffd[1]);
    const text = (uffd?.[2] ?? message!).trim();
    const refused = REFUSED.exec(text);
    if (refused) return this.refused(refused);
    const no = file!.endsWith('uffd.c') ? -errnoOfMessage(text) : Number.NaN;
    return this.add('criu_error', Number.NaN, no, text.slice(0, 200));
  }

  /** What the lazy-pages daemon does. */
  private daemon(said: string): boolean {
    const found = UFFD.exec(said);
    if (!found) return this.old(said);
    this.pid = Number(found[1]);
    const text = found[2]!;
    const fault = FAULT.exec(text);
    if (fault) return this.fault(Number(fault[1]));
    const copy = COPY.exec(text);
    if (copy) return this.copied(Number(copy[1]), Number(copy[2]));
    const zero = ZERO.exec(text);
    if (zero) return this.add('uffd_zeropage', Number(zero[1]), PAGE_BYTES);
    const refused = REFUSED.exec(text);
    if (refused) return this.refused(refused);
    if (text.startsWith('EXIT')) return this.add('uffd_exit', Number.NaN, Number.NaN);
    const gone = GONE.exec(text);
    if (gone) return this.add('uffd_remove', hexOf(gone[1]!), hexOf(gone[2]!));
    const moved = MOVED.exec(text);
    if (moved) return this.add('uffd_remap', hexOf(moved[1]!), hexOf(moved[2]!));
    const done = DONE.exec(text);
    if (done) return this.add('uffd_transferred', Number(done[1]), Number(done[2]));
    return false;
  }

  /** Words of CRIU 2.x. */
  private old(said: string): boolean {
    const fault = FAULT.exec(said);
    if (fault) return this.fault(Number(fault[1]));
    const dst = OLD_DST.exec(said);
    if (dst) return this.copied(Number(dst[1]), PAGE_BYTES);
    const result = OLD_RESULT.exec(said);
    if (!result) return false;
    const value = Number(BigInt.asIntN(64, BigInt(result[1]!)));
    if (value >= 0) {
      if (this.copy.row >= 0) this.evidence.events.b.set(this.copy.row, value);
      return true;
    }
    return this.refuse(value, 0, 'copy');
  }

  /** What restore prepares, and what it leaves to the daemon. */
  private restorer(said: string): boolean {
    const register = REGISTER.exec(said);
    if (register) return this.registered(hexOf(register[1]!), hexOf(register[2]!));
    const lazy = LAZY.exec(said);
    if (lazy) return this.add('criu_lazy', hexOf(lazy[2]!), Number(lazy[1]));
    const pages = PAGES.exec(said);
    if (pages) return this.add('criu_pages', Number(pages[1]), Number(pages[2]));
    const received = RECEIVED.exec(said);
    if (!received) return false;
    this.evidence.process(Number(received[1]), '', this.number);
    return true;
  }

  private registered(start: number, bytes: number): boolean {
    const { blocks } = this.evidence;
    if (blocks.length < MOST_ENTRIES) blocks.push({ id: '', line: this.number, start, bytes });
    return this.add('uffd_register', start, bytes);
  }

  private fault(address: number): boolean {
    const { faults } = this.evidence;
    faults.time.push(this.time);
    faults.pid.push(this.pid);
    faults.line.push(this.number);
    faults.address.push(address);
    faults.write.push(2);
    return this.add('uffd_fault', address, Number.NaN);
  }

  private copied(address: number, bytes: number): boolean {
    this.copy = { row: this.evidence.events.count, address };
    return this.add('uffd_copy', address, bytes);
  }

  private refused([, call, rc, errno]: RegExpExecArray): boolean {
    const value = Number(rc);
    return this.refuse(value < 0 ? value : -Number(errno ?? 0), Math.max(value, 0), call!);
  }

  private refuse(no: number, done: number, call: string): boolean {
    if (this.copy.row >= 0) this.evidence.events.b.set(this.copy.row, done);
    return this.add('uffd_refused', this.copy.address, no, call);
  }

  private add(name: string, a: number, b: number, text = ''): boolean {
    const { events } = this.evidence;
    events.time.push(this.time);
    events.pid.push(this.pid);
    events.line.push(this.number);
    events.name.push(events.texts.number(name));
    events.text.push(events.texts.number(text));
    events.a.push(a);
    events.b.push(b);
    if (this.pid > 0) this.evidence.process(this.pid, '', this.number);
    return true;
  }
}

const hexOf = (text: string): number => Number.parseInt(text, 16);
