/** Browsers that Playwright cannot drive as a system installs them: Firefox by the socket that geckodriver uses, and WebKitGTK by the
 *  driver that comes with it. Both take the commands of W3C WebDriver. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { setTimeout as after } from 'node:timers/promises';

/** Commands, with their paths. */
const PATHS = {
  Navigate: 'url',
  SetWindowRect: 'window/rect',
  ExecuteAsyncScript: 'execute/async',
  PerformActions: 'actions',
} as const;
type Send = (command: keyof typeof PATHS, params: object) => Promise<unknown>;

const CAPABILITIES = { timeouts: { script: 60_000, pageLoad: 60_000, implicit: 0 } };
const SIZE = { x: 0, y: 0, width: 1440, height: 900 };
/** How long a browser may take to start on a busy machine. */
const START_MS = 60_000;
const LOOK_MS = 20;

/** Keys that have no character, as WebDriver spells them. */
export const KEY = { control: '\uE009', enter: '\uE007', right: '\uE014' } as const;

/** Where something is in the window, in CSS pixels. */
export interface Place {
  readonly x: number;
  readonly y: number;
}

export class OtherBrowser {
  constructor(
    readonly version: string,
    private readonly send: Send,
    readonly close: () => void,
  ) {}

  async open(url: string): Promise<void> {
    await this.send('SetWindowRect', SIZE);
    await this.send('Navigate', { url });
  }

  /** Calls a function in the page, which has nothing of this file, and returns what it resolves to. */
  run<A extends readonly unknown[], T>(body: (...args: A) => T, ...args: A): Promise<Awaited<T>> {
    return this.call<Awaited<T>>(
      `const found = await (${body})(...given); end({ value: found ?? null });`,
      args,
    );
  }

  /** Calls a function in the page again and again until it returns something else than undefined, null or false. */
  until<A extends readonly unknown[], T>(body: (...args: A) => T, ...args: A): Promise<NonNullable<T>> {
    return this.call<NonNullable<T>>(
      `for (let left = ${START_MS / LOOK_MS / 2}; left > 0; left--) {
         const found = (${body})(...given);
         if (found !== undefined && found !== null && found !== false) return end({ value: found });
         await new Promise((next) => setTimeout(next, ${LOOK_MS}));
       }
       end({ error: 'never came true at ' + location.href + ': ' + ${JSON.stringify(String(body))} });`,
      args,
    );
  }

  private async call<T>(body: string, args: readonly unknown[]): Promise<T> {
    const script = `const end = arguments[arguments.length - 1];
      const given = [...arguments].slice(0, -1);
      (async () => { ${body} })().catch((e) => end({ error: String(e) }));`;
    const answer = (await this.send('ExecuteAsyncScript', { script, args })) as { value: T; error?: string };
    if (answer.error !== undefined) throw new Error(answer.error);
    return answer.value;
  }

  /** Presses keys one after the other; `held` stays down meanwhile. */
  async press(keys: string, held = ''): Promise<void> {
    const down = (value: string) => ({ type: 'keyDown', value });
    const up = (value: string) => ({ type: 'keyUp', value });
    const pressed = [...keys].flatMap((key) => [down(key), up(key)]);
    const actions = [...[...held].map(down), ...pressed, ...[...held].map(up)];
    await this.send('PerformActions', { actions: [{ type: 'key', id: 'keyboard', actions }] });
  }

  async click({ x, y }: Place): Promise<void> {
    const actions = [
      { type: 'pointerMove', x: Math.round(x), y: Math.round(y), duration: 0 },
      { type: 'pointerDown', button: 0 },
      { type: 'pointerUp', button: 0 },
    ];
    const mouse = { type: 'pointer', id: 'mouse', parameters: { pointerType: 'mouse' }, actions };
    await this.send('PerformActions', { actions: [mouse] });
  }
}

/** Asks again until there is an answer. */
async function eventually<T>(what: string, ask: () => T | Promise<T>): Promise<T> {
  for (const end = Date.now() + START_MS; ; ) {
    try {
      return await ask();
    } catch (e) {
      if (Date.now() > end) throw new Error(`${what}: ${e}`);
      await after(LOOK_MS);
    }
  }
}

const start = (
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): ChildProcess =>
  spawn(program, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });

/** Starts Firefox. It listens on a port of its choice, which it writes into its profile; messages there are JSON after their length. */
export async function startFirefox(program: string): Promise<OtherBrowser> {
  const profile = mkdtempSync(join(tmpdir(), 'faultline-firefox-'));
  const args = ['--headless', '--marionette', '--no-remote', '--profile', profile];
  const firefox = start(program, args, {
    MOZ_MARIONETTE_PREF_STATE_ACROSS_RESTARTS: '{"marionette.port":0}',
  });
  const port = await eventually('Firefox opened no port', () =>
    Number(readFileSync(join(profile, 'MarionetteActivePort'), 'utf8')),
  );
  const socket = connect(port, '127.0.0.1');
  const pending = new Map<number, (answer: readonly [error: unknown, value: unknown]) => void>();
  let rest = Buffer.alloc(0);
  socket.on('data', (bytes) => {
    rest = Buffer.concat([rest, bytes as Buffer]);
    for (;;) {
      const colon = rest.indexOf(':');
      const end = colon + 1 + Number(rest.subarray(0, colon));
      if (colon < 0 || rest.length < end) return;
      const message = JSON.parse(rest.subarray(colon + 1, end).toString('utf8'));
      rest = rest.subarray(end);
      // The first message is a greeting.
      if (Array.isArray(message)) pending.get(message[1])?.([message[2], message[3]]);
    }
  });
  let last = 0;
  const send = (command: string, params: object) =>
    new Promise<unknown>((resolve, reject) => {
      const id = ++last;
      pending.set(id, ([error, value]) => {
        pending.delete(id);
        if (error) reject(new Error(JSON.stringify(error)));
        else resolve(value);
      });
      const text = JSON.stringify([0, id, command, params]);
      socket.write(`${Buffer.byteLength(text)}:${text}`);
    });
  const { capabilities } = (await send('WebDriver:NewSession', CAPABILITIES)) as {
    capabilities: { browserVersion: string };
  };
  return new OtherBrowser(
    `Firefox ${capabilities.browserVersion}`,
    async (command, params) => {
      const answer = (await send(`WebDriver:${command}`, params)) as { value?: unknown } | null;
      return answer?.value;
    },
    () => {
      socket.destroy();
      firefox.kill('SIGKILL');
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  );
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as { port: number };
  await new Promise((done) => server.close(done));
  return port;
}

/** Starts WebKitGTK's own small browser by its driver, on a screen of its own. */
export async function startWebKit(driver: string): Promise<OtherBrowser> {
  const screen = start('Xvfb', ['-displayfd', '3', '-screen', '0', '1440x900x24', '-nolisten', 'tcp']);
  const display = await new Promise<string>((done, fail) => {
    screen.once('error', fail);
    (screen.stdio[3] as Readable).once('data', (text) => done(String(text).trim()));
  });
  const port = await freePort();
  const server = start(driver, [`--port=${port}`], { DISPLAY: `:${display}` });
  const post = async (path: string, body: object): Promise<unknown> => {
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, {
      method: 'POST',
      body: JSON.stringify(body),
    });
    const { value } = (await answer.json()) as { value: { error?: string } | null };
    if (value?.error !== undefined) throw new Error(JSON.stringify(value));
    return value;
  };
  const session = (await eventually('the driver of WebKit did not answer', () =>
    post('/session', { capabilities: { alwaysMatch: CAPABILITIES } }),
  )) as { sessionId: string; capabilities: { browserVersion: string } };
  return new OtherBrowser(
    `WebKitGTK ${session.capabilities.browserVersion}`,
    (command, params) => post(`/session/${session.sessionId}/${PATHS[command]}`, params),
    () => {
      server.kill();
      screen.kill();
    },
  );
}
