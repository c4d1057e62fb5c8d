/** The kernel's side of the comparison: compiles the recorder once and runs scripts on the running kernel. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Recorded } from './engine.ts';

/** What this machine lacks, in words for whoever asked. */
export class Unavailable extends Error {}

const SOURCE = fileURLToPath(new URL('record.c', import.meta.url));

export class Kernel {
  private readonly folder = mkdtempSync(join(tmpdir(), 'conformance-'));
  private readonly recorder = join(this.folder, 'record');
  /** `uname -r` of the kernel that was asked last. */
  release = '';

  /** Throws Unavailable without a C compiler. */
  constructor() {
    const compiler = process.env.CC ?? 'cc';
    const built = spawnSync(compiler, ['-O2', '-Wall', '-Wextra', '-pthread', SOURCE, '-o', this.recorder], {
      encoding: 'utf8',
    });
    if (built.error)
      throw new Unavailable(
        `no C compiler: expected ${compiler} (set CC to another); the recorder is one C file that has to be built here`,
      );
    if (built.status !== 0)
      throw new Unavailable(`${compiler} does not build the recorder:\n${built.stderr}`);
  }

  /** Records scripts in one go. Null for one that hung or crashed. Throws Unavailable when this kernel cannot be asked. */
  record(texts: readonly string[]): (Recorded | null)[] {
    const files = texts.map((text, i) => {
      const file = join(this.folder, `${i}.mm`);
      writeFileSync(file, text);
      return file;
    });
    const run = spawnSync(this.recorder, files, { encoding: 'utf8', maxBuffer: 1 << 30 });
    if (run.status === 3) throw new Unavailable(run.stderr.trim());
    if (run.status === 2) throw new Error(run.stderr.trim());
    const recorded: (Recorded | null)[] = [];
    let ops: Record<string, unknown>[] = [];
    let ended = true;
    for (const line of run.stdout.split('\n')) {
      if (!line) continue;
      const o = JSON.parse(line) as Record<string, unknown>;
      if (o.rec === 'meta') {
        if (!ended) recorded.push(null);
        this.release = String(o.kernel);
        ops = [];
        ended = false;
      } else if (o.rec === 'op') ops.push(o);
      else if (o.rec === 'end') {
        recorded.push(ops);
        ended = true;
      }
    }
    if (!ended) recorded.push(null);
    while (recorded.length < texts.length) recorded.push(null);
    return recorded;
  }

  close(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
