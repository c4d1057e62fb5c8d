// Makes the machine ready: a Node that is new enough, and the packages of the lock file.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

/** A folder for reports and stamps that no commit ever sees. */
export const CACHE = join(ROOT, 'node_modules', '.cache', 'faultline');

const readJson = (path) => JSON.parse(readFileSync(path, 'utf8'));

/** Ends the program when this Node is older than package.json asks. */
export function requireNode() {
  const want = /(\d+)\.(\d+)/.exec(readJson(join(ROOT, 'package.json')).engines.node);
  const have = process.versions.node.split('.').map(Number);
  const [major, minor] = [Number(want[1]), Number(want[2])];
  if (have[0] > major || (have[0] === major && have[1] >= minor)) return;
  console.error(`Faultline needs Node ${major}.${minor} or newer; this is Node ${process.versions.node}.`);
  console.error('Install a current Node from https://nodejs.org and run the command again.');
  process.exit(1);
}

const libc = () => (process.report.getReport().header.glibcVersionRuntime ? 'glibc' : 'musl');

/** Whether a locked package belongs on this machine: optional ones are mostly binaries of other platforms. */
function belongsHere(entry) {
  if (!entry.optional) return true;
  if (!entry.os || !entry.cpu) return false;
  if (!entry.os.includes(process.platform) || !entry.cpu.includes(process.arch)) return false;
  return !entry.libc || (process.platform === 'linux' && entry.libc.includes(libc()));
}

/** Why the installed packages are not those of the lock file, or null when they are. */
function missing() {
  const record = join(ROOT, 'node_modules', '.package-lock.json');
  if (!existsSync(record)) return 'no packages are installed';
  const installed = readJson(record).packages;
  for (const [path, entry] of Object.entries(readJson(join(ROOT, 'package-lock.json')).packages)) {
    if (path === '' || !belongsHere(entry)) continue;
    const name = path.replace(/^.*node_modules\//, '');
    if (installed[path]?.version !== entry.version) return `${name} ${entry.version} is not installed`;
    if (!existsSync(join(ROOT, path, 'package.json'))) return `${name} is incomplete`;
  }
  return null;
}

/** Installs the packages of the lock file when they are not there yet. */
export function install() {
  const why = missing();
  if (why === null) {
    console.log('Packages: up to date.');
    return;
  }
  console.log(`Packages: ${why}; running npm ci ...`);
  // Under `npm run` npm names itself; otherwise it is looked up on PATH (a .cmd on Windows, hence the shell).
  const npm = process.env.npm_execpath;
  const args = ['ci', '--include=dev', '--no-audit', '--no-fund'];
  const byNode = npm !== undefined && /\.c?js$/.test(npm);
  const done = byNode
    ? spawnSync(process.execPath, [npm, ...args], { cwd: ROOT, stdio: ['ignore', 'inherit', 'inherit'] })
    : spawnSync('npm', args, {
        cwd: ROOT,
        stdio: ['ignore', 'inherit', 'inherit'],
        shell: process.platform === 'win32',
      });
  if (done.status === 0) return;
  console.error(`npm ci failed${done.error ? `: ${done.error.message}` : ''}. Is the network reachable?`);
  process.exit(1);
}

/** The script behind a package's command, to be run by this same Node: no PATH, no shell, no npx. */
export function bin(pkg, command = pkg) {
  const dir = join(ROOT, 'node_modules', ...pkg.split('/'));
  const { bin: named } = readJson(join(dir, 'package.json'));
  return join(dir, typeof named === 'string' ? named : named[command]);
}
