/** Scenarios fitted from statistics of QEMU alone, and run: they take as long as what was measured. */
import { describe, expect, it } from 'vitest';
import { readLog, sample } from '../testing/samples.ts';
import { type Fit, fitOf } from './fit.ts';
import { rehearse } from './rehearse.ts';
import { courseOf } from './rounds.ts';

const fitted = (name: string): Fit => {
  const fit = fitOf([readLog(name.includes('\n') ? name : sample(name))]);
  if (!fit) throw new Error(`no fit of ${name}`);
  return fit;
};

it.each(['qmp-converged.txt', 'qmp-postcopy-src.txt', 'hmp-postcopy-src.txt.gz'])(
  '%s: figures and total time',
  (name) => {
    const fit = fitted(name);
    for (const { name: figure, error } of fit.figures)
      if (error !== null) expect([figure, Math.abs(error) < 0.15]).toEqual([figure, true]);
    const total = fit.figures.find((figure) => figure.name === 'totalMs')!.measured;
    const { totalMs, normalPages, curve } = rehearse(fit);
    expect(Math.abs(totalMs! / total - 1)).toBeLessThan(0.15);
    const sent = fit.figures.find((figure) => figure.name === 'normalPages')!.measured;
    expect(Math.abs(normalPages / sent - 1)).toBeLessThan(0.15);
    expect(curve.at(-1)!.remainingBytes).toBe(0);
    // Both curves begin with the whole guest and are as long.
    expect(fit.curve.at(-1)!.ms).toBe(total);
    expect(fit.curve.length).toBeGreaterThan(10);
  },
);

describe('a migration that does not end', () => {
  it('neither does the fitted one; what-ifs end as predicted', () => {
    const fit = fitted('qmp-stuck.txt.gz');
    expect(fit.predicted).toEqual({ totalMs: null, downtimeMs: null });
    expect(fit.overrides).toMatchObject({ 'wire.bandwidth': 8_388_608, 'qemu.downtimeLimit': 100_000_000 });
    expect(rehearse(fit).totalMs).toBeNull();
    expect(fit.whatIfs.map(({ id }) => id)).toEqual([
      'postcopy',
      'longer-limit',
      'auto-converge',
      'faster-link',
    ]);
    for (const id of ['postcopy', 'longer-limit'] as const) {
      const whatIf = fit.whatIfs.find((one) => one.id === id)!;
      const { totalMs, downtimeMs } = rehearse(fit, whatIf.overrides);
      expect([id, Math.abs(totalMs! / whatIf.totalMs! - 1) < 0.25]).toEqual([id, true]);
      expect([id, Math.abs(downtimeMs! - whatIf.downtimeMs!) < 50]).toEqual([id, true]);
    }
  });

  it('a setting that was changed under way: the fit is about the time before', () => {
    const fit = fitted('qmp-longer-limit.txt');
    expect(fit.overrides['qemu.downtimeLimit']).toBe(100_000_000);
    expect(fit.predicted.totalMs).toBeNull();
    expect(fit.assumed[0]).toContain('changed during the migration');
  });
});

it('a large guest is scaled down with all rates, so that times stay', () => {
  const fit = fitted(
    'Migration status: completed\ntotal time: 100000 ms\ndowntime: 200 ms\nsetup: 5 ms\nthroughput: 6400 mbps\ntransferred ram: 78125000 kbytes\nremaining ram: 0 kbytes\ntotal ram: 67108864 kbytes\nduplicate: 1000000 pages\nnormal: 19500000 pages\ndirty sync count: 4\npage size: 4 kbytes\n',
  );
  expect(fit.scale).toBeGreaterThan(32);
  const bytes = fit.overrides['guest.bytes'] as number;
  expect(Math.abs((bytes * fit.scale) / 2 ** 36 - 1)).toBeLessThan(0.01);
  expect(Math.abs(rehearse(fit).totalMs! / 100_000 - 1)).toBeLessThan(0.15);
  // The limit was not in the log.
  expect(fit.assumed[0]).toContain('300 ms');
});

it('too few statistics give no fit: no size, no dirty rate yet, a destination', () => {
  const none = (log: string | Uint8Array) => expect(fitOf([readLog(log)])).toBeNull();
  none(sample('qmp-cancelled.txt'));
  none(sample('qmp-postcopy-dst.txt'));
  none(sample('virsh-domjobinfo.txt'));
  none('{"return": {"status": "completed", "total-time": 50, "ram": {"total": 0, "transferred": 400000}}}\n');
});

it('rounds: a guest that writes nothing takes one pass; one that is faster than the link never ends', () => {
  const course = {
    pages: 1000,
    zeroPages: 0,
    pattern: 'uniform',
    dirtyRate: 0,
    bandwidth: 4104 * 1000,
    postcopyBandwidth: 0,
    limitMs: 10,
    autoConverge: false,
    preempt: false,
    postcopyAt: null,
  } as const;
  const idle = courseOf(course);
  expect(idle).toMatchObject({ ends: true, normalPages: 1000, dirtyPages: 0 });
  expect(idle.totalMs).toBeCloseTo(1000 + idle.downtimeMs);
  const busy = { ...course, dirtyRate: 100 * 4096 * 1000 };
  expect(courseOf(busy).ends).toBe(false);
  expect(courseOf({ ...busy, autoConverge: true }).ends).toBe(true);
  expect(courseOf({ ...busy, postcopyAt: 'one-pass' })).toMatchObject({ ends: true, syncs: 2 });
  expect(courseOf({ ...busy, limitMs: 1000 }).ends).toBe(true);
});
