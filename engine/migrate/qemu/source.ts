/** QEMU's migration thread on the source, and its return path thread: precopy, then postcopy or the end
 *  (migration/migration.c migration_thread, source_return_path_thread; FACTS Q5, Q10). */
import { SRC_MIGRATION, who } from '../../event/actor.ts';
import { HOST_SRC } from '../../event/pageword.ts';
import { MSG_BITMAP, MSG_REQUEST, MSG_RESUMED, MSG_SHUT } from '../wire.ts';
import type { World } from '../world.ts';
import type { Channels } from './channels.ts';
import { QemuFile } from './file.ts';
import { Postcopy } from './postcopy.ts';
import { Precopy } from './precopy.ts';
import { Ram } from './ram.ts';
import { setState } from './state.ts';
import { Throttle } from './throttle.ts';

const BY = who(SRC_MIGRATION, HOST_SRC);

/** What the return path brings that is not the source's own affair. */
export interface ReturnPath {
  /** The destination has everything. */
  shut(now: number): void;
  /** The received bitmap arrived. */
  bitmap(now: number, cause: number): void;
  resumed(now: number, cause: number): void;
  /** Precopy will not end. */
  hopeless(now: number): void;
}

export class Source {
  stage: 'setup' | 'precopy' | 'postcopy' | 'idle' = 'setup';
  readonly ram: Ram;
  readonly throttle: Throttle;
  readonly precopy: Precopy;
  readonly postcopy: Postcopy;
  private readonly file: QemuFile;

  constructor(
    private readonly world: World,
    private readonly channels: Channels,
    private readonly heard: ReturnPath,
    mayStartPostcopy: () => boolean,
  ) {
    this.ram = new Ram(world.src, world.guest.tracker);
    this.file = new QemuFile(world.src, channels.forward, channels.lastSend);
    this.throttle = new Throttle(world);
    this.precopy = new Precopy(world, this.ram, this.file, this.throttle, mayStartPostcopy);
    this.postcopy = new Postcopy(world, channels, this.ram, this.file, this.throttle);
  }

  /** Bytes written to all channels. */
  get transferred(): number {
    return this.file.transferred + (this.postcopy.urgent?.transferred ?? 0);
  }

  /** Does the next thing at `now`; returns when to be called again. May be called early, when a message has come. */
  step(now: number): number {
    const { back } = this.channels;
    if (back.nextArrival <= now) this.hear(now);
    const next = this.work(now);
    return Math.min(next, back.nextArrival);
  }

  private work(now: number): number {
    switch (this.stage) {
      case 'setup':
        return this.setUp(now);
      case 'precopy': {
        const next = this.precopy.step(now);
        const { outcome } = this.precopy;
        if (outcome === null) return next;
        if (outcome === 'hopeless') {
          this.heard.hopeless(now);
          return Infinity;
        }
        return this.startPostcopy(now);
      }
      case 'postcopy':
        return this.postcopy.step(now);
      case 'idle':
        return Infinity;
    }
  }

  private setUp(now: number): number {
    this.world.phase('precopy', BY);
    setState(this.world.out, HOST_SRC, 'setup');
    this.ram.start();
    setState(this.world.out, HOST_SRC, 'active');
    if (this.world.scenario.qemu.mode === 'postcopy') return this.startPostcopy(now);
    this.precopy.start(now);
    this.stage = 'precopy';
    return now + this.world.src.takeSpent();
  }

  /** The guest takes a while to stop. */
  private startPostcopy(now: number): number {
    const { src } = this.world;
    const stops = now + src.takeSpent() + src.sys.costs.vmStop;
    this.stage = 'postcopy';
    this.postcopy.waitUntil(stops);
    return stops;
  }

  /** Everything that has arrived on the return path. */
  private hear(now: number): void {
    const { back } = this.channels;
    while (back.nextArrival <= now) {
      const { messageType: type, first, cause } = back;
      back.take();
      if (type === MSG_REQUEST) this.postcopy.request(first, cause);
      else if (type === MSG_SHUT) this.heard.shut(now);
      else if (type === MSG_BITMAP) this.heard.bitmap(now, cause);
      else if (type === MSG_RESUMED) this.heard.resumed(now, cause);
    }
  }
}
