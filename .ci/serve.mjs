// A static server for dist/: the right types, no caching surprises, a strict content policy.
import { createReadStream, existsSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ROOT } from './install.mjs';
import { POLICY } from './policy.mjs';

const TYPES = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.jpg': 'image/jpeg',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.md': 'text/markdown; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
};

const HEADERS = {
  'Cache-Control': 'no-cache',
  'Content-Security-Policy': POLICY,
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
};

const HOST = '127.0.0.1';
const PORTS_TRIED = 100;

/** The file a request path names inside `root`, or null. */
function fileOf(root, url) {
  let path;
  try {
    path = decodeURIComponent(url.replace(/[?#].*$/s, ''));
  } catch {
    return null;
  }
  if (!path.startsWith('/') || path.includes('\0')) return null;
  const file = resolve(root, `.${path.endsWith('/') ? `${path}index.html` : path}`);
  if (!file.startsWith(root + sep)) return null;
  return statSync(file, { throwIfNoEntry: false })?.isFile() ? file : null;
}

function answer(root, request, response) {
  const say = (status, text, extra = {}) => {
    response.writeHead(status, { ...HEADERS, 'Content-Type': 'text/plain; charset=utf-8', ...extra });
    response.end(request.method === 'HEAD' ? undefined : `${text}\n`);
  };
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    say(405, 'Only GET and HEAD are answered here.', { Allow: 'GET, HEAD' });
    return;
  }
  const file = fileOf(root, request.url ?? '/');
  if (file === null) {
    say(404, 'There is no such page.');
    return;
  }
  response.writeHead(200, {
    ...HEADERS,
    'Content-Type': TYPES[extname(file).toLowerCase()] ?? 'application/octet-stream',
    'Content-Length': statSync(file).size,
  });
  if (request.method === 'HEAD') {
    response.end();
    return;
  }
  createReadStream(file)
    .on('error', () => response.destroy())
    .pipe(response);
}

function listen(root, port) {
  return new Promise((done, fail) => {
    const server = createServer((request, response) => {
      try {
        answer(root, request, response);
      } catch {
        response.destroy();
      }
    });
    server.once('error', fail);
    server.listen(port, HOST, () => done(server));
  });
}

/** Reads a port from text; undefined when it is none. */
export function portOf(text) {
  const port = Number(text);
  return /^\d+$/.test(text) && port <= 65535 ? port : undefined;
}

/** Serves `root`; a taken port moves on to the next one unless `strict`. Resolves to the address. */
export async function serve({ root = join(ROOT, 'dist'), port = 4173, strict = false } = {}) {
  for (let at = port, tried = 1; ; at++, tried++) {
    try {
      const server = await listen(root, at);
      return { server, address: `http://${HOST}:${server.address().port}/` };
    } catch (error) {
      const taken = error.code === 'EADDRINUSE' || error.code === 'EACCES';
      if (!taken || strict || tried === PORTS_TRIED || at === 65535) throw error;
      console.log(`Port ${at} is taken; trying ${at + 1}.`);
    }
  }
}

if (process.argv[1] !== undefined && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const args = process.argv.slice(2);
  const text = args.includes('--port')
    ? (args[args.indexOf('--port') + 1] ?? '')
    : (process.env.PORT ?? '4173');
  const port = portOf(text);
  if (port === undefined) {
    console.error(`The port must be a whole number from 0 to 65535, not "${text}".`);
    process.exit(1);
  }
  if (!existsSync(join(ROOT, 'dist', 'index.html'))) {
    console.error('There is no dist/ yet: run npm run build first.');
    process.exit(1);
  }
  serve({ port, strict: args.includes('--strict-port') }).then(
    ({ address }) => console.log(`Faultline is at ${address}`),
    (error) => {
      console.error(`Cannot serve on port ${port}: ${error.message}`);
      process.exit(1);
    },
  );
}
