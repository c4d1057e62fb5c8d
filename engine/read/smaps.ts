/** smaps, smaps_rollup and maps of /proc/PID, whole or what grep left of them (Documentation/filesystems/proc.rst).
 *
 *      vma     = range " " perms " " offset " " device " " inode [ "  " name ] { field }
 *      field   = ( NAME ":" number [ " kB" ] ) | ( "VmFlags:" { " " flag } )
 *      sum     = NAME ":" number                 without kB: a program added a field up over all VMAs
 *      off     = "prctl(PR_GET_THP_DISABLE) = " number | "THP_enabled:" number      what a program or /proc/PID/status says beside it
 *
 *  Lines may be indented, and may begin with the name of the file, as grep prints it. Fields without a range are a VMA of its own, from
 *  each field that comes again. A dump ends where addresses go back, where another line stands between, and where sums begin. */
import { later } from '../base/language.ts';
import { type Evidence, kept, type MapsDump, MOST_ENTRIES, type VmaFacts } from './evidence.ts';
import { FOREIGN, type Format, type LineReader, type Outcome, READ, type Sure } from './format.ts';

/** Fields, and whether another file of /proc has one of that name. */
const FIELDS: Readonly<Record<string, Sure>> = {
  Size: 1,
  KernelPageSize: 2,
  MMUPageSize: 2,
  Rss: 2,
  Pss: 2,
  Pss_Dirty: 2,
  Pss_Anon: 2,
  Pss_File: 2,
  Pss_Shmem: 2,
  Shared_Clean: 2,
  Shared_Dirty: 2,
  Private_Clean: 2,
  Private_Dirty: 2,
  Referenced: 2,
  Anonymous: 2,
  KSM: 1,
  LazyFree: 2,
  AnonHugePages: 1,
  ShmemPmdMapped: 1,
  FilePmdMapped: 1,
  Shared_Hugetlb: 2,
  Private_Hugetlb: 2,
  Swap: 1,
  SwapPss: 2,
  Locked: 1,
  THPeligible: 2,
  ProtectionKey: 2,
  VmFlags: 2,
};
/** Fields that are no amount of memory, so that kB is never there. */
const BARE = new Set(['THPeligible', 'ProtectionKey', 'VmFlags']);

const FILE = /^\/proc\/(\d{1,10}|self|thread-self)\/(?:task\/\d{1,10}\/)?smaps(?:_rollup)?[:-]/;
const RANGE =
  /^([0-9a-f]{1,16})-([0-9a-f]{1,16}) [r-][w-][x-][psS-] [0-9a-f]{1,16} [0-9a-f]{1,4}:[0-9a-f]{1,8} \d{1,20}(?: +(\S.*))?$/;
const FIELD = /^([A-Za-z_]{3,16}):\s*(-?\d{1,20})( kB)?\s*$/;
const FLAGS = /^VmFlags:((?: [a-z0-9?]{2})*)\s*$/;
const OFF = /^prctl\(PR_GET_THP_DISABLE\) *[=:] *(\d)\b|^THP_enabled:\s*(\d)\s*$/;

export const smaps: Format = {
  name: 'smaps',
  title: later`smaps`,
  recognise: (line) => {
    const text = withoutFile(line).trim();
    if (RANGE.test(text) || OFF.test(text)) return 2;
    const colon = text.indexOf(':');
    if (colon < 3 || colon > 16) return 0;
    const sure = FIELDS[text.slice(0, colon)];
    return sure !== undefined && (FIELD.test(text) || FLAGS.test(text)) ? sure : 0;
  },
  reader: (evidence) => new Smaps(evidence),
};

const withoutFile = (line: string): string => (line.startsWith('/proc/') ? line.replace(FILE, '') : line);

interface OpenVma {
  readonly start: number;
  readonly end: number;
  readonly name: string;
  readonly line: number;
  readonly fields: Record<string, number>;
  flags: readonly string[] | null;
}

interface OpenDump {
  readonly time: number;
  readonly line: number;
  readonly vmas: VmaFacts[];
  readonly total: boolean;
  thpDisable: number;
}

class Smaps implements LineReader {
  private dump: OpenDump | null = null;
  private vma: OpenVma | null = null;
  private pid = '';
  private entries = 0;
  /** The line read last, and what was said before the dump that it is about. */
  private last = 0;
  private off = Number.NaN;

  constructor(private readonly evidence: Evidence) {}

  line(line: string, number: number): Outcome {
    const outcome = this.text(line, number);
    if (outcome !== FOREIGN) this.last = number;
    return outcome;
  }

  end(): void {
    this.close();
  }

  private text(line: string, number: number): Outcome {
    const file = line.startsWith('/proc/') ? FILE.exec(line) : null;
    const text = (file ? line.slice(file[0].length) : line).trim();
    if (text === '--') return 'heading';
    if (file && file[1] !== this.pid) {
      this.close();
      this.pid = file[1]!;
      if (/^\d/.test(this.pid)) this.evidence.process(Number(this.pid), '', number);
    }
    const off = OFF.exec(text);
    if (off) return this.switched(off[1] === undefined ? 1 - Number(off[2]) : Number(off[1]), number);
    if (this.entries >= MOST_ENTRIES) return RANGE.test(text) || FIELD.test(text) ? 'tooMany' : FOREIGN;
    const range = RANGE.exec(text);
    if (range) return this.range(range, number);
    const flags = FLAGS.exec(text);
    if (flags) {
      this.of('VmFlags', false, number).flags = flags[1]!.trim() === '' ? [] : flags[1]!.trim().split(' ');
      return READ;
    }
    const field = FIELD.exec(text);
    const name = field?.[1] ?? '';
    if (!field || FIELDS[name] === undefined) return FOREIGN;
    const sum = field[3] === undefined && (!BARE.has(name) || this.dump?.total === true);
    this.of(name, sum, number).fields[name] = Number(field[2]);
    return READ;
  }

  private range(found: RegExpExecArray, line: number): Outcome {
    const [start, end] = [Number.parseInt(found[1]!, 16), Number.parseInt(found[2]!, 16)];
    const name = kept((found[3] ?? '').slice(0, 255));
    const total = name === '[rollup]';
    const back = this.vma !== null && !(start >= this.vma.end);
    if (back || total || this.dump?.total !== false || this.parted(line)) this.open(line, total);
    this.vma = { start, end, name, line, fields: {}, flags: null };
    this.add(this.vma);
    return READ;
  }

  /** The VMA that a field belongs to. */
  private of(name: string, sum: boolean, line: number): OpenVma {
    const { dump, vma } = this;
    const bare = vma === null || Number.isNaN(vma.start);
    const goesOn = vma !== null && line === this.last + 1 && sum === (bare && dump?.total === true);
    if (goesOn && vma.fields[name] === undefined && vma.flags === null) return vma;
    if (!(goesOn && bare)) this.open(line, sum);
    const next: OpenVma = { start: Number.NaN, end: Number.NaN, name: '', line, fields: {}, flags: null };
    this.add(next);
    return next;
  }

  private switched(value: number, line: number): Outcome {
    const { evidence } = this;
    if (this.dump && line === this.last + 1) this.dump.thpDisable = value;
    else {
      this.close();
      this.off = value;
    }
    if (evidence.knobs.length < MOST_ENTRIES)
      evidence.knobs.push({
        time: evidence.stamp,
        line,
        name: 'prctl/PR_GET_THP_DISABLE',
        value: String(value),
      });
    return READ;
  }

  /** Another line than an empty one stood between. */
  private parted(line: number): boolean {
    return line > this.last + 2;
  }

  private open(line: number, total: boolean): void {
    this.close();
    this.dump = { time: this.evidence.stamp, line, vmas: [], total, thpDisable: this.off };
    this.off = Number.NaN;
  }

  private add(vma: OpenVma): void {
    this.vma = vma;
    this.entries++;
    this.dump?.vmas.push(vma);
  }

  private close(): void {
    const { dump, evidence } = this;
    if (dump && dump.vmas.length > 0) evidence.maps.push(dump satisfies MapsDump);
    this.dump = null;
    this.vma = null;
  }
}
