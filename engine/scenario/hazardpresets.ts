/** One scenario for each hazard of engine/check that a migration can reach: id, title, question, knobs. */
import { MIB, MS } from '../base/units.ts';
import type { ScenarioInput } from './schema.ts';

/** Knobs of a preset; the guest's size has a value of its own. */
export type PresetInput = Omit<ScenarioInput, 'guest'> & { guest?: Partial<ScenarioInput['guest']> };

/** khugepaged never rests. */
const eager = { pagesToScan: 1 << 22, scanSleep: MS } as const;
const coded = { hugepageAgain: 'at-cleanup', discard: 'runs' } as const;
/** Nothing is there when memory is registered: every page comes by postcopy. */
const empty = { ...coded, mode: 'postcopy' } as const;
const small = { bytes: 16 * MIB } as const;
/** A link on which postcopy takes long enough to see things happen. */
const slow = { bandwidth: 200 * MIB } as const;

/** A restored process whose daemon hears of no events. */
const lazy = {
  system: 'criu',
  guest: small,
  wire: slow,
  tracker: 'soft-dirty',
  criu: { preDumps: 0, events: false },
} as const;

export const HAZARD_PRESETS: readonly (readonly [string, string, string, PresetInput])[] = [
  [
    'h03-touched-before-register',
    'H3 Touched too early',
    'What happens if a device model writes discarded memory before REGISTER?',
    { guest: small, wire: slow, qemu: empty, faults: 'write=0x200+4@listen' },
  ],
  [
    'h04-unregistered-early',
    'H4 Unregistered too early',
    'What do waiting vCPUs read if memory is unregistered before all pages have arrived?',
    { guest: small, wire: slow, qemu: empty, faults: 'unregister@postcopy+2ms' },
  ],
  [
    'h05-thp-thrown-away',
    'H5 Huge pages thrown away',
    'What does hg cost while memory is armed?',
    { guest: small, wire: slow, qemu: { mode: 'postcopy', discard: 'runs' } },
  ],
  [
    'h08-huge-zero-page',
    'H8 The huge zero page',
    'What does one read of an emptied region leave behind?',
    { guest: small, wire: slow, qemu: { ...empty, nohugepage: false }, faults: 'read=0x200@listen' },
  ],
  [
    'h09-held-in-pieces',
    'H9 Folios held in pieces',
    'How much memory does a region take after half of it was discarded and came back?',
    { guest: small, qemu: coded },
  ],
  [
    'h10-pieces-stop-khugepaged',
    'H10 Pieces stop khugepaged',
    'Why did regions stay small in 2017?',
    { guest: small, qemu: coded, era: '2017' },
  ],
  [
    'h11-no-huge-page',
    'H11 No free huge page',
    'What happens if the destination has only four free huge pages?',
    { guest: small, qemu: coded, faults: 'fragment=4@precopy' },
  ],
  [
    'h12-slow-compaction',
    'H12 Slow compaction',
    'How long does the guest run on 4 KiB pages if khugepaged scans one region every 10 seconds?',
    { guest: { workload: 'uniform' }, qemu: coded, khugepaged: { pagesToScan: 512 } },
  ],
  [
    'h13-zero-pages-armed',
    'H13 Zero pages, armed',
    'Why is a complete region refused before UNREGISTER?',
    {
      guest: { ...small, zeroPages: 2 },
      wire: slow,
      qemu: { mode: 'postcopy' },
      khugepaged: eager,
    },
  ],
  [
    'h15-fork',
    'H15 A child nobody serves',
    'What does a child read if it is forked before all pages have arrived?',
    { ...lazy, faults: 'fork@lazy+1ms' },
  ],
  [
    'h16-dropped-and-refilled',
    'H16 Dropped and refilled',
    'Which content do pages get after the application dropped them?',
    { ...lazy, faults: 'dontneed=0x800+512@lazy+1ms' },
  ],
  [
    'h17-no-convergence',
    'H17 No convergence',
    'When does precopy end if the guest writes as fast as the link sends?',
    {
      guest: { bytes: 4 * MIB, workload: 'uniform', dirtyRate: 64 * MIB },
      wire: { bandwidth: 32 * MIB },
      qemu: { mode: 'precopy', downtimeLimit: 30 * MS },
    },
  ],
  [
    'h18-network-lost',
    'H18 Network lost',
    'What do vCPUs do if the network fails in postcopy?',
    { guest: small, wire: slow, qemu: empty, faults: 'cut=20ms@postcopy+2ms' },
  ],
  [
    'h19-cancelled',
    'H19 Cancelled in 2017',
    'What does a cancelled migration leave in EPT?',
    { guest: small, qemu: coded, faults: 'cancel@precopy+5ms', era: '2017' },
  ],
  [
    'h22-false-dirt',
    'H22 Sent twice for nothing',
    'How many pages are sent twice with the same content?',
    { guest: { ...small, workload: 'uniform', dirtyRate: 250 * MIB }, wire: slow, qemu: coded },
  ],
  [
    'h23-lazy-split',
    'H23 Leaf by leaf',
    'Who splits EPT leaves if the start of logging does not?',
    { guest: small, qemu: coded, eagerSplit: false },
  ],
  [
    'h24-balloon',
    'H24 Balloon in postcopy',
    'What happens if a balloon drops pages that have already arrived?',
    { guest: small, wire: slow, qemu: empty, faults: 'dontneed=0x0+512@postcopy+6ms' },
  ],
  [
    'h28-collapse-under-guest',
    'H28 Collapse under the guest',
    'What does a running guest notice of a collapse?',
    { guest: small, wire: slow, qemu: { mode: 'postcopy', discard: 'runs' }, khugepaged: eager },
  ],
  [
    'h29-all-wait',
    'H29 All vCPUs wait',
    'How long is the guest down although it is running?',
    {
      guest: { ...small, workload: 'uniform', dirtyRate: 8 * MIB },
      wire: { bandwidth: 16 * MIB },
      qemu: empty,
    },
  ],
  [
    'h31-few-survive',
    'H31 Few huge pages survive',
    'How many huge pages survive a few scattered writes?',
    { guest: { ...small, workload: 'uniform', dirtyRate: 64 * MIB }, qemu: coded },
  ],
  [
    'h32-manager-dies',
    'H32 QEMU dies',
    'What is left if the destination dies in postcopy?',
    { guest: small, wire: slow, qemu: empty, faults: 'die@postcopy+2ms' },
  ],
];
