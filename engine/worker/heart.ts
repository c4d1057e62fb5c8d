/** Notices a worker that died in silence: a browser that ends one for lack of memory reports no error. A worker holds a lock as long
 *  as it lives, which its browser gives to the page when it is gone. Where there are no locks, and for a worker that hangs, the page
 *  asks for a sign of life while it waits for an answer: any message is one. */

/** Milliseconds between two looks, and looks without a sign before the worker counts as gone. Work is done in slices of some
 *  milliseconds; a machine that is busy, or a file that is read at once, makes seconds of it. */
export const BEAT = 2000;
export const MISSED = 20;

/** Locks are missing on pages that are not secure, and refused in some frames. */
const locks = (): LockManager | null => {
  try {
    return globalThis.navigator?.locks ?? null;
  } catch {
    return null;
  }
};

/** The worker's part: holds a lock until it ends, and tells its name. */
export function holdLock(tell: (lock: string) => void): void {
  const name = `faultline-${performance.timeOrigin}-${Math.random()}`;
  void locks()
    ?.request(name, () => {
      tell(name);
      return new Promise(() => {});
    })
    .catch(() => undefined);
}

/** The page's part. */
export class Heart {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private missed = 0;
  private due = 0;
  private gone = false;

  /** `ping` asks for a sign of life, `stopped` is called once when there is none. */
  constructor(
    private readonly ping: () => void,
    private readonly stopped: () => void,
  ) {}

  /** Something is asked. */
  begin(): void {
    if (this.timer !== undefined || this.gone) return;
    this.missed = 0;
    this.next();
  }

  /** Nothing is asked any more. */
  rest(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  /** The worker said something. */
  heard(): void {
    this.missed = 0;
  }

  /** The worker holds a lock of this name: whoever gets it next knows that it is gone. */
  watch(lock: string): void {
    void locks()
      ?.request(lock, () => this.stop())
      .catch(() => undefined);
  }

  /** The worker is gone: nobody is to be told. */
  end(): void {
    this.gone = true;
    this.rest();
  }

  private next(): void {
    this.due = performance.now() + BEAT;
    this.timer = setTimeout(() => this.look(), BEAT);
  }

  private look(): void {
    // A page that nobody sees, or that was asleep or busy itself, has not listened.
    const { document } = globalThis as { document?: { readonly hidden: boolean } };
    if (document?.hidden || performance.now() > this.due + BEAT / 2) this.missed = 0;
    if (++this.missed > MISSED) this.stop();
    else {
      this.ping();
      this.next();
    }
  }

  private stop(): void {
    if (this.gone) return;
    this.end();
    this.stopped();
  }
}
