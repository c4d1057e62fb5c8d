/** How fast a large log is read, and in how much memory: a sample of strace, repeated. */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { MIB } from '../base/units.ts';
import { LogReader } from '../read/read.ts';
import { heading, row } from './table.ts';

const BYTES = 1000 * 1000 * 1000;
/** A part as a file's stream gives it. */
const PART = 64 * 1024;

export function readBench(): void {
  heading('1 GB of strace text (goal: under 60 s, under 500 MB)');
  const stream = gunzipSync(readFileSync(new URL('../read/samples/strace-threads.txt.gz', import.meta.url)));
  // As many repetitions as fill a few parts, so that the cuts fall elsewhere in the text each time.
  const text = Buffer.concat(Array.from({ length: Math.ceil((8 * PART) / stream.length) }, () => stream));
  const reader = new LogReader('strace');
  const before = process.memoryUsage().rss;
  let most = 0;
  let read = 0;
  const cpu = process.cpuUsage();
  const begin = performance.now();
  while (read < BYTES) {
    for (let at = 0; at < text.length; at += PART) reader.push(text.subarray(at, at + PART));
    read += text.length;
    most = Math.max(most, process.memoryUsage().rss);
  }
  const reading = reader.end();
  const seconds = (performance.now() - begin) / 1000;
  row('seconds', seconds.toFixed(1), 'under 60');
  const { user, system } = process.cpuUsage(cpu);
  row('of a processor', ((user + system) / 1e6).toFixed(1));
  row('lines per second', Math.round(reading.lines / seconds).toLocaleString('en'));
  row('calls that are kept', reading.evidence.calls.count.toLocaleString('en'));
  row('MB beside what was there before', ((most - before) / MIB).toFixed(0), 'under 500');
}
