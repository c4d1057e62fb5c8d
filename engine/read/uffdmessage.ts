/** Messages of userfaultfd (struct uffd_msg, 32 bytes) as strace prints the buffer of a read:
 *
 *      buffer  = '"' ( printable | "\" octal{1,3} | "\x" hex hex | "\" one of n t v f r e a b \ " )* '"' [ "..." ]
 *
 *  Each becomes an event `uffd_pagefault` (a: address, b: flags, text: thread id where it is asked for) or `uffd_fork`, `uffd_remap`
 *  (a: from, b: to), `uffd_remove`, `uffd_unmap` (a: start, b: end). */
import type { Evidence } from './evidence.ts';
import { MOST_ROWS } from './evidence.ts';
import { hexDigit } from './scan.ts';

const MESSAGE = 32;
const NAMES: Readonly<Record<number, string>> = {
  18: 'uffd_pagefault',
  19: 'uffd_fork',
  20: 'uffd_remap',
  21: 'uffd_remove',
  22: 'uffd_unmap',
};
const ESCAPES: Readonly<Record<string, number>> = { n: 10, t: 9, v: 11, f: 12, r: 13, e: 27, a: 7, b: 8 };

const bytes = new Uint8Array(MESSAGE * 64);
const view = new DataView(bytes.buffer);

/** Bytes of a printed buffer whose quotation mark stands before `from`; at most 64 messages of them. How many there are. */
function bytesOf(text: string, from: number): number {
  let n = 0;
  for (let at = from; at < text.length && n < bytes.length; at++) {
    const c = text.charCodeAt(at);
    if (c === 34) break;
    if (c !== 92) {
      bytes[n++] = c;
      continue;
    }
    const next = text.charCodeAt(++at);
    if (next === 120) {
      bytes[n++] = hexDigit(text.charCodeAt(at + 1)) * 16 + hexDigit(text.charCodeAt(at + 2));
      at += 2;
    } else if (next >= 48 && next <= 55) {
      let value = next - 48;
      for (let d = 0; d < 2; d++) {
        const digit = text.charCodeAt(at + 1) - 48;
        if (!(digit >= 0 && digit <= 7)) break;
        value = value * 8 + digit;
        at++;
      }
      bytes[n++] = value;
    } else bytes[n++] = ESCAPES[text[at] ?? ''] ?? next;
  }
  return n;
}

const address = (at: number): number => Number(view.getBigUint64(at, true));

/** Adds the messages of a read to the events; how many there were. `from`: behind the buffer's quotation mark. */
export function readMessages(
  { events }: Evidence,
  text: string,
  from: number,
  who: { readonly time: number; readonly pid: number; readonly line: number },
): number {
  const n = bytesOf(text, from);
  let found = 0;
  for (let at = 0; at + MESSAGE <= n && events.count < MOST_ROWS; at += MESSAGE) {
    const name = NAMES[bytes[at]!];
    if (!name) return found;
    const fault = name === 'uffd_pagefault';
    const thread = fault ? view.getUint32(at + 24, true) : 0;
    events.time.push(who.time);
    events.pid.push(who.pid);
    events.line.push(who.line);
    events.name.push(events.texts.number(name));
    events.text.push(events.texts.number(thread > 0 ? String(thread) : ''));
    events.a.push(fault ? address(at + 16) : address(at + 8));
    events.b.push(fault ? address(at + 8) : address(at + 16));
    found++;
  }
  return found;
}
