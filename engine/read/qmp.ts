/** A session of QMP, as qmp-shell, socat, a test or a person keeps it.
 *
 *      file    = { [ prefix ] document { document } | prompt command }
 *      prefix  = "> " | "-> " | "<- " | "(QEMU) " | a time and anything else in front
 *      document = JSON, over several lines too, or as Python prints it
 *      command = name { " " argument "=" value }              as qmp-shell takes it
 *
 *  What the documents mean is in `qmpsession.ts`. A document that is cut off is read as far as it goes. */
import { Documents } from './documents.ts';
import type { Evidence } from './evidence.ts';
import { FOREIGN, type Format, type LineReader, type Outcome, READ, type Sure } from './format.ts';
import { QmpSession } from './qmpsession.ts';
import { stampOf } from './times.ts';

/** How a document of QMP begins when it is on one line. */
const BEGINS = ['"execute"', '"exec-oob"', '"return"', '"event"', '"error"', '"QMP"', "'return'", "'event'"];
const SHELL = '(QEMU) ';
/** Names that answers have: a line of one is read, every other one inside a document left out. */
const MEMBERS: ReadonlySet<string> = new Set(
  (
    'execute arguments id return event timestamp seconds microseconds data status error class desc ram total-time downtime ' +
    'expected-downtime setup-time transferred remaining total duplicate normal normal-bytes dirty-pages-rate mbps dirty-sync-count ' +
    'page-size multifd-bytes pages-per-second precopy-bytes downtime-bytes postcopy-bytes postcopy-requests pass capability state ' +
    'capabilities max-bandwidth downtime-limit cpu-throttle-percentage postcopy-blocktime postcopy-vcpu-blocktime uri error-desc'
  ).split(' '),
);
const MEMBER = /^\s*u?["']([\w-]+)["']\s*:/;
/** A line that may stand inside a document over several lines. */
const INSIDE = /^(?:[{}\]",']|u'|(?:true|false|null|True|False|None|\.\.\.|-?[\d.]+),?$|\[[\s\d,."']*\]?,?$)/;
const OPENING = /^[\s>]*(?:->|<-|\(QEMU\)|[$#<])?\s*\{/;

/** Where the first document of a line begins; -1 for none. */
function beginOf(line: string): number {
  if (OPENING.test(line.slice(0, 64))) return line.indexOf('{');
  const brace = line.indexOf('{"');
  return brace >= 0 && BEGINS.some((word) => line.startsWith(word, brace + 1)) ? brace : -1;
}

export const qmp: Format = {
  name: 'qmp',
  title: 'QMP',
  recognise,
  reader: (evidence) => new Qmp(evidence),
};

function recognise(line: string): Sure {
  if (line.startsWith(SHELL)) return 2;
  const begin = line.indexOf('{');
  if (begin < 0 || beginOf(line) < 0) return 0;
  const head = line.slice(begin, begin + 400);
  return BEGINS.some((word) => head.includes(word)) ? 2 : 1;
}

class Qmp implements LineReader {
  private readonly session: QmpSession;
  private readonly documents: Documents;
  /** What became of the documents that ended in the present line. */
  private outcome: Outcome = FOREIGN;
  private time = Number.NaN;

  constructor(private readonly evidence: Evidence) {
    this.session = new QmpSession(evidence);
    this.documents = new Documents((value, line) => {
      const outcome = value === undefined ? 'damaged' : this.session.document(value, line, this.time);
      if (this.outcome !== READ) this.outcome = outcome;
    });
  }

  line(text: string, at: number): Outcome {
    const { documents } = this;
    this.outcome = FOREIGN;
    let begin = 0;
    if (documents.open) {
      const isNew = text.charCodeAt(0) === 0x7b && recognise(text) === 2;
      if (!isNew && INSIDE.test(text.trim())) {
        documents.push(text, at);
        return this.inside(text);
      }
      if (!isNew && text.trim() === '') return 'blank';
      documents.cut();
      this.outcome = FOREIGN;
    }
    begin = beginOf(text);
    if (begin < 0) return text.startsWith(SHELL) ? this.shell(text.slice(SHELL.length), at) : FOREIGN;
    this.time = begin > 0 ? this.stamp(text) : Number.NaN;
    documents.push(text, at, begin);
    return documents.open ? this.inside(text) : this.outcome;
  }

  end(): void {
    this.documents.cut();
    // Between events of a trace, which have a clock of their own or none, two stamps of QMP are no clock of the file.
    const { session, evidence } = this;
    if (session.isStamped && session.noted === evidence.events.count) evidence.timed('wall');
  }

  /** The outcome of a line of a document over several: its name tells whether it is one of QMP. */
  private inside(text: string): Outcome {
    const member = MEMBER.exec(text.slice(0, 100));
    if (this.outcome === READ || (member && MEMBERS.has(member[1]!))) return READ;
    return 'otherFields';
  }

  private shell(command: string, at: number): Outcome {
    const [execute = '', ...words] = command.split(' ');
    if (execute === '') return 'heading';
    const args = words.map((word) => {
      const eq = word.indexOf('=');
      return [word.slice(0, eq), word.slice(eq + 1)] as const;
    });
    return this.session.document(
      { execute, ...(args.length > 0 ? { arguments: Object.fromEntries(args) } : {}) },
      at,
      Number.NaN,
    );
  }

  private stamp(text: string): number {
    const time = stampOf(text.startsWith('[') ? text.slice(1) : text);
    if (!Number.isNaN(time)) this.evidence.timed('wall');
    return time;
  }
}
