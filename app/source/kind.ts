/** What a file is, by how it begins: names lie. */

/** Bytes that decide: facts about the run stand at the beginning of whatever is exported. */
export const HEAD = 1 << 16;

export type FileKind =
  | 'timeline'
  | 'png'
  | 'gif'
  | 'film'
  | 'svg'
  | 'csv'
  | 'json'
  | 'narration'
  | 'recording'
  | 'script'
  | 'log'
  | 'unknown';

const begins = (head: Uint8Array, ...bytes: number[]): boolean => bytes.every((b, i) => head[i] === b);

/** `text` is the beginning as UTF-8, `name` the file's. */
export function kindOf(head: Uint8Array, text: string, name: string): FileKind {
  if (begins(head, 0x1f, 0x8b) || begins(head, 0x89, 0x46, 0x4c, 0x4e)) return 'timeline';
  if (begins(head, 0x89, 0x50, 0x4e, 0x47)) return 'png';
  if (begins(head, 0x47, 0x49, 0x46, 0x38)) return 'gif';
  // EBML, and the second word of an MP4.
  if (begins(head, 0x1a, 0x45, 0xdf, 0xa3) || text.slice(4, 8) === 'ftyp') return 'film';
  if (/^\s*(<\?xml[^>]*>\s*)?<svg[\s>]/.test(text)) return 'svg';
  if (/^\s*\{"(displayTimeUnit":"ns","otherData":\{"generator":"Faultline"|format":"faultline-)/.test(text))
    return 'json';
  if (/^\s*\{/.test(text) && /"(meta|blocks|main_block|phases|events)"\s*:/.test(text)) return 'recording';
  if (/^(# https?:\S+\r?\n)?step,time_ns,/.test(text)) return 'csv';
  if (/^[^\n]+\n=+\n[\s\S]*Digest\s+[0-9a-f]{16}\./.test(text)) return 'narration';
  if (/\.mm$/i.test(name)) return 'script';
  if (/^\s*[{[]/.test(text) || isUtf16(head)) return 'log';
  // Few bytes of a damaged text are none of a text's.
  if (head.includes(0) || text.includes('\ufffd')) return strange(text) > STRANGE ? 'unknown' : 'log';
  return 'script';
}

const isUtf16 = (head: Uint8Array): boolean => begins(head, 0xff, 0xfe) || begins(head, 0xfe, 0xff);

/** From this share of characters on that are in no text, it is none. */
const STRANGE = 0.05;
const isStrange = (code: number): boolean => code === 0xfffd || code < 0x08 || (code > 0x0d && code < 0x1b);

function strange(text: string): number {
  let count = 0;
  for (let i = 0; i < text.length; i++) if (isStrange(text.charCodeAt(i))) count++;
  return count / text.length;
}

/** The link of a run in the beginning of a text file; null when it has none. */
export function linkInText(kind: 'svg' | 'csv' | 'json' | 'narration', text: string): string | null {
  switch (kind) {
    case 'svg':
      return unescaped(/<dc:source[^>]{0,200}>([^<]{0,9000})<\/dc:source>/.exec(text)?.[1] ?? null);
    case 'csv':
      return /^# (https?:\S+)/.exec(text)?.[1] ?? null;
    case 'json':
      return quoted(/"link":("(?:[^"\\]|\\.)*")/.exec(text)?.[1] ?? null);
    case 'narration':
      return /^https?:\S+$/m.exec(text)?.[0] ?? null;
  }
}

const unescaped = (text: string | null): string | null =>
  text?.replace(/&(amp|lt|gt|quot);/g, (_, name: string) => ({ amp: '&', lt: '<', gt: '>' })[name] ?? '"') ??
  null;

function quoted(json: string | null): string | null {
  try {
    const text: unknown = json === null ? null : JSON.parse(json);
    return typeof text === 'string' ? text : null;
  } catch {
    return null;
  }
}

/** The part of an address that says what to show; null when it has none. */
export function hashOf(address: string | null): string | null {
  const at = address?.indexOf('#') ?? -1;
  return address === null || at < 0 || at === address.length - 1 ? null : address.slice(at);
}
