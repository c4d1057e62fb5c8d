/** What a session of QMP shows beside statistics: QEMU's events, commands that it refused, a guest that was stopped before it was
 *  migrated. */
import { groupBy } from '../base/group.ts';
import { worded } from '../base/language.ts';
import type { Evidence } from '../read/evidence.ts';
import { type Diagnoser, type Diagnosis, MOST_PLACES } from './diagnosis.ts';
import { sayMs } from './migrations.ts';

/** Commands that newer QEMUs do not have, with what takes their place. */
const REPLACED: Readonly<Record<string, string>> = {
  migrate_set_speed: 'migrate-set-parameters max-bandwidth',
  migrate_set_downtime: 'migrate-set-parameters downtime-limit',
  'migrate-set-cache-size': 'migrate-set-parameters xbzrle-cache-size',
  'query-migrate-cache-size': 'query-migrate-parameters',
};
const ERROR = 'error ';

interface Event {
  readonly name: string;
  readonly text: string;
  readonly line: number;
  readonly time: number;
  readonly a: number;
}

function eventsOf({ events }: Evidence, wanted: (name: string) => boolean): Event[] {
  const found: Event[] = [];
  for (let i = 0; i < events.count; i++) {
    const name = events.texts.text(events.name.at(i));
    if (!wanted(name)) continue;
    found.push({
      name,
      text: events.texts.text(events.text.at(i)),
      line: events.line.at(i),
      time: events.time.at(i),
      a: events.a.at(i),
    });
  }
  return found;
}

export const refusedCommands: Diagnoser = (readings) =>
  readings.flatMap(({ evidence }, file) => {
    const byName = groupBy(
      eventsOf(evidence, (name) => name.startsWith(ERROR)),
      (event) => event.name,
    );
    return [...byName.values()].map((events): Diagnosis => {
      const [first] = events as [Event];
      const command = first.name.slice(ERROR.length);
      const instead = REPLACED[command];
      return {
        id: 'refused-command',
        kind: 'trouble',
        answer: worded`QEMU refused ${command}: ${first.text}.`,
        reasons: [
          {
            text: worded`Refusals: ${events.length}. The command had no effect.`,
            lines: events
              .flatMap(({ a, line }) => (Number.isNaN(a) ? [line] : [a, line]))
              .slice(0, MOST_PLACES)
              .map((line) => ({ file, line })),
            rules: [],
          },
        ],
        numbers: { times: events.length },
        advice: instead ? [worded`Use ${instead}: this QEMU no longer has ${command}.`] : [],
      };
    });
  });

/** Events of QEMU that are listed at most: those of a migration are some ten. */
const MOST_EVENTS = 24;
/** QEMU names its events in capitals. */
const CAPITALS = /^[A-Z][A-Z_]+$/;

/** s since 1970 → `10:47:07.316`, UTC. */
function sayClock(seconds: number): string {
  const ms = Math.round(seconds * 1000) % 86_400_000;
  const two = (n: number): string => String(Math.floor(n)).padStart(2, '0');
  return `${two(ms / 3_600_000)}:${two((ms / 60_000) % 60)}:${two((ms / 1000) % 60)}.${String(ms % 1000).padStart(3, '0')}`;
}

/** What QEMU reported by events, at the times of its own clock. */
export const reported: Diagnoser = (readings) =>
  readings.flatMap(({ evidence }, file) => {
    const events = eventsOf(evidence, (name) => CAPITALS.test(name)).filter(({ time }) => time > 0);
    const [first] = events;
    const last = events.at(-1);
    if (!first || !last) return [];
    return [
      {
        id: 'qemu-events',
        kind: 'fact',
        answer: worded`QEMU reported ${events.length} events, from ${sayClock(first.time)} to ${sayClock(last.time)} UTC.`,
        reasons: events.slice(0, MOST_EVENTS).map(({ name, text, time, line }) => ({
          text: worded`${sayClock(time)}: ${`${name} ${text}`.trim()}.`,
          lines: [{ file, line }],
          rules: [],
        })),
        numbers: { events: events.length, firstSeconds: first.time, lastSeconds: last.time },
        advice: [],
      },
    ];
  });

/** A guest that does not run writes nothing: its migration says nothing about convergence. */
export const stopped: Diagnoser = (readings) =>
  readings.flatMap(({ evidence }, file) => {
    const events = eventsOf(evidence, (name) => name === 'STOP' || name === 'RESUME' || name === 'MIGRATION');
    const setup = events.findIndex(({ name, text }) => name === 'MIGRATION' && text === 'setup');
    const last = events.slice(0, Math.max(0, setup)).findLast(({ name }) => name !== 'MIGRATION');
    if (setup < 0 || last?.name !== 'STOP') return [];
    const end = events.slice(setup).find(({ name, text }) => name === 'MIGRATION' && text === 'completed');
    const ms = end ? Math.round((end.time - events[setup]!.time) * 1000) : Number.NaN;
    const lines = [last, events[setup]!, ...(end ? [end] : [])].map(({ line }) => ({ file, line }));
    return [
      {
        id: 'guest-stopped',
        kind: 'fact',
        answer: end
          ? worded`The guest was stopped before the migration began, so nothing became dirty. The migration took ${sayMs(ms)}.`
          : worded`The guest was stopped before the migration began, so nothing became dirty.`,
        reasons: [
          {
            text: worded`The event STOP comes before the status setup, with no RESUME between them.`,
            lines,
            rules: [],
          },
        ],
        numbers: end ? { totalMs: ms } : {},
        advice: [],
      },
    ];
  });
