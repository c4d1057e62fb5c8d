/** What a kernel's tools print at a step of a run, with marks on the lines that differ from one step before. */
import { worded } from '../base/language.ts';
import { bad, ok, type Result } from '../base/result.ts';
import { type Work, whole } from '../base/work.ts';
import { KINDS } from '../event/event.ts';
import type { Recorded } from '../log/recorded.ts';
import type { Recorder } from '../log/recorder.ts';
import { System, type ThpEnabled } from '../mm/system.ts';
import type { ScriptFacts } from '../script/facts.ts';
import { settingsOf } from '../script/run.ts';
import { settingsAt } from '../script/settings.ts';
import { Replica } from '../view/replica.ts';
import {
  type Line,
  type MarkedLine,
  mark,
  PROC_FILES,
  type ProcFile,
  pagemap,
  pagemapWindow,
  smaps,
  type Thp,
  thpmaps,
  vmaWindow,
  type Window,
} from './proc.ts';
import { jsonLines, QueryMigrate } from './querymigrate.ts';
import { Tally, vmstat } from './vmstat.ts';

export interface ProcAsk {
  readonly step: number;
  readonly host: 0 | 1;
  readonly file: ProcFile;
  /** Long output is cut around it; null: around the page of the last event. */
  readonly page: number | null;
}

/** What a tool prints at a step, each line compared with one step before. */
export interface Proc {
  readonly step: number;
  readonly file: ProcFile;
  readonly host: 0 | 1;
  /** Long output is cut around it. */
  readonly page: number;
  readonly lines: readonly MarkedLine[];
}

/** Has a replica of its own, so that frames do not seek it. */
export class ProcViewer {
  private readonly recorder: Recorder;
  private readonly replica: Replica;
  private readonly thpAt: (step: number) => readonly [Thp, Thp];
  private readonly oneKernel: boolean;
  private tally: Tally | null = null;
  private migration: QueryMigrate | null = null;

  constructor(run: Recorded & { readonly script?: ScriptFacts; readonly enabled?: ThpEnabled }) {
    const { recorder } = run;
    this.recorder = recorder;
    this.replica = new Replica(
      recorder.columns,
      recorder.keyframes,
      recorder.state.pages,
      recorder.state.folios !== null,
    );
    const { script, enabled = 'madvise' } = run;
    this.oneKernel = script !== undefined;
    this.thpAt = script ? thpOfScript(script) : thpAlways(enabled);
  }

  answer(ask: ProcAsk): Result<Proc> {
    return whole(this.answering(ask));
  }

  /** The same. One at a time: all seek the same state. */
  *answering(ask: ProcAsk): Work<Result<Proc>> {
    const { file, host } = ask;
    if (!PROC_FILES.includes(file))
      return bad(
        'invalid',
        'file',
        worded`file: expected one of ${PROC_FILES.join(', ')}, got ${JSON.stringify(file)}`,
      );
    if (host !== 0 && host !== 1)
      return bad('invalid', 'host', worded`host: expected 0 or 1, got ${JSON.stringify(host)}`);
    const { columns } = this.recorder;
    const step = Math.max(0, Math.min(columns.length, Math.floor(ask.step) || 0));
    const page = this.pageOf(ask.page, step);
    // One window for both steps: a line is new because of what happened, not because the view moved.
    yield* this.replica.seeking(Math.max(0, step - 1));
    const window = this.windowOf(ask, page);
    yield 0.5;
    const before = step > 0 ? this.lines(ask, step - 1, window) : null;
    yield 0.5;
    yield* this.replica.seeking(step);
    const lines = mark(before, this.lines(ask, step, window));
    return ok({ step, file, host, page, lines });
  }

  /** The page asked for, or the one that the last event was about. */
  private pageOf(page: number | null, step: number): number {
    const { columns, state } = this.recorder;
    const last = step > 0 && !KINDS[columns.kind(step - 1)]!.placeless ? columns.page(step - 1) : 0;
    return Math.max(0, Math.min(state.pages - 1, Math.floor(page ?? last) || 0));
  }

  private windowOf({ file, host }: ProcAsk, page: number): Window {
    return (file === 'pagemap' ? pagemapWindow : vmaWindow)(this.replica.state, host, page);
  }

  private lines({ file, host }: ProcAsk, step: number, window: Window): Line[] {
    const { state } = this.replica;
    switch (file) {
      case 'smaps':
        return smaps(state, host, this.thpAt(step)[host], window);
      case 'pagemap':
        return pagemap(state, host, window);
      case 'thpmaps':
        return thpmaps(state, host, window);
      case 'vmstat':
        this.tally ??= new Tally(this.recorder.columns, this.recorder.state);
        return vmstat(this.tally.at(step, this.oneKernel ? 'both' : host));
      case 'query-migrate':
        this.migration ??= new QueryMigrate(this.recorder.columns);
        return jsonLines(this.migration.at(step, host, state.toSend, state.pages));
    }
  }
}

/** Nobody changes the mode while guests migrate. */
function thpAlways(enabled: ThpEnabled): () => readonly [Thp, Thp] {
  const thp: Thp = { sys: new System(enabled), thpDisable: 'off' };
  return () => [thp, thp];
}

/** A script sets it by operations. A file may come without the settings: its script is run again for them. */
function thpOfScript(facts: ScriptFacts): (step: number) => readonly [Thp, Thp] {
  const settings = facts.settings ?? settingsOf(facts.text);
  return (step) => {
    const set = settingsAt(settings, step);
    const sys = new System(set?.enabled);
    set?.sizes.forEach((size, order) => {
      sys.sizes[order] = size;
    });
    const [child, process] = set?.disable ?? ['off', 'off'];
    return [
      { sys, thpDisable: child },
      { sys, thpDisable: process },
    ];
  };
}
