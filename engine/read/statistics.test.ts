/** What readers of statistics of migrations make of logs that the tools printed themselves, and of excerpts in the shapes in which people
 *  paste them. */
import { describe, expect, it } from 'vitest';
import { readLog, sample } from '../testing/samples.ts';
import type { Evidence } from './evidence.ts';
import type { Reading } from './read.ts';
import { STATISTICS } from './statistics.ts';

/** Events as [line, name, text]. */
const eventsOf = ({ events }: Evidence): [number, string, string][] =>
  Array.from({ length: events.count }, (_, i) => [
    events.line.at(i),
    events.texts.text(events.name.at(i)),
    events.texts.text(events.text.at(i)),
  ]);
const formatsOf = ({ formats }: Reading) => formats.map(({ format }) => format.name);
const skipsOf = ({ skipped }: Reading) => Object.fromEntries(skipped.map((s) => [s.reason, s.count]));
const knobsOf = ({ evidence }: Reading) => Object.fromEntries(evidence.knobs.map((k) => [k.name, k.value]));

it('each name of a tool stands for one statistic', () => {
  for (const of of ['qmp', 'hmp', 'virsh'] as const) {
    const names = STATISTICS.flatMap((row) => (of in row ? [row[of as keyof typeof row]].flat() : []));
    expect(new Set(names).size).toBe(names.length);
  }
  expect(new Set(STATISTICS.map(({ name }) => name)).size).toBe(STATISTICS.length);
});

describe('QMP', () => {
  it('a whole session: commands, answers by id, settings, samples, a refused command, events with QEMU’s clock', () => {
    const reading = readLog(sample('qmp-postcopy-src.txt'));
    const { evidence } = reading;
    expect({ formats: formatsOf(reading), read: reading.read, clock: evidence.clock }).toEqual({
      formats: ['qmp'],
      read: reading.lines,
      clock: 'wall',
    });
    expect(knobsOf(reading)).toEqual({
      'qemu/version': '7.2.22',
      'migration/events': 'on',
      'migration/postcopy-ram': 'on',
      'migration/max-bandwidth': '8388608',
      'migration/downtime-limit': '100',
      'migration/max-postcopy-bandwidth': '8388608',
    });
    expect(evidence.statistics).toHaveLength(20);
    expect(evidence.statistics.at(-1)).toMatchObject({
      status: 'completed',
      line: 62,
      values: {
        totalMs: 9840,
        downtimeMs: 1,
        transferredBytes: 76_031_928,
        postcopyBytes: 28_075_954,
        postcopyRequests: 84,
        normalPages: 18_517,
        zeroPages: 4141,
      },
    });
    // mbps are millions of bits.
    expect(evidence.statistics[0]!.values.bandwidthBytesPerSecond).toBe(8_168_330);
    const refused = eventsOf(evidence).find(([, name]) => name.startsWith('error'));
    expect(refused).toEqual([
      11,
      'error migrate_set_speed',
      'CommandNotFound: The command migrate_set_speed has not been found',
    ]);
    expect(eventsOf(evidence).filter(([, name]) => name === 'MIGRATION')).toEqual([
      [13, 'MIGRATION', 'setup'],
      [17, 'MIGRATION', 'active'],
      [44, 'MIGRATION', 'postcopy-active'],
      [61, 'MIGRATION', 'completed'],
    ]);
  });

  it('a destination: blocktimes per vCPU; what it does not say has no value', () => {
    const { evidence } = readLog(sample('qmp-postcopy-dst.txt'));
    expect(evidence.statistics).toEqual([
      {
        time: Number.NaN,
        line: 11,
        status: 'completed',
        values: { blocktimeMs: 0 },
        perVcpu: [3049, 0],
      },
    ]);
  });

  it('a failed one: its error, and no number', () => {
    const { evidence } = readLog(sample('qmp-failed.txt'));
    expect(evidence.statistics.at(-1)).toMatchObject({
      status: 'failed',
      error: 'Unable to write to socket: Broken pipe',
      values: {},
    });
  });

  it('documents over several lines, several on one, prompts in front, Python’s way of printing', () => {
    const pretty = JSON.stringify(
      { return: { status: 'active', 'total-time': 900, ram: { transferred: 5, 'dirty-pages-rate': 7 } } },
      null,
      4,
    );
    const reading = readLog(
      `-> {"execute": "query-migrate"} {"execute": "query-status"}\n<- ${pretty}\n(QEMU) query-migrate\n` +
        `{u'return': {u'status': u'completed', u'total-time': 950, u'ram': {u'normal': 3}}}\n`,
    );
    expect(reading.evidence.statistics.map(({ line, status, values }) => [line, status, values])).toEqual([
      [2, 'active', { totalMs: 900, transferredBytes: 5, dirtyPagesPerSecond: 7 }],
      [13, 'completed', { totalMs: 950, normalPages: 3 }],
    ]);
    expect(eventsOf(reading.evidence).map(([line, name]) => [line, name])).toEqual([
      [1, 'execute query-migrate'],
      [1, 'execute query-status'],
      [2, 'return query-migrate'],
      [12, 'execute query-migrate'],
      [13, 'return query-status'],
    ]);
  });

  it('a document that is cut off is read as far as it goes, without the value that may lack its end', () => {
    const { evidence, formats } = readLog(
      '{\n    "return": {\n        "status": "active",\n        "total-time": 900,\n        "ram": {\n            "total": 4096,\n            "remaining": 20',
    );
    expect(formats.map(({ format }) => format.name)).toEqual(['qmp']);
    expect(evidence.statistics[0]).toMatchObject({
      status: 'active',
      values: { totalMs: 900, totalBytes: 4096 },
    });
    expect(evidence.statistics[0]!.values.remainingBytes).toBeUndefined();
  });

  it('what human-monitor-command returns is read like the monitor', () => {
    const answer = 'Migration status: active\r\ntotal time: 12 ms\r\nnormal: 4 pages\r\n';
    const { evidence } = readLog(`${JSON.stringify({ return: answer })}\n`);
    expect(evidence.statistics).toMatchObject([
      { status: 'active', line: 1, values: { totalMs: 12, normalPages: 4 } },
    ]);
  });

  it('JSON of something else is not QMP', () => {
    expect(readLog('{\n  "name": "x",\n  "version": 3\n}\n').formats).toEqual([]);
    expect(readLog('{"a": 1}\n{"b": 2}\n').formats).toEqual([]);
  });
});

describe('HMP', () => {
  it('a monitor whose echo repeats each key: samples, capabilities, parameters', () => {
    const reading = readLog(sample('hmp-postcopy-src.txt.gz'));
    expect(formatsOf(reading)).toEqual(['hmp']);
    expect(Object.keys(skipsOf(reading))).toEqual(['heading']);
    expect(knobsOf(reading)).toMatchObject({
      'qemu/version': '7.2.22',
      'migration/postcopy-ram': 'on',
      'migration/max-bandwidth': '8388608',
      'migration/downtime-limit': '100',
      'migration/store-global-state': 'on',
    });
    // The last two asked twice for the same.
    expect(reading.evidence.statistics).toHaveLength(21);
    expect(reading.evidence.statistics.at(-1)!.values).toEqual(reading.evidence.statistics.at(-2)!.values);
    expect(reading.evidence.statistics.at(-1)).toMatchObject({
      status: 'completed',
      values: { totalMs: 9840, downtimeMs: 1, postcopyRequests: 84, postcopyBytes: 27_417 * 1024 },
    });
  });

  it('both monitors of one migration say the same', () => {
    const [hmp, qmp] = ['hmp-postcopy-src.txt.gz', 'qmp-postcopy-src.txt'].map(
      (name) => readLog(sample(name)).evidence.statistics.at(-1)!.values,
    );
    for (const [name, value] of Object.entries(hmp!))
      expect([name, Math.abs(value - qmp![name as 'totalMs']!) <= 1250]).toEqual([name, true]);
  });

  it('QEMU 10.1 and later: pairs under headings, units in headings or behind numbers', () => {
    const { evidence, skipped } = readLog(
      [
        '(qemu) info migrate',
        'Status: \t\tactive',
        'Time (ms): \t\ttotal=5120, setup=7, exp_down=412',
        'RAM info:',
        '  Throughput (Mbps): \t800.00',
        '  Sizes: \t\tpagesize=4 KiB, total=2 GiB',
        '  Transfers: \t\ttransferred=1.5 GiB, remain=256 MiB',
        '    Channels: \t\tprecopy=1.25 GiB, multifd=256 MiB, postcopy=0 B',
        '    Page Types: \tnormal=300000, zero=1000',
        '  Page Rates (pps): \ttransfer=24400, dirty=31000',
        '  Others: \t\tdirty_syncs=3',
        '(qemu) info migrate',
        'Status: completed',
        'Time (ms): total=9,',
        ' setup=7, down=12',
        'RAM info:',
        '  Sizes (KB): psize=4, total=2048,',
        '    transferred=1024, remain=0,',
      ].join('\n'),
    );
    expect(evidence.statistics.map(({ status, values }) => ({ status, ...values }))).toEqual([
      {
        status: 'active',
        totalMs: 5120,
        setupMs: 7,
        expectedDowntimeMs: 412,
        bandwidthBytesPerSecond: 100_000_000,
        pageBytes: 4096,
        totalBytes: 2 ** 31,
        transferredBytes: 1.5 * 2 ** 30,
        remainingBytes: 2 ** 28,
        precopyBytes: 1.25 * 2 ** 30,
        multifdBytes: 2 ** 28,
        postcopyBytes: 0,
        normalPages: 300_000,
        zeroPages: 1000,
        sentPagesPerSecond: 24_400,
        dirtyPagesPerSecond: 31_000,
        dirtySyncs: 3,
      },
      {
        status: 'completed',
        totalMs: 9,
        setupMs: 7,
        downtimeMs: 12,
        pageBytes: 4096,
        totalBytes: 2 ** 21,
        transferredBytes: 2 ** 20,
        remainingBytes: 0,
      },
    ]);
    expect(skipped.map(({ reason }) => reason)).toEqual(['heading']);
  });

  it('XBZRLE, throttle and addresses of QEMU 4 and later; fields that nobody needs are counted as such', () => {
    const { evidence, skipped } = readLog(
      [
        'Migration status: active',
        'total time: 100 milliseconds',
        'socket address: [',
        '\ttcp:192.0.2.7:4444',
        ']',
        'cache size: 67108864 bytes',
        'xbzrle transferred: 12 kbytes',
        'xbzrle pages: 30 pages',
        'xbzrle cache miss: 7 pages',
        'xbzrle cache miss rate: 0.25',
        'xbzrle overflow: 2',
        'cpu throttle percentage: 30',
      ].join('\n'),
    );
    expect(evidence.statistics.map(({ values }) => values)).toEqual([
      { totalMs: 100, xbzrleBytes: 12_288, xbzrlePages: 30, xbzrleMisses: 7, throttlePercent: 30 },
    ]);
    expect(skipped.map(({ reason, lines }) => [reason, lines])).toEqual([
      ['otherFields', [4, 5, 6, 10, 11]],
      ['heading', [3]],
    ]);
  });

  it('blocktimes and latencies per vCPU, in one line or the next; a cut answer', () => {
    const { evidence } = readLog(
      [
        'Status: completed',
        'Globals:',
        '...',
        'Postcopy Blocktime (ms): 21',
        'Postcopy vCPU Blocktime (ms):',
        ' [7, 30, 11]',
        'Postcopy Latency (ns): 45000',
        'Postcopy vCPU Latencies (ns):',
        ' [900, 1000, 1100]',
      ].join('\n'),
    );
    expect(evidence.statistics).toMatchObject([
      {
        status: 'completed',
        values: { blocktimeMs: 21, latencyUs: 45 },
        perVcpu: [7, 30, 11],
        latencyPerVcpu: [900, 1000, 1100],
      },
    ]);
    expect(readLog(sample('hmp-postcopy-dst.txt')).evidence.statistics).toEqual([
      { time: Number.NaN, line: 10, status: 'completed', values: { blocktimeMs: 0 }, perVcpu: [0, 3049] },
    ]);
  });

  it('a failed one: its error; the total time of 0 that is printed for it has no value', () => {
    const { evidence } = readLog(sample('hmp-failed.txt.gz'));
    expect(evidence.statistics.at(-1)).toMatchObject({
      status: 'failed',
      error: 'Unable to write to socket: Broken pipe',
      values: {},
    });
  });

  it('commands that were typed: settings in MiB, and quoted lines', () => {
    const reading = readLog(
      '> (qemu) migrate_set_parameter max-bandwidth 32\n> (qemu) migrate_set_downtime 0.5\n> (qemu) migrate -d tcp:192.0.2.7:4444\n> (qemu) info migrate\n> total time: 30 milliseconds\n',
    );
    expect(knobsOf(reading)).toEqual({
      'migration/max-bandwidth': '33554432',
      'migration/downtime-limit': '500',
    });
    expect(eventsOf(reading.evidence).map(([line, name]) => [line, name])).toEqual([
      [1, 'execute migrate_set_parameter'],
      [2, 'execute migrate_set_downtime'],
      [3, 'execute migrate'],
    ]);
    expect(reading.evidence.statistics).toMatchObject([{ line: 5, values: { totalMs: 30 } }]);
  });
});

describe('libvirt', () => {
  it('its log: the monitor inside, each line of it once; what was said on two lines', () => {
    const reading = readLog(sample('libvirt-save.txt.gz'));
    const { evidence } = reading;
    expect(formatsOf(reading)).toEqual(['libvirt']);
    expect(Object.keys(skipsOf(reading)).sort()).toEqual(['otherEvent', 'otherFields']);
    expect(evidence.clock).toBe('wall');
    const names = eventsOf(evidence).map(([, name]) => name);
    expect(names.filter((name) => name === 'MIGRATION_PASS')).toHaveLength(3);
    // The answer to the last command, `quit`, is not in the log.
    expect(names.filter((name) => name.startsWith('return '))).toHaveLength(
      names.filter((name) => name.startsWith('execute ')).length - 1,
    );
    expect(evidence.statistics.map(({ status }) => status)).toEqual([
      'active',
      'active',
      'completed',
      'completed',
    ]);
    expect(evidence.statistics.at(-1)).toMatchObject({
      values: { totalMs: 220, downtimeMs: 94, dirtySyncs: 3 },
      source: '0x7f0f4c00e460',
    });
  });

  it('a refused command with its reason and the line of the command; its setting is not in force', () => {
    const at = '2024-05-04 10:00:01.250+0000: 77: info : ';
    const reading = readLog(
      [
        `${at}qemuMonitorSend:995 : QEMU_MONITOR_SEND_MSG: mon=0x7f01 msg={"execute":"migrate_set_speed","arguments":{"value":5},"id":"libvirt-3"}\r`,
        ' fd=-1',
        `${at}qemuMonitorJSONIOProcessLine:240 : QEMU_MONITOR_RECV_REPLY: mon=0x7f01 reply={"id": "libvirt-3", "error": {"class": "CommandNotFound", "desc": "no such thing"}}`,
        `${at.replace('info', 'error')}qemuMonitorJSONCheckError:412 : internal error: unable to execute`,
      ].join('\n'),
    );
    expect(eventsOf(reading.evidence)).toEqual([
      [1, 'execute migrate_set_speed', '{"value":5}'],
      [3, 'error migrate_set_speed', 'CommandNotFound: no such thing'],
      [4, 'libvirt error', 'internal error: unable to execute'],
    ]);
    expect(reading.evidence.events.a.at(1)).toBe(1);
    expect(reading.evidence.events.time.at(0)).toBe(1_714_816_801.25);
    expect(reading.evidence.knobs).toEqual([]);
    expect(skipsOf(reading)).toEqual({ otherFields: 1 });
  });

  it('virsh domjobinfo and its --rawstats; a downtime while the job runs is the expected one', () => {
    const reading = readLog(sample('virsh-domjobinfo.txt'));
    expect(formatsOf(reading)).toEqual(['virsh']);
    expect(reading.evidence.statistics.map(({ status, values }) => [status, values])).toMatchObject([
      ['active', { totalMs: 210, expectedDowntimeMs: 300, transferredBytes: 1_576_158, dirtySyncs: 1 }],
      ['active', { totalMs: 316, expectedDowntimeMs: 300, transferredBytes: 19_839_058, zeroPages: 479 }],
      ['active', { totalMs: 428, bandwidthBytesPerSecond: 232_847_538, remainingBytes: 0 }],
    ]);
    for (const { values } of reading.evidence.statistics) expect(values.downtimeMs).toBeUndefined();
    const done = readLog(
      'Job type:         Completed\nOperation:        Outgoing migration\nTime elapsed:     4000 ms\nMemory bandwidth: 110.000 MiB/s\nTotal downtime:   30 ms\n',
    );
    expect(done.evidence.statistics).toMatchObject([
      {
        status: 'completed',
        values: { totalMs: 4000, downtimeMs: 30, bandwidthBytesPerSecond: 110 * 2 ** 20 },
      },
    ]);
  });
});
