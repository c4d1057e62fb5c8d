/** What is said about migrations that converge, do not, and ended; on statistics that QEMU printed. */
import { describe, expect, it } from 'vitest';
import type { Reading } from '../read/read.ts';
import { readLog, sample } from '../testing/samples.ts';
import { ratesOf, roundsUntil, throttleNeeded } from './convergence.ts';
import { diagnose } from './diagnose.ts';
import { migrationsOf } from './migrations.ts';

const read = (...logs: string[]): Reading[] =>
  logs.map((log) => (log.includes('\n') ? readLog(log) : readLog(sample(log))));
const said = (...logs: string[]) => {
  const all = diagnose(read(...logs));
  return Object.fromEntries(all.map((d) => [d.id, d]));
};

/** `info migrate` of a guest of 1 GiB on a link of 100 MB/s. */
const active = (more: string): string =>
  `(qemu) info migrate\nMigration status: active\ntotal time: 60000 ms\nexpected downtime: 900 ms\nthroughput: 800 mbps\nremaining ram: 100000 kbytes\ntotal ram: 1048576 kbytes\npage size: 4 kbytes\ntransferred ram: 6000000 kbytes\nnormal: 1500000 pages\nduplicate: 0 pages\n${more}`;

describe('does not converge', () => {
  it('a guest that rewrites its pages all the time: rates, limit, rounds, and what would end it', () => {
    const stuck = said('qmp-stuck.txt.gz')['does-not-converge']!;
    expect(stuck.kind).toBe('trouble');
    expect(stuck.numbers).toMatchObject({
      dirtyPagesPerSecond: 2029,
      bandwidthBytesPerSecond: 8_413_380,
      dirtySetBytes: 4_190_208,
      downtimeLimitMs: 100,
      dirtySyncs: 77,
      downtimeLimitNeededMs: 618,
      postcopyMs: 498,
    });
    expect(stuck.reasons.map(({ rules }) => rules)).toEqual([['H17'], ['Q8', 'Q9', 'Q10'], ['Q6', 'Q8']]);
    for (const { lines } of stuck.reasons) expect(lines.length).toBeGreaterThan(0);
    expect(stuck.advice).toHaveLength(4);
  });

  it('one that writes less than the link carries, but the same pages for more rounds than it would need', () => {
    const stuck = said('qmp-auto-converge.txt.gz')['does-not-converge']!;
    expect(stuck.numbers).toMatchObject({ throttlePercent: 99, dirtySetBytes: 25_165_824, dirtySyncs: 24 });
    expect(stuck.answer).toContain('24 MiB dirty again, and only 1.58 MiB fit');
    expect(stuck.advice.at(-1)).toContain('reached its maximum');
  });

  it('the numbers: limit, bandwidth and throttle that are needed', () => {
    const log = active('dirty pages rate: 48828 pages\ndirty sync count: 3\n');
    const stuck = said(log)['does-not-converge']!;
    expect(stuck.numbers).toMatchObject({
      dirtyBytesPerSecond: 48_828 * 4096,
      downtimeLimitMs: 300,
      downtimeLimitNeededMs: 1024,
      throttleNeededPercent: 60,
    });
    const [migration] = migrationsOf(read(log));
    expect(throttleNeeded(ratesOf(migration!))).toEqual({ percent: 60, steps: 5 });
    expect(throttleNeeded({ ...ratesOf(migration!), dirty: 1e12 })).toBeNull();
  });
});

it('converges: rounds that are left and how long they take', () => {
  const log = active('dirty pages rate: 12207 pages\ndirty sync count: 3\n');
  const { converges } = said(log);
  // 102.4 MB take 1.02 s, in which 51.2 MB become dirty; these take half as long; 25.6 MB fit into 300 ms.
  expect(converges!.numbers).toMatchObject({ roundsLeft: 2, msLeft: 1536 });
  const [migration] = migrationsOf(read(log));
  expect(roundsUntil({ ...ratesOf(migration!), dirty: 2e8 })).toBeNull();
});

it('before the second dirty sync there is no dirty rate, and nothing is said about it', () => {
  const found = said(active('dirty pages rate: 0 pages\ndirty sync count: 1\n'));
  expect(Object.keys(found)).toContain('first-pass');
  expect(found['first-pass']!.numbers).toMatchObject({ firstPassMs: 1024 });
  expect(found).not.toHaveProperty('converges');
});

it('in postcopy: what the guest dirtied before against what was sent, requests, what remains', () => {
  const found = said(
    'Status: postcopy-active\nTime (ms): total=9000, setup=3, down=40\nRAM info:\n  Bandwidth (mbps): 800\n  Sizes (KB): psize=4, total=1048576\n    transferred=2000000, remain=97656,\n    postcopy=300000\n  Pages: normal=490000, zero=1000, rate_per_sec=24000\n  Others: dirty_syncs=2, dirty_pages_rate=30000, postcopy_req=777\n',
  );
  expect(found['in-postcopy']!.numbers).toMatchObject({
    dirtyPagesPerSecond: 30_000,
    sentPagesPerSecond: 24_000,
    postcopyRequests: 777,
    msLeft: 1000,
  });
  expect(found['in-postcopy']!.reasons[0]!.text).toContain('30,000 pages per second, against 24,000 sent');
  // Pages beyond one of each.
  expect(found['sent-again']!.numbers).toMatchObject({ sentAgainPages: 491_000 - 262_144 });
});

describe('ended', () => {
  it('completed: how long, what was sent in which phase, and what more than once', () => {
    const found = said('qmp-postcopy-src.txt');
    expect(found.completed!.numbers).toMatchObject({ totalMs: 9840, downtimeMs: 1, dirtySyncs: 2 });
    expect(found['sent-again']!.numbers).toMatchObject({ sentAgainPages: 18_517 + 4141 - 16_514 });
    expect(found).not.toHaveProperty('does-not-converge');
  });

  it('guest memory that was not sent here is said to be so, not to be 0', () => {
    const { completed } = said(
      '{"return": {"status": "completed", "total-time": 50, "downtime": 9, "ram": {"total": 0, "transferred": 400000, "normal": 0, "duplicate": 0}}}\n',
    );
    expect(completed!.reasons.map(({ text }) => text)).toEqual([
      expect.stringContaining('ram.total is 0: guest memory was not sent over this channel'),
    ]);
  });

  it('by QEMU’s events alone, after the last answer; a guest that was stopped before', () => {
    const event = (seconds: number, rest: string) =>
      `{"timestamp": {"seconds": ${seconds}, "microseconds": 500000}, ${rest}}\n`;
    const found = said(
      event(100, '"event": "STOP"') +
        event(101, '"event": "MIGRATION", "data": {"status": "setup"}') +
        '{"return": {"status": "active", "total-time": 400, "ram": {"total": 8192, "transferred": 4096, "mbps": 8, "remaining": 4096, "dirty-sync-count": 1}}}\n' +
        event(102, '"event": "MIGRATION_PASS", "data": {"pass": 3}') +
        event(103, '"event": "MIGRATION", "data": {"status": "completed"}'),
    );
    expect(found.completed!.numbers).toEqual({ totalMs: 2000, dirtySyncs: 3 });
    expect(found.completed!.reasons[0]!.lines.map(({ line }) => line)).toEqual([5, 3]);
    expect(found['guest-stopped']!.numbers).toEqual({ totalMs: 2000 });
    expect(found['qemu-events']!.reasons.map(({ text, lines }) => [text, lines[0]!.line])).toEqual([
      ['00:01:40.500: STOP.', 1],
      ['00:01:41.500: MIGRATION setup.', 2],
      ['00:01:42.500: MIGRATION_PASS {"pass":3}.', 4],
      ['00:01:43.500: MIGRATION completed.', 5],
    ]);
    expect(found).not.toHaveProperty('first-pass');
  });

  it('failed with its error, cancelled, and a command that was refused', () => {
    const failed = said('qmp-failed.txt');
    expect(failed.failed!.answer).toContain('Unable to write to socket: Broken pipe');
    expect(failed.failed!.reasons[0]!.rules).toEqual(['Q37']);
    const cancelled = said('qmp-cancelled.txt');
    expect(cancelled).toHaveProperty('cancelled');
    expect(cancelled['refused-command']!.reasons[0]!.lines.map(({ line }) => line)).toEqual([8, 9]);
    expect(cancelled['refused-command']!.advice[0]).toContain('migrate-set-parameters max-bandwidth');
  });

  it('blocktimes per vCPU, from the destination beside the source', () => {
    const found = said('qmp-postcopy-src.txt', 'qmp-postcopy-dst.txt');
    expect(found.blocktimes!.numbers).toEqual({ blocktimeMs: 0, longestMs: 3049, vcpus: 2 });
    expect(found.blocktimes!.reasons[0]!.lines).toEqual([{ file: 1, line: 11 }]);
    expect(found).toHaveProperty('completed');
  });
});
