/** Makes `toEqual` fast for typed arrays: element by element it takes most of the time of the tests that compare them. */
import { expect } from 'vitest';

const isBytes = (x: unknown): x is Uint8Array | Uint16Array | Uint32Array =>
  x instanceof Uint8Array || x instanceof Uint16Array || x instanceof Uint32Array;

/** True for equal arrays of one type; else undefined, and the usual comparison finds the difference. */
export function equalArrays(a: unknown, b: unknown): true | undefined {
  if (!isBytes(a) || !isBytes(b) || a.constructor !== b.constructor || a.length !== b.length)
    return undefined;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return undefined;
  return true;
}

expect.addEqualityTesters([equalArrays]);
