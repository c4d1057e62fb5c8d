/** Sample logs of `engine/read/samples/`, made by the tools themselves. */
import { readdirSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import type { Format } from '../read/format.ts';
import { LogReader, type Reading } from '../read/read.ts';

const FOLDER = new URL('../read/samples/', import.meta.url);

/** Names of all samples. */
export const sampleNames = (): string[] => readdirSync(FOLDER).sort();

/** The bytes of a sample, unpacked. */
export function sample(name: string): Uint8Array {
  const bytes = readFileSync(new URL(name, FOLDER));
  return name.endsWith('.gz') ? gunzipSync(bytes) : bytes;
}

/** What is read from a text or bytes. */
export function readLog(log: string | Uint8Array, formats?: readonly Format[]): Reading {
  const reader = new LogReader('log', formats);
  reader.push(typeof log === 'string' ? new TextEncoder().encode(log) : log);
  return reader.end();
}
