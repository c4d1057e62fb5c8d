// Finds a Chromium for the end-to-end tests: one that is named, one that is installed, one that can be had; and others.
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';
import { bin, ROOT } from './install.mjs';

// The shell has no windows: it starts and paints faster.
const COMMANDS = [
  'chromium-headless-shell',
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
];
const DOWNLOAD_MS = 240_000;
const APT_MS = 600_000;

function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Whether the program starts at all: some systems ship a stub, and a download may lack its libraries. */
function works(path) {
  if (!isProgram(path)) return false;
  // On Windows --version opens a window instead of answering.
  if (process.platform === 'win32') return true;
  const { status, stdout } = spawnSync(path, ['--version'], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
    timeout: 30_000,
    killSignal: 'SIGKILL',
  });
  return status === 0 && /\d+\.\d+/.test(stdout);
}

function* onPath(commands) {
  for (const command of commands) {
    for (const dir of (process.env.PATH ?? '').split(delimiter)) {
      if (dir !== '') yield join(dir, command);
    }
  }
}

function usualPlaces() {
  if (process.platform === 'darwin') {
    return ['/Applications', join(process.env.HOME ?? '/', 'Applications')].flatMap((dir) => [
      join(dir, 'Chromium.app/Contents/MacOS/Chromium'),
      join(dir, 'Google Chrome.app/Contents/MacOS/Google Chrome'),
    ]);
  }
  if (process.platform === 'win32') {
    return ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA']
      .map((name) => process.env[name])
      .filter((dir) => dir !== undefined)
      .flatMap((dir) => [
        join(dir, 'Chromium', 'Application', 'chrome.exe'),
        join(dir, 'Google', 'Chrome', 'Application', 'chrome.exe'),
      ]);
  }
  return [];
}

function named() {
  for (const name of ['FAULTLINE_BROWSER', 'CHROME_PATH']) {
    const path = process.env[name];
    if (!path) continue;
    if (works(path)) return path;
    console.log(`${name} names ${path}, which does not start; looking further.`);
  }
  return undefined;
}

function installed() {
  for (const path of [...onPath(COMMANDS), ...usualPlaces()]) {
    if (works(path)) return path;
  }
  return undefined;
}

function downloaded() {
  const path = createRequire(join(ROOT, 'package.json'))('@playwright/test').chromium.executablePath();
  if (existsSync(path) && works(path)) return path;
  console.log("No Chromium is installed; fetching Playwright's own ...");
  spawnSync(process.execPath, [bin('@playwright/test', 'playwright'), 'install', 'chromium'], {
    cwd: ROOT,
    stdio: ['ignore', 'inherit', 'inherit'],
    timeout: DOWNLOAD_MS,
    killSignal: 'SIGKILL',
  });
  if (works(path)) return path;
  console.log('That gave no browser that starts.');
  return undefined;
}

function fromDebian() {
  if (process.getuid?.() !== 0 || !existsSync('/etc/debian_version')) return undefined;
  console.log('Installing the chromium-headless-shell package of this system ...');
  const apt = (...args) =>
    spawnSync('apt-get', args, {
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      stdio: ['ignore', 'inherit', 'inherit'],
      timeout: APT_MS,
    });
  apt('update');
  apt('install', '-y', '--no-install-recommends', 'chromium-headless-shell');
  return installed();
}

/** Browsers of another make, in which a few of the tests run too: each with the variable that names it to them. They are used
 *  where they are installed. */
const OTHERS = [
  {
    name: 'Firefox',
    variable: 'FAULTLINE_FIREFOX',
    paths: [
      ...onPath(['firefox', 'firefox-esr']),
      '/Applications/Firefox.app/Contents/MacOS/firefox',
      join(process.env.PROGRAMFILES ?? '/', 'Mozilla Firefox', 'firefox.exe'),
    ],
  },
  // Its driver, which needs a screen: Xvfb makes one.
  {
    name: 'WebKitGTK',
    variable: 'FAULTLINE_WEBKIT',
    paths: [...onPath(['Xvfb'])].some(isProgram) ? [...onPath(['WebKitWebDriver'])] : [],
  },
];

export function findOthers() {
  return OTHERS.map(({ name, variable, paths }) => ({
    name,
    variable,
    path: [process.env[variable] ?? '', ...paths].find(isProgram),
  }));
}

/** The path of a browser that starts, or undefined. Needs the packages installed. */
export function findBrowser() {
  return named() ?? installed() ?? downloaded() ?? fromDebian();
}
