/** Settings of huge pages and counters of the kernel, as cat, grep, head and shell sessions show them, once or again and again.
 *
 *      setting = [ path ] name ( ":" | "=" | " " ) value             grep . /sys/kernel/mm/transparent_hugepage/*, sysctl
 *              | "==> " path " <==" LF value                         head, tail
 *              | "# cat " path LF value  |  "# echo " value " > " path
 *              | "always [madvise] never"                            a choice alone: which one is told by what there is to choose
 *      counter = [ "/proc/vmstat:" ] name " " number                 /proc/vmstat, memory.stat of a cgroup (it begins with anon)
 *              | [ "Node " number " " ] Name ":" number [ " kB" ]    /proc/meminfo
 *              | ( "anon" | "file" ) "-thp-" … "kB:" number " kB"   tools/mm/thpmaps
 *
 *  Names become `transparent_hugepage/enabled`, `vmstat/thp_split_pmd`, `memory.stat/anon_thp` and `meminfo/AnonHugePages` (kB). */
import { later } from '../base/language.ts';
import { type Evidence, kept, MOST_ENTRIES } from './evidence.ts';
import { FOREIGN, type Format, type LineReader, type Outcome, READ, type Sure } from './format.ts';

const FOLDER = 'transparent_hugepage/';
const SETTING =
  /^(?:\S{0,200}transparent_hugepage\/)?((?:khugepaged\/|hugepages-\d+kB\/)?[a-z_]+)(?: ?[:=] ?| )(\S.{0,200})$/;
const SETTINGS = new Set([
  'enabled',
  'defrag',
  'use_zero_page',
  'shmem_enabled',
  'hpage_pmd_size',
  'shrink_underused',
  'alloc_sleep_millisecs',
  'full_scans',
  'max_ptes_none',
  'max_ptes_shared',
  'max_ptes_swap',
  'pages_collapsed',
  'pages_to_scan',
  'scan_sleep_millisecs',
]);
const PATH =
  /^(?:==> |.{0,80}?[#$>] ?(?:sudo )?cat )?\/sys\/kernel\/mm\/(transparent_hugepage\/[\w/-]+)(?: <==)?:?\s*$/;
const ECHO = /echo ["']?([\w+]+)["']? ?> ?\/sys\/kernel\/mm\/(transparent_hugepage\/[\w/-]+)/;
const CHOICE =
  /^(?:\[?(?:always|inherit|madvise|never|defer(?:\+madvise)?|within_size|advise|deny|force)\]?(?: |$)){3,6}$/;
const VMSTAT = /^(?:\/proc\/vmstat:)?([a-z][a-z0-9_]{2,60}):? +(\d{1,20})\s*$/;
/** Counters of /proc/vmstat and memory.stat that have to do with memory of processes. */
const COUNTERS =
  /^(?:thp_\w+|(?:total_)?(?:rss|rss_huge|cache|swap)|nr_anon_transparent_hugepages|nr_anon_pages|nr_shmem_(?:pmdmapped|hugepages)|anon|anon_thp|file|file_thp|shmem|shmem_thp|pgfault|pgmajfault|pswp(?:in|out)|compact_(?:stall|fail|success)|pglazyfree|pglazyfreed|pgmigrate_(?:success|fail))$/;
const OF_VMSTAT =
  /^(?:nr|pg|numa|compact|workingset|balloon|kswapd|unevictable|zone|oom|htlb|swap|ksm|cow|zswp|direct|slabs|drop|allocstall|pageoutrun|sw|vma|hugetlb|sec|file_|kernel|sock|percpu|slab|inactive|active|total_|hierarchical|mapped|dirty|writeback|low|high|memcg)/;
const MEMINFO = /^(?:Node (\d{1,4}) )?([A-Z][A-Za-z]*(?:\([a-z]+\)|_\w+)?): +(\d{1,20})(?: kB)?\s*$/;
const OF_MEMINFO =
  /^(?:MemTotal|MemFree|MemAvailable|MemUsed|AnonPages|ShmemHugePages|FileHugePages|SwapTotal|SwapFree|HugePages_\w+|Hugepagesize|Hugetlb)$/;
const BESIDE =
  /^(?:Buffers|Cached|SwapCached|Active|Inactive|Active\(\w+\)|Inactive\(\w+\)|Unevictable|Mlocked|Dirty|Writeback|Mapped|Shmem|KReclaimable|Slab|SReclaimable|SUnreclaim|KernelStack|PageTables|SecPageTables|NFS_Unstable|Bounce|WritebackTmp|CommitLimit|Committed_AS|Vmalloc\w+|Percpu|HardwareCorrupted|ShmemPmdMapped|FilePmdMapped|FilePages|CmaTotal|CmaFree|Unaccepted|Balloon|DirectMap\w+|Zswap|Zswapped)$/;

const THPMAPS = /^((?:anon|file)-(?:thp|cont)-[a-z-]{3,40}\d{1,8}kB): +(\d{1,15}) kB/;

export const counters: Format = {
  name: 'counters',
  title: later`settings and counters of the kernel`,
  recognise: (line) => recognise(line.slice(0, 400).trim()),
  reader: (evidence) => new Counters(evidence),
};

function recognise(text: string): Sure {
  const first = text.charCodeAt(0);
  if (first >= 65 && first <= 90) {
    const name = MEMINFO.exec(text)?.[2];
    if (name === undefined) return 0;
    return OF_MEMINFO.test(name) ? 2 : name === 'AnonHugePages' || BESIDE.test(name) ? 1 : 0;
  }
  if (CHOICE.test(text) || PATH.test(text) || ECHO.test(text) || THPMAPS.test(text)) return 2;
  const counter = VMSTAT.exec(text)?.[1];
  if (counter?.startsWith('thp_')) return 2;
  const setting = settingOf(text);
  if (setting) return setting.sure;
  return counter !== undefined && (COUNTERS.test(counter) || OF_VMSTAT.test(counter)) ? 1 : 0;
}

/** A setting by its name; surest with its folder. */
function settingOf(text: string): { name: string; value: string; sure: Sure } | null {
  const found = SETTING.exec(text);
  if (!found) return null;
  const [, name, value] = found;
  const own = name!.slice(name!.lastIndexOf('/') + 1);
  const inFolder = text.includes(FOLDER);
  const number = /^\d{1,10}$/.test(value!);
  if (!number && !CHOICE.test(value!)) return null;
  if (!SETTINGS.has(own) && !inFolder) return null;
  const deep = name === own && /^(?:alloc_|full_|max_|pages_|scan_)/.test(own) ? `khugepaged/${own}` : name!;
  return { name: FOLDER + deep, value: chosenOf(value!), sure: inFolder || !number ? 2 : 1 };
}

/** `always [madvise] never` → madvise. */
const chosenOf = (value: string): string => /\[([\w+]+)\]/.exec(value)?.[1] ?? value.trim();

/** The setting whose choices these are. */
function choiceOf(text: string): string {
  if (text.includes('within_size')) return `${FOLDER}shmem_enabled`;
  return text.includes('defer') ? `${FOLDER}defrag` : `${FOLDER}enabled`;
}

class Counters implements LineReader {
  /** The file whose value the next line is. */
  private path = '';
  /** Counters are of a cgroup. */
  private group = false;
  private last = 0;

  constructor(private readonly evidence: Evidence) {}

  line(line: string, number: number): Outcome {
    const outcome = this.text(line.slice(0, 400).trim(), number);
    if (outcome !== FOREIGN) this.last = number;
    return outcome;
  }

  private text(text: string, line: number): Outcome {
    if (line > this.last + 1) this.group = false;
    const echo = ECHO.exec(text);
    if (echo) return this.knob(echo[2]!, echo[1]!, line);
    const path = PATH.exec(text);
    if (path) {
      this.path = path[1]!;
      return 'heading';
    }
    if (this.path !== '' && line === this.last + 1 && (CHOICE.test(text) || /^\d{1,10}$/.test(text))) {
      const name = this.path;
      this.path = '';
      return this.knob(name, chosenOf(text), line);
    }
    if (CHOICE.test(text)) return this.knob(choiceOf(text), chosenOf(text), line);
    const setting = settingOf(text);
    if (setting) return this.knob(setting.name, setting.value, line);
    return this.counter(text, line);
  }

  private counter(text: string, line: number): Outcome {
    const vmstat = VMSTAT.exec(text);
    if (vmstat) {
      const [, name, value] = vmstat;
      if (name === 'anon' || name === 'cache') this.group = true;
      if (!COUNTERS.test(name!)) return OF_VMSTAT.test(name!) || this.group ? 'otherFields' : FOREIGN;
      return this.knob(`${this.group ? 'memory.stat' : 'vmstat'}/${name}`, value!, line);
    }
    const thpmaps = THPMAPS.exec(text);
    if (thpmaps) return this.knob(`thpmaps/${thpmaps[1]}`, thpmaps[2]!, line);
    const meminfo = MEMINFO.exec(text);
    if (!meminfo) return FOREIGN;
    const [, node, name, value] = meminfo;
    if (BESIDE.test(name!)) return 'otherFields';
    if (name !== 'AnonHugePages' && !OF_MEMINFO.test(name!)) return FOREIGN;
    return this.knob(`meminfo/${node === undefined ? '' : `node${node}/`}${name}`, value!, line);
  }

  private knob(name: string, value: string, line: number): Outcome {
    const { knobs, stamp: time } = this.evidence;
    if (knobs.length >= MOST_ENTRIES) return 'tooMany';
    knobs.push({ time, line, name: kept(name), value: kept(value) });
    return READ;
  }
}
