/** `virsh domjobinfo`, its --completed and --rawstats (tools/virsh-domain.c, cmdDomjobinfo).
 *
 *      file    = { line }
 *      line    = key ": " blanks value [ " " unit ]               "Memory bandwidth: 108.9 MiB/s"
 *              | name ": " value                                  --rawstats: "memory_bps: 114189926"
 *
 *  A sample begins with the job's type, or with a key that comes again. Lines may be quoted by "> ". */
import { later } from '../base/language.ts';
import type { Evidence } from './evidence.ts';
import { FOREIGN, type Format, type LineReader, type Outcome, READ, type Sure } from './format.ts';
import { OpenSample } from './opensample.ts';
import { readNumber, VIRSH_STATISTICS } from './statistics.ts';

const KEY = /^(?:> ?)*\s*([A-Z][\w/ ]{3,40}|[a-z_]{4,40}): +(\S.*)$/;
/** Type of a job → the status of a migration that it has. */
const JOBS: Readonly<Record<string, string>> = {
  None: 'none',
  Bounded: 'active',
  Unbounded: 'active',
  Completed: 'completed',
  Failed: 'failed',
  Cancelled: 'cancelled',
  // As --rawstats has them (virDomainJobType).
  0: 'none',
  1: 'active',
  2: 'active',
  3: 'completed',
  4: 'failed',
  5: 'cancelled',
};
const TYPE = 'job type';
/** Keys that say nothing about the migration. */
const OTHER =
  /^(?:operation|data |disk |file |time |downtime w\/o|compression |dump |tls|mirror |error message|errmsg|success|stats_type|setup_|time_|data_|disk_|auto_|compression_)/;

const entryOf = (line: string): readonly [string, string] | null => {
  if (line.length > 200) return null;
  const found = KEY.exec(line);
  return found ? [found[1]!.toLowerCase(), found[2]!.trim()] : null;
};

export const virsh: Format = {
  name: 'virsh',
  title: later`virsh domjobinfo`,
  recognise: (line): Sure => {
    const entry = entryOf(line);
    if (!entry) return 0;
    const [key, value] = entry;
    if (key === TYPE) return value in JOBS ? 2 : 0;
    if (!VIRSH_STATISTICS.has(key) || !/^\d/.test(value)) return 0;
    return key.startsWith('memory ') || key.startsWith('memory_') ? 2 : 1;
  },
  reader: (evidence) => new Virsh(evidence),
};

class Virsh implements LineReader {
  private open: OpenSample | null = null;

  constructor(private readonly evidence: Evidence) {}

  line(text: string, at: number): Outcome {
    const entry = entryOf(text);
    if (!entry) return FOREIGN;
    const [key, value] = entry;
    if (key === TYPE) {
      this.end();
      if (!(value in JOBS)) return FOREIGN;
      this.open = new OpenSample(at);
      this.open.status = JOBS[value]!;
      return READ;
    }
    const row = VIRSH_STATISTICS.get(this.nameOf(key));
    if (row) {
      if (this.open?.has(row)) this.end();
      this.open ??= new OpenSample(at);
      return this.open.put(row, readNumber(row, value)) ? READ : 'damaged';
    }
    if (key === 'error message' && this.open) this.open.error = value;
    return this.open && OTHER.test(key) ? 'otherFields' : FOREIGN;
  }

  /** What --rawstats calls downtime is the expected one while the job runs. */
  private nameOf(key: string): string {
    return key === 'downtime' && this.open?.status === 'active' ? 'expected downtime' : key;
  }

  end(): void {
    this.open?.close(this.evidence);
    this.open = null;
  }
}
