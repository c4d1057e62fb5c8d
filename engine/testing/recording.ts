/** A recording small enough to follow by hand: 3 regions, each rule of the player once, samples that fit exactly. */

export type FixtureRow = [unknown, unknown, unknown, unknown, unknown, unknown, unknown];

export interface Fixture {
  meta: Record<string, unknown>;
  blocks: { id: string; used: number }[];
  main_block: number;
  phases: Record<string, number>;
  events: FixtureRow[];
}

const VM = 'rd wr mr mw me dc ac';

/** Region 0 is loaded huge, loses page 7 and gets it back; region 1 ends all zero pages; region 2 holds one page. */
export function makeFixture(): Fixture {
  const dst = (t: number, kind: string, page: number, n: number | null, x: unknown = null): FixtureRow => {
    return [t, 'dst', kind, 0, page, n, x];
  };
  const scan = (t: number, kind: string, x: unknown): FixtureRow => [t, 'dst', kind, null, null, null, x];
  const smaps = (t: number, rss: number, ahp: number, fl: string) =>
    dst(t, 'smaps', 0, 1536, { rss, ahp, fl: `${VM} ${fl} mg` });
  return {
    meta: {
      name: 'fixture',
      settings_seen: [[['madvise', 'madvise', '100', '4096', '511', null], 9]],
      thread_names: { 9: 'CPU 0/TCG', 1: 'qemu-system-x86' },
    },
    blocks: [
      { id: 'pc.ram', used: 3 * 2097152 },
      { id: 'pc.rom', used: 131072 },
    ],
    main_block: 0,
    phases: {
      src_setup: 0,
      dst_advise: 0.009,
      src_stop: 0.09,
      first_nohugepage: 0.1,
      first_dontneed: 0.11,
      dst_listen: 0.125,
      dst_running: 0.145,
      first_hugepage_after: 0.2,
      dst_completed: 0.215,
    },
    events: [
      dst(-1, 'mmap', 0, null),
      dst(-0.9, 'hugepage', 0, 1536, { us: 10, th: 'qemu-system-x86' }),
      smaps(-0.5, 0, 0, 'hg'),
      [-0.4, 'dst', 'hugepage', 1, 0, 32, null],
      [-0.3, 'src', 'state', null, null, null, { ev: 'runstate_set' }],
      dst(0.01, 'init_dontneed', 0, 1536),
      dst(0.02, 'pre_page', 0, 512, { f: 'page', t1: 0.03 }),
      dst(0.02, 'pf', 0, 1, { w: 1, tid: 1 }),
      dst(0.04, 'pre_page', 512, 4, { f: 'zero', t1: 0.041 }),
      smaps(0.05, 2048, 2048, 'hg'),
      dst(0.1, 'nohugepage', 0, 1536, { us: 10, th: 'qemu-system-x86' }),
      dst(0.11, 'dontneed', 7, 1),
      dst(0.111, 'dontneed', 512, 1024),
      smaps(0.12, 2044, 0, 'nh'),
      dst(0.13, 'uffd_register', 0, 1536, { us: 10, th: 'qemu-system-x86' }),
      dst(0.14, 'uffd_zeropage', 512, 512),
      dst(0.141, 'uffd_copy', 1024, 1),
      dst(0.142, 'uffd_zeropage', 1025, 511),
      dst(0.15, 'pf', 7, 1, { w: 1, tid: 9 }),
      dst(0.151, 'fault', 7, 1, { fl: 1, tid: 9 }),
      dst(0.151, 'fault_req', 7, 1, { tid: 9 }),
      dst(0.152, 'request', 7, 1),
      [0.153, 'src', 'src_req', 0, 7, 1, { dirty: 1 }],
      dst(0.154, 'request', 1024, 1),
      smaps(0.155, 2048, 0, 'um nh'),
      dst(0.16, 'uffd_copy', 7, 1),
      dst(0.2, 'hugepage', 0, 1536, { us: 5000, th: 'postcopy/listen' }),
      smaps(0.204, 2052, 0, 'um nh'),
      dst(0.21, 'uffd_unregister', 0, 1536, { us: 10, th: 'postcopy/listen' }),
      smaps(0.22, 2052, 0, 'hg'),
      // Another mapping of the process: no region here has 30 holes.
      scan(0.3, 'collapse', { st: 'succeeded' }),
      scan(0.3, 'kh_scan', { st: 'succeeded', none: 30 }),
      scan(0.31, 'kh_scan', { st: 'succeeded', none: 0 }),
      scan(0.32, 'kh_scan', { st: 'exceed_none_pte', none: 512 }),
      scan(0.33, 'collapse', { st: 'succeeded' }),
      scan(0.331, 'kh_scan', { st: 'succeeded', none: 511 }),
      smaps(0.4, 4096, 4096, 'hg'),
    ],
  };
}
