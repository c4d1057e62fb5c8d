/** What a script set of transparent huge pages, by step: operations set it and no event of the log does. */
import type { Mm } from '../mm/mm.ts';
import type { SizeEnabled, System, ThpEnabled } from '../mm/system.ts';

/** The settings that hold from a step on, until the next. */
export interface ThpSettings {
  /** Events in the log when the operation had set them. */
  readonly step: number;
  /** transparent_hugepage/enabled. */
  readonly enabled: ThpEnabled;
  /** hugepages-NkB/enabled; the index is the order. */
  readonly sizes: readonly SizeEnabled[];
  /** PR_SET_THP_DISABLE by host: of the child, of the process. */
  readonly disable: readonly [child: Mm['thpDisable'], process: Mm['thpDisable']];
}

/** Collects settings while a script runs. */
export class SettingsRecorder {
  readonly settings: ThpSettings[] = [];
  private last: ThpSettings;

  constructor(private readonly sys: System) {
    this.last = { step: 0, enabled: sys.enabled, sizes: [...sys.sizes], disable: ['off', 'off'] };
  }

  /** Compares the settings with those of the last look. */
  look(step: number, process: Mm, child: Mm | null): void {
    const { last, sys } = this;
    const disable = [child?.thpDisable ?? last.disable[0], process.thpDisable] as const;
    if (
      sys.enabled === last.enabled &&
      disable.every((d, host) => d === last.disable[host]) &&
      sys.sizes.every((size, order) => size === last.sizes[order])
    )
      return;
    this.last = { step, enabled: sys.enabled, sizes: [...sys.sizes], disable };
    this.settings.push(this.last);
  }
}

/** The settings that hold at `step`; undefined while they are a kernel's own. */
export function settingsAt(settings: readonly ThpSettings[], step: number): ThpSettings | undefined {
  return settings.findLast((s) => s.step <= step);
}
