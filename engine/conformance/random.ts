/** Random scripts: seeded, so that a number names one for ever. What they do is chosen to meet, not to be likely: few pages,
 *  ends of regions, huge pages cut at odd places, forks, userfaults. */
import { Random } from '../base/random.ts';

/** Offsets and lengths in pages: few values, so that operations meet. */
const SPOTS = [0, 1, 2, 3, 5, 16, 31, 100, 255, 256, 300, 500, 511, 512, 513, 600, 768, 1000, 1023];
const LENGTHS = [1, 1, 1, 2, 3, 8, 16, 64, 200, 256, 300, 512, 512, 512, 513, 1024];

class Writer {
  readonly lines: string[] = [];
  private readonly random: Random;
  private readonly regions: { name: string; pages: number }[] = [];
  private uffd: 'none' | 'open' = 'none';
  private forked = false;
  private next = 0;

  constructor(seed: number) {
    this.random = new Random(seed, 77);
  }

  private pick<T>(of: readonly T[]): T {
    return of[this.random.below(of.length)] as T;
  }

  private chance(percent: number): boolean {
    return this.random.below(100) < percent;
  }

  /** `NAME OFF LEN` inside a region, sometimes a little beyond its end. */
  private range(): string {
    const region = this.pick(this.regions);
    const { off, len } = this.spot(region.pages);
    return `${region.name} ${off}p ${len}p`;
  }

  private spot(pages: number): { off: number; len: number } {
    if (this.chance(25)) return { off: 0, len: pages };
    let off = this.pick(SPOTS);
    if (off >= pages) off %= pages;
    let len = this.pick(LENGTHS);
    if (off + len > pages && !this.chance(3)) len = pages - off;
    return { off, len };
  }

  private page(): string {
    const region = this.pick(this.regions);
    const off = this.pick(SPOTS) % region.pages;
    return `${region.name} ${off}p`;
  }

  private value(): number {
    return this.chance(15) ? 0 : 1 + this.random.below(9);
  }

  private mmap(): void {
    const name = 'ABCDEF'[this.next++]!;
    const pages = this.pick([8, 256, 512, 512, 512, 1024, 1024, 1100]);
    const shift = this.chance(10) ? ` shift=${this.pick([1, 16, 256])}p` : '';
    const prot = this.chance(4) ? ' ro' : this.chance(2) ? ' noreserve' : '';
    const backing = this.chance(12) ? this.pick([' shared', ' memfd']) : '';
    this.lines.push(`mmap ${name} ${pages}p${shift}${prot}${backing}`);
    this.regions.push({ name, pages });
    if (this.chance(65)) this.lines.push(`madvise ${name} 0 ${pages}p HUGEPAGE`);
    if (this.chance(60)) this.lines.push(`write-range ${name} 0 ${pages}p ${this.value()}`);
  }

  private uffdOp(): string {
    if (this.uffd === 'none') {
      this.uffd = 'open';
      const features = [
        'event_remove',
        'event_remap',
        'event_unmap',
        'event_fork',
        'wp_unpopulated',
        'wp_async',
        'sigbus',
      ].filter((f) => this.chance(f === 'sigbus' ? 6 : f === 'wp_async' ? 20 : 25));
      return ['uffd-open', 'pagefault_flag_wp', 'poison', 'move', ...features].join(' ');
    }
    const kind = this.random.below(24);
    if (kind < 6)
      return `uffd-register ${this.range()} ${this.pick(['missing', 'missing', 'wp', 'missing+wp'])}`;
    if (kind < 8) return `uffd-unregister ${this.range()}`;
    if (kind < 12)
      return `uffd-copy ${this.range()} ${this.value()}${this.chance(15) ? ' dontwake' : ''}${this.chance(15) ? ' wp' : ''}`;
    if (kind < 14) return `uffd-zeropage ${this.range()}`;
    if (kind < 18) return `uffd-wp ${this.range()} ${this.pick(['on', 'on', 'off'])}`;
    if (kind < 19) return `uffd-poison ${this.page()} ${this.pick([1, 2])}p`;
    if (kind < 21) {
      const { off, len } = this.spot(this.regions[0]?.pages ?? 8);
      return `uffd-move ${this.page()} ${this.pick(this.regions).name} ${off}p ${len}p${this.chance(40) ? ' holes' : ''}`;
    }
    if (kind < 22) return `uffd-wake ${this.range()}`;
    if (kind < 23)
      return `pagemap-scan ${this.range()}${this.chance(60) ? ' wp' : ''}${this.chance(50) ? ' checkasync' : ''}`;
    this.uffd = 'none';
    return 'uffd-close';
  }

  private forkOp(): string {
    if (!this.forked) {
      this.forked = true;
      return 'fork';
    }
    const kind = this.random.below(10);
    if (kind < 4) return `child-write ${this.page()} ${this.value()}`;
    if (kind < 7) return `child-read ${this.page()}`;
    if (kind < 8) return `write ${this.page()} ${this.value()}`;
    this.forked = false;
    return 'reap';
  }

  private knob(): string {
    const kind = this.random.below(8);
    if (kind < 3) return `khugepaged-set max_ptes_none ${this.pick([0, 1, 255, 510, 511])}`;
    if (kind < 4) return `khugepaged-set max_ptes_shared ${this.pick([0, 255, 511])}`;
    if (kind < 5) return `thp-enabled ${this.pick(['always', 'madvise', 'never'])}`;
    if (kind < 6)
      return `thp-set hugepages-64kB/enabled ${this.pick(['always', 'madvise', 'inherit', 'never'])}`;
    if (kind < 7) return `prctl-thp-disable ${this.pick([0, 1, 2])}`;
    return `thp-set hugepages-2048kB/enabled ${this.pick(['always', 'madvise', 'inherit', 'never'])}`;
  }

  private operation(): string {
    const kind = this.random.below(100);
    if (kind < 12) return `write ${this.page()} ${this.value()}`;
    if (kind < 20) return `read ${this.page()}`;
    if (kind < 25) return `write-range ${this.range()} ${this.value()}`;
    if (kind < 27) return `read-range ${this.range()}`;
    if (kind < 36) return `madvise ${this.range()} DONTNEED`;
    if (kind < 39) return `madvise ${this.range()} FREE`;
    if (kind < 43) return `madvise ${this.range()} COLLAPSE`;
    if (kind < 49) return `madvise ${this.range()} ${this.pick(['HUGEPAGE', 'NOHUGEPAGE'])}`;
    if (kind < 53)
      return `madvise ${this.range()} ${this.pick(['POPULATE_READ', 'POPULATE_WRITE', 'GUARD_INSTALL', 'GUARD_REMOVE', 'DONTFORK', 'DOFORK', 'DONTNEED_LOCKED', 'COLD', 'PAGEOUT', 'REMOVE'])}`;
    if (kind < 57) return `mprotect ${this.range()} ${this.pick(['rw', 'rw', 'r', 'none'])}`;
    if (kind < 59) return `munmap ${this.range()}`;
    if (kind < 60) return `${this.pick(['mlock', 'munlock'])} ${this.range()}`;
    if (kind < 67) return 'khugepaged-run';
    if (kind < 70) return this.knob();
    if (kind < 76) return this.forkOp();
    if (kind < 77 && this.next < 6) {
      const region = this.pick(this.regions);
      const { off, len } = this.spot(region.pages);
      const name = 'ABCDEF'[this.next++]!;
      this.regions.push({ name, pages: len });
      return `mremap ${region.name} ${off}p ${len}p ${name}${this.chance(30) ? ' dontunmap' : ''}`;
    }
    if (kind < 79)
      return `pmadvise ${this.page()} 2p 1p ${this.pick([1, 3, 64])} ${this.pick(['DONTNEED', 'FREE'])}`;
    if (kind < 80) return `sysread ${this.page()}`;
    return this.uffdOp();
  }

  write(operations: number): void {
    this.mmap();
    if (this.chance(40)) this.mmap();
    for (let i = 0; i < operations; i++) this.lines.push(this.operation());
  }
}

/** The script of a seed. */
export function randomScript(seed: number): string {
  const writer = new Writer(seed);
  writer.write(4 + (Math.imul(seed, 0x9e3779b1) >>> 28));
  return `# Q: random script ${seed}\n${writer.lines.join('\n')}\n`;
}
