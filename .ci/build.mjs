// Builds dist/ and remembers when, so that an unchanged tree is not built twice.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bin, CACHE, ROOT } from './install.mjs';

/** What a build is made of, below the root. */
export const SOURCES = [
  '.ci/policy.mjs',
  '.ci/shipped.mjs',
  '.ci/site.mjs',
  '.ci/tsconfig.json',
  'app',
  'engine',
  'public',
  'index.html',
  'LICENSE',
  'vite.config.ts',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
];
const STAMP = join(CACHE, 'built');

/** Latest change below `path`; folders count too, which shows deletions. */
function newest(path) {
  if (!existsSync(path)) return 0;
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  return readdirSync(path).reduce((latest, name) => Math.max(latest, newest(join(path, name))), stat.mtimeMs);
}

/** Whether dist/ is complete and newer than everything it is made of. */
export function isBuilt() {
  if (!existsSync(STAMP) || !existsSync(join(ROOT, 'dist', 'index.html'))) return false;
  const built = statSync(STAMP).mtimeMs;
  return SOURCES.every((source) => newest(join(ROOT, source)) < built);
}

/** Runs vite build in a folder that has the sources; returns its exit status. */
export function buildIn(folder, { env: extra = {}, quiet = false } = {}) {
  const { NODE_ENV: _, ...env } = process.env;
  const done = spawnSync(process.execPath, [bin('vite'), 'build'], {
    cwd: folder,
    env: { ...env, ...extra },
    stdio: ['ignore', quiet ? 'ignore' : 'inherit', 'inherit'],
  });
  return done.status ?? 1;
}

/** Builds dist/ and remembers when; returns the exit status. */
export function build() {
  const started = new Date();
  rmSync(STAMP, { force: true });
  const status = buildIn(ROOT);
  if (status !== 0) return status;
  mkdirSync(CACHE, { recursive: true });
  writeFileSync(STAMP, '');
  // What changed while the build ran counts as newer than it.
  utimesSync(STAMP, started, started);
  return 0;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = build();
