/** Holds the engine against the running kernel: scripts in the repository, scripts given, or random ones.
 *  Exit 0 when nothing differs, 1 when something does, 2 when the arguments make no sense, 3 when this kernel cannot be asked. */
import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Comparison, compareScript, type Recorded } from './engine.ts';
import { Kernel, Unavailable } from './kernel.ts';
import { randomScript } from './random.ts';
import { shrink } from './shrink.ts';

const USAGE = `usage:
  npm run conformance                          every script in the repository, on the engine and on this kernel
  npm run conformance -- FILE.mm...            these scripts
  npm run conformance -- --random N [--seed S] N random scripts from seed S (default 1); differences with a minimal script
`;

const SCRIPTS = fileURLToPath(new URL('scripts', import.meta.url));
/** Scripts that one run of the recorder takes. */
const BATCH = 200;

function fail(message: string, code: number): never {
  process.stderr.write(`${message}\n`);
  process.exit(code);
}

/** The comparison, or why there is none. */
function compared(text: string, recorded: Recorded | null): Comparison | string {
  if (!recorded) return 'the recorder did not finish it';
  try {
    return compareScript(text, recorded);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

const equal = (c: Comparison | string): c is Comparison =>
  typeof c !== 'string' && c.differences.length === 0;

function say(c: Comparison | string): string {
  if (typeof c === 'string') return `  ${c}\n`;
  return c.differences
    .map((d) => `  operation ${d.i + 1}, ${d.op}: ${d.key}\n    kernel ${d.kernel}\n    engine ${d.engine}\n`)
    .join('');
}

function runFiles(kernel: Kernel, files: readonly string[]): number {
  const texts = files.map((file) => readFileSync(file, 'utf8'));
  const recorded: (Recorded | null)[] = [];
  for (let i = 0; i < texts.length; i += BATCH) recorded.push(...kernel.record(texts.slice(i, i + BATCH)));
  const width = Math.max(...files.map((f) => basename(f).length));
  process.stdout.write(`${'script'.padEnd(width)}  operations  states  differences\n`);
  let bad = 0;
  let states = 0;
  let counters = 0;
  files.forEach((file, i) => {
    const c = compared(texts[i]!, recorded[i] ?? null);
    const ops = recorded[i]?.length ?? 0;
    const n = typeof c === 'string' ? 0 : c.compared;
    states += n;
    if (typeof c !== 'string') counters += c.counters.length;
    const differs = typeof c === 'string' ? 'failed' : String(c.differences.length);
    process.stdout.write(
      `${basename(file).padEnd(width)}  ${String(ops).padStart(10)}  ${String(n).padStart(6)}  ${differs.padStart(11)}\n`,
    );
    if (equal(c)) return;
    bad++;
    process.stdout.write(say(c));
  });
  process.stdout.write(
    `${files.length} scripts, ${states} states compared, ${bad} scripts differ, ${counters} counters differ; kernel ${kernel.release}\n`,
  );
  return bad;
}

function runRandom(kernel: Kernel, count: number, seed: number): number {
  let bad = 0;
  let states = 0;
  for (let from = seed; from < seed + count; from += BATCH) {
    const texts = Array.from({ length: Math.min(BATCH, seed + count - from) }, (_, i) =>
      randomScript(from + i),
    );
    kernel.record(texts).forEach((recorded, i) => {
      const text = texts[i]!;
      const c = compared(text, recorded);
      if (typeof c !== 'string') states += c.compared;
      if (equal(c)) return;
      // What the kernel does differently the next time is not the engine's to know.
      const again = compared(text, kernel.record([text])[0] ?? null);
      if (equal(again)) {
        process.stdout.write(`seed ${from + i}: differs in one run and not in another\n`);
        return;
      }
      bad++;
      const smallest = shrink(text, (candidates) => firstThatDiffers(kernel, candidates));
      const last = compared(smallest, kernel.record([smallest])[0] ?? null);
      process.stdout.write(`seed ${from + i}:\n${smallest}${say(last)}`);
    });
  }
  process.stdout.write(
    `${count} random scripts from seed ${seed}, ${states} states compared, ${bad} differ; kernel ${kernel.release}\n`,
  );
  return bad;
}

/** Candidates that the recorder refuses as a script are passed over one by one. */
function firstThatDiffers(kernel: Kernel, candidates: readonly string[]): number {
  let recorded: (Recorded | null)[];
  try {
    recorded = kernel.record(candidates);
  } catch {
    recorded = candidates.map((text) => {
      try {
        return kernel.record([text])[0] ?? null;
      } catch {
        return null;
      }
    });
  }
  return recorded.findIndex((r, i) => {
    if (!r || r.length === 0) return false;
    const c = compared(candidates[i]!, r);
    return typeof c !== 'string' && c.differences.length > 0;
  });
}

function main(args: readonly string[]): void {
  const files: string[] = [];
  let random = 0;
  let seed = 1;
  for (let i = 0; i < args.length; i++) {
    const arg = args[i]!;
    const number = () => {
      const n = Number(args[++i]);
      if (!Number.isInteger(n) || n < 0) fail(`${arg}: expected a whole number\n${USAGE}`, 2);
      return n;
    };
    if (arg === '--random') random = number();
    else if (arg === '--seed') seed = number();
    else if (arg.startsWith('-')) fail(`${arg}: not an option\n${USAGE}`, 2);
    else files.push(arg);
  }
  let kernel: Kernel | undefined;
  try {
    kernel = new Kernel();
    const all = readdirSync(SCRIPTS)
      .filter((f) => f.endsWith('.mm'))
      .sort()
      .map((f) => `${SCRIPTS}/${f}`);
    const bad = random > 0 ? runRandom(kernel, random, seed) : runFiles(kernel, files.length ? files : all);
    process.exitCode = bad ? 1 : 0;
  } catch (error) {
    if (!(error instanceof Unavailable)) throw error;
    process.stderr.write(`this kernel cannot be asked: ${error.message}\n`);
    process.exitCode = 3;
  } finally {
    kernel?.close();
  }
}

main(process.argv.slice(2));
