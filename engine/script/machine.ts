/** Runs a `.mm` script on the engine, one operation at a time: the same operations that the recorder does on a real kernel. */
import { PAGE_BYTES, PMD_ORDER } from '../base/units.ts';
import { NO_CAUSE } from '../event/emitter.ts';
import { K } from '../event/event.ts';
import { HOST_DST, PMD_HUGE } from '../event/pageword.ts';
import type { Recorder } from '../log/recorder.ts';
import type { Era } from '../mm/era.ts';
import { Mm } from '../mm/mm.ts';
import { System } from '../mm/system.ts';
import { perform, type Target } from './calls.ts';
import { type Layout, layOut, type Region } from './layout.ts';
import { addVerdict, type OpLine, readMessages } from './line.ts';
import type { Script } from './ops.ts';
import { SettingsRecorder, type ThpSettings } from './settings.ts';
import { type RegionState, regionState } from './state.ts';
import { BY, Threads } from './threads.ts';

export class ScriptMachine implements Target {
  readonly layout: Layout;
  readonly sys: System;
  readonly mm: Mm;
  child: Mm | null = null;
  readonly threads = new Threads(this);
  readonly known = new Set<string>();
  readonly marked = new Map<string, Int32Array>();
  private next = 0;
  private readonly set: SettingsRecorder;

  constructor(
    readonly script: Script,
    readonly out: Recorder,
    era: Era = script.era,
  ) {
    this.layout = layOut(script);
    out.state.trackFolios();
    this.sys = new System('madvise', era);
    this.mm = new Mm(out, HOST_DST, this.sys);
    this.set = new SettingsRecorder(this.sys);
  }

  get done(): boolean {
    return this.next >= this.script.ops.length;
  }

  /** What operations set of transparent huge pages so far. */
  get settings(): readonly ThpSettings[] {
    return this.set.settings;
  }

  /** Runs the next operation. `withState`: the line lists every region as it then is, which looks at each page. Throws
   *  NotModelled. */
  step(withState = true): OpLine {
    const index = this.next++;
    const op = this.script.ops[index]!;
    const { out, mm, threads } = this;
    const event = out.emit(K.OP, BY, index, 0, NO_CAUSE);
    const line: OpLine = { rec: 'op', i: index, line: op.line, op: op.text, ret: 0 };
    const asleep = [...threads.sleeping];
    const tables = this.tables();
    mm.minflt = 0;
    mm.onVerdict = (verdict) => addVerdict(line, verdict);
    const { uffd } = mm;
    const outcome = perform(this, op, { index, event, line });
    const { minflt } = mm;
    if (outcome === 'blocked') {
      line.blocked = true;
      line.ret = null;
    } else {
      const { errno: _, ...ended } = outcome;
      Object.assign(line, ended);
    }
    threads.wake(uffd ?? mm.uffd);
    threads.settle(line, asleep);
    line.minflt = minflt;
    const grown = this.tables() - tables;
    if (grown !== 0) line.vmpte_kb = grown * 4;
    this.readMessages(line);
    this.set.look(out.length, mm, this.child);
    out.emit(K.OP_RETURN, BY, index, outcome === 'blocked' ? 0 : (outcome.errno ?? 0), event);
    out.now += Math.max(1000, Math.round(mm.takeSpent()));
    if (withState) this.addState(line);
    return line;
  }

  private addState(line: OpLine): void {
    const of = (mm: Mm) => {
      const state: Record<string, RegionState> = {};
      for (const name of this.known) state[name] = regionState(mm, this.region(name));
      return state;
    };
    line.st = of(this.mm);
    if (this.child) line.child = of(this.child);
  }

  /** Page tables of the process: a huge mapping has one deposited. */
  private tables(): number {
    let n = 0;
    const { mm } = this;
    mm.side.pmd.forEach((pmd, region) => {
      // A file's huge mapping needs none.
      if (pmd && !(pmd === PMD_HUGE && mm.isFile(region << PMD_ORDER))) n++;
    });
    return n;
  }

  region(name: string): Region {
    return this.layout.regions.get(name)!;
  }

  address(name: string, off: number): number {
    return this.region(name).base * PAGE_BYTES + off;
  }

  /** The monitor reads everything that it was sent. */
  private readMessages(line: OpLine): void {
    const { uffd } = this.mm;
    const ev = readMessages(this.layout, uffd?.messages ?? [], this.threads.faults);
    this.threads.faults = [];
    if (uffd) uffd.messages = [];
    if (ev.length) line.ev = ev;
  }
}
