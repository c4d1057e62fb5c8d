/** Guards that a file that unpacks to more than a log takes is refused before it is unpacked, and one that says less than it has
 *  while it is. */
import { gzipSync } from 'node:zlib';
import { afterEach, expect, it, vi } from 'vitest';
import { MIB } from '../base/units.ts';
import { encodeTimeline, timelineOf } from '../export/file/timeline.ts';
import { presetRun } from '../testing/runs.ts';
import { openFile } from './open.ts';

const slices = { rhythm: { now: () => performance.now() }, goesOn: async () => true };
const problemOf = async (bytes: Uint8Array<ArrayBuffer>): Promise<string> => {
  const opened = await openFile(new Blob([bytes]), 'x.faultline', slices);
  return opened.ok ? 'opened' : opened.problem.message;
};

/** Zeros, packed; `says` is what the file claims to unpack to. */
function bomb(size: number, says = size): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(gzipSync(new Uint8Array(size)));
  new DataView(bytes.buffer).setUint32(bytes.length - 4, says, true);
  return bytes;
}

afterEach(() => void vi.restoreAllMocks());

it('more than a log takes is refused unread', async () => {
  const read = vi.spyOn(Blob.prototype, 'stream');
  const bytes = bomb(80 * MIB);
  expect(await problemOf(bytes)).toBe(
    `x.faultline: expected ${bytes.length} bytes to unpack to at most ${64 * MIB}, got ${80 * MIB}: more than a log takes`,
  );
  expect(read).not.toHaveBeenCalled();
});

it('a file that says less than it has is refused before its end', async () => {
  const bytes = bomb(48 * MIB, 1000);
  // It never ends: whoever waits for the end waits for ever.
  vi.spyOn(Blob.prototype, 'stream').mockImplementation(
    () => new ReadableStream({ start: (out) => out.enqueue(bytes) }),
  );
  expect(await problemOf(bytes)).toContain('cut off or damaged');
});

it('one that says more than it has is damaged', async () => {
  expect(await problemOf(bomb(MIB, 2 * MIB))).toContain('cut off or damaged');
});

it('a log opens, packed or not', async () => {
  const run = presetRun('qemu-as-mailed', { 'guest.bytes': 8 * MIB });
  const log = encodeTimeline(
    timelineOf(run, { kind: 'scenario', text: '{}', title: '', link: null, semantics: 3 }),
  );
  expect(await problemOf(new Uint8Array(log))).toBe('opened');
  expect(await problemOf(new Uint8Array(gzipSync(log)))).toBe('opened');
});
