/** A text as a word that a link can hold: four letters of a sum, then the text deflated, in the 64 letters that need no
 *  escape. A script of 20 lines takes some 300 letters. Browsers deflate differently, so one text may have several words;
 *  each unpacks to that text. The sum tells a link that was cut short: not every browser's inflater does. */

import { LONGEST } from '../../engine/index.ts';

/** No longer text is unpacked: 2,000 letters could otherwise grow to megabytes. */
const UNPACKED_MAX = LONGEST.script;

export async function pack(text: string): Promise<string> {
  const bytes = new TextEncoder().encode(text);
  return sum(bytes) + toLetters((await through(bytes, new CompressionStream('deflate-raw'))) ?? bytes);
}

/** Null when `packed` is no word that `pack` made. */
export async function unpack(packed: string): Promise<string | null> {
  try {
    const bytes = await through(fromLetters(packed.slice(4)), new DecompressionStream('deflate-raw'));
    if (!bytes || sum(bytes) !== packed.slice(0, 4)) return null;
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    // No base64, no deflate, or no UTF-8.
    return null;
  }
}

/** 24 bits of FNV-1a. */
function sum(bytes: Uint8Array): string {
  let h = 0x811c9dc5;
  for (const byte of bytes) h = Math.imul(h ^ byte, 0x01000193);
  h ^= h >>> 24;
  return toLetters(Uint8Array.of(h >>> 16, h >>> 8, h));
}

function toLetters(bytes: Uint8Array): string {
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

function fromLetters(letters: string): Uint8Array<ArrayBuffer> {
  const binary = atob(letters.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(binary, (c) => c.charCodeAt(0));
}

/** All that comes out of the stream; null when it is too much. */
async function through(
  bytes: Uint8Array<ArrayBuffer>,
  stream: CompressionStream | DecompressionStream,
): Promise<Uint8Array | null> {
  const parts: Uint8Array[] = [];
  let length = 0;
  const reader = new Blob([bytes]).stream().pipeThrough(stream).getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    length += part.value.length;
    if (length > UNPACKED_MAX) {
      await reader.cancel();
      return null;
    }
    parts.push(part.value);
  }
  const all = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
