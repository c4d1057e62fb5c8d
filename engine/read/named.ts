/** Files that are something else: no timeline comes of them, but they are called by their name, with what to bring instead. Each is told
 *  by lines that nothing else has, or by the first bytes of a binary file. */
import { later, type Message } from '../base/language.ts';
import { FOREIGN, type Format, READ, type Sure } from './format.ts';

interface NamedRow {
  readonly name: string;
  readonly title: Message;
  readonly instead: Message;
  readonly looks: RegExp;
  /** Perhaps only: other files have such lines, too. */
  readonly sure?: Sure;
}

const TEXT = later`Give the text itself, copied from the terminal or saved to a file.`;
const UNPACK = later`Unpack it first and give the files inside; gzip and tar are read as they are.`;
const CALLS = later`To see what happens to memory, record the process: strace -f -ttt -y -e trace=memory,ioctl -p PID, and smaps beside it.`;
const USAGE = later`It shows how much memory is used, not why. Bring /proc/PID/smaps, /proc/vmstat and /sys/kernel/mm/transparent_hugepage/*.`;

const ROWS: readonly NamedRow[] = [
  {
    name: 'logcat',
    title: later`Android’s logcat`,
    instead: later`It has no events of memory. Bring /proc/PID/smaps, or strace of the process.`,
    looks:
      /^(?:\d\d-\d\d \d\d:\d\d:\d\d\.\d{3} +\d+ +\d+ [VDIWEF] |[VDIWEF]\/[\w.-]{1,60} *\( *\d+\): |-{9} beginning of (?:main|system|crash|kernel|events))/,
  },
  {
    name: 'backtrace',
    title: later`a backtrace of a debugger`,
    instead: later`It shows where threads were at one moment. To see what they did to memory, record strace -f -ttt -y -p PID, or QEMU with -trace "postcopy_*" -trace "ram_*".`,
    looks:
      /^(?:#\d{1,4} +(?:0x[0-9a-f]+ in )?[\w:<~*.?]+ ?\(|Thread \d+ \((?:Thread 0x|LWP)|\(gdb\) ?|\(lldb\) ?|\* thread #\d|\s{1,4}\*? ?frame #\d+: 0x)/,
  },
  {
    name: 'core-notes',
    title: later`the notes of a core file`,
    instead: CALLS,
    looks: /^\s*(?:CORE|LINUX)\s+0x[0-9a-f]{8}\s+NT_|^Displaying notes found /,
  },
  {
    name: 'perf-stat',
    title: later`perf stat`,
    instead: later`It has sums without times or addresses. Bring perf script of the events huge_memory:*, exceptions:page_fault_user and syscalls:sys_enter_madvise.`,
    looks: /^\s*Performance counter stats for /,
  },
  {
    name: 'perf-report',
    title: later`perf report`,
    instead: later`It has sums without times or addresses. Bring perf script of the same perf.data.`,
    looks: /^# (?:Overhead +Command|Samples: [\d.]+[KMG]? +of event|To display the perf\.data header)/,
  },
  {
    name: 'top',
    title: later`a list of processes or of memory in use`,
    instead: USAGE,
    looks:
      /^(?:top - \d\d:\d\d:\d\d up |\s*PID +(?:USER|PPID|TTY) |USER +PID +%CPU|\s+total +used +free +shared|Mem: +\d+|procs -+memory-+|MiB Mem :)/,
  },
  {
    name: 'java',
    title: later`a log of a Java machine`,
    instead: CALLS,
    looks:
      /^(?:\[\d+\.\d{3}s\]\[\w+ *\]\[gc|\d+\.\d{3}: \[(?:Full )?GC |# A fatal error has been detected by the Java)/,
  },
  {
    name: 'sanitizer',
    title: later`a report of valgrind or a sanitizer`,
    instead: CALLS,
    looks: /^==\d{1,10}==\s?/,
  },
  {
    name: 'tcpdump',
    title: later`packets of a network`,
    instead: later`Bring what both ends of the migration print: QEMU with -trace, or query-migrate again and again.`,
    looks: /^\d\d:\d\d:\d\d\.\d{6} (?:IP6?|ARP|ethertype) /,
  },
  {
    name: 'qemu-messages',
    title: later`messages of QEMU`,
    instead: later`They report that something failed, not when memory moved. Start QEMU with -trace "migrat*" -trace "postcopy_*" -trace "ram_*" -msg timestamp=on, and bring query-migrate of the source.`,
    looks: /^(?:\d{4}-\d\d-\d\dT[\d:.]+Z )?(?:qemu-(?:system-\w+|kvm|img)|kvm): /,
    sure: 1,
  },
  {
    name: 'html',
    title: later`a page of HTML`,
    instead: TEXT,
    looks: /^\s*<(?:!DOCTYPE html|html|head|body|div|pre|script|meta)\b/i,
  },
  {
    name: 'image',
    title: later`an image`,
    instead: TEXT,
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the first bytes of PNG, JPEG, GIF and WebP.
    looks: /^(?:\ufffdPNG$|GIF8[79]a|RIFF.{4}WEBP|.{0,4}\ufffd.{0,4}\u0010?(?:JFIF|Exif))/,
  },
  { name: 'pdf', title: later`a PDF document`, instead: TEXT, looks: /^%PDF-\d/ },
  {
    name: 'archive',
    title: later`a packed file`,
    instead: UNPACK,
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the first bytes of ZIP, XZ, bzip2, 7z and Zstandard.
    looks: /^(?:PK\u0003\u0004|\ufffd7zXZ|BZh\d1AY|7z\ufffd\ufffd|\(\ufffd\/\ufffd)/,
  },
  {
    name: 'perf-data',
    title: later`a binary file of perf or trace-cmd`,
    instead: later`Bring it as text: perf script -i FILE, or trace-cmd report FILE.`,
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the first bytes of perf.data and trace.dat.
    looks: /^(?:PERFILE2|\u0017\u0008Dtracing)/,
  },
  {
    name: 'elf',
    title: later`a program or a core file`,
    instead: CALLS,
    looks: /^\u007fELF/,
  },
  {
    name: 'json',
    title: later`JSON of something else`,
    instead: later`The page reads QMP sessions and events of QEMU, and Faultline’s own recordings.`,
    looks: /^\s*(?:[{}[\]],?$|\{"|\[\{|"[\w .@/$-]{1,60}": ?)/,
    sure: 1,
  },
];

/** A format for each row. */
export const NAMED: readonly Format[] = ROWS.map(({ name, title, instead, looks, sure = 2 }) => ({
  name,
  title,
  instead,
  recognise: (line: string) => (looks.test(line.slice(0, 400)) ? sure : 0),
  reader: () => ({ line: (text: string) => (looks.test(text.slice(0, 400)) ? READ : FOREIGN) }),
}));
