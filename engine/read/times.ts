/** Times as logs print them → s. */
import type { Clock } from './evidence.ts';

/** Days from 1970-01-01 to a date of the Gregorian calendar. */
function daysTo(year: number, month: number, day: number): number {
  const y = month > 2 ? year : year - 1;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  return (
    era * 146_097 +
    yearOfEra * 365 +
    Math.floor(yearOfEra / 4) -
    Math.floor(yearOfEra / 100) +
    dayOfYear -
    719_468
  );
}

const CLOCK = /^(\d\d?):(\d\d):(\d\d(?:[.,]\d{1,9})?)/;
const STAMP = /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d:\d\d:\d\d(?:[.,]\d{1,9})?)(Z|[+-]\d\d:?\d\d)?/;

/** `10:47:07.316` → s since midnight; NaN when it is none. */
export function timeOfDay(text: string): number {
  const found = CLOCK.exec(text);
  if (!found) return Number.NaN;
  return Number(found[1]) * 3600 + Number(found[2]) * 60 + Number(found[3]!.replace(',', '.'));
}

/** `2021-03-07 10:47:07.316+0000` (ISO 8601, `T` or a blank) → s since 1970, UTC where no zone is said; NaN when it is none. */
export function stampOf(text: string): number {
  const found = STAMP.exec(text);
  if (!found) return Number.NaN;
  const [, year, month, day, clock, zone] = found;
  const days = daysTo(Number(year), Number(month), Number(day));
  const sign = zone?.[0] === '-' ? -1 : 1;
  const digits = zone && zone !== 'Z' ? zone.slice(1).replace(':', '') : '0000';
  const ahead = sign * (Number(digits.slice(0, 2)) * 3600 + Number(digits.slice(2)) * 60);
  return days * 86_400 + timeOfDay(clock!) - ahead;
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const FRAMED = /^[\s=#*[<-]{0,40}([^\s=#*[<-].{0,60}?)[\s=#*\]>-]{0,40}$/;
const EPOCH = /^1\d{9}(?:\.\d{1,9})?$/;
const UPTIME = /^(\d{1,9}\.\d\d) \d{1,12}\.\d\d$/;
const DAY = /^\d\d?:\d\d:\d\d(?:[.,]\d{1,9})?$/;
const DATE = /^[A-Z][a-z]{2} ([A-Z][a-z]{2}) +(\d\d?) (\d\d:\d\d:\d\d) (?:[A-Z]{1,5} )?(\d{4})$/;

/** A line that is a time and nothing else, as scripts print between dumps: `date` in its usual forms, /proc/uptime. */
export function stampLine(line: string): { readonly time: number; readonly clock: Clock } | null {
  if (line.length > 100) return null;
  const text = FRAMED.exec(line)?.[1];
  if (text === undefined) return null;
  if (EPOCH.test(text)) return { time: Number(text), clock: 'wall' };
  const uptime = UPTIME.exec(text);
  if (uptime) return { time: Number(uptime[1]), clock: 'monotonic' };
  if (DAY.test(text)) return { time: timeOfDay(text), clock: 'day' };
  const date = DATE.exec(text);
  if (date) {
    const month = String(MONTHS.indexOf(date[1]!) + 1).padStart(2, '0');
    const time = stampOf(`${date[4]}-${month}-${date[2]!.padStart(2, '0')} ${date[3]}`);
    return { time, clock: 'wall' };
  }
  const found = STAMP.exec(text);
  return found && found[0].length === text.length ? { time: stampOf(text), clock: 'wall' } : null;
}
