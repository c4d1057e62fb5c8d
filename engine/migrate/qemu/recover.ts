/** A connection that breaks in postcopy: both sides pause, vCPUs run until they touch a missing page, and once the operator
 *  recovers, the received bitmap tells the source what to send again (migration/migration.c postcopy_pause, ram.c
 *  ram_dirty_bitmap_reload; FACTS Q38, H18). */
import { SECOND } from '../../base/units.ts';
import { DST_LISTEN, OPERATOR, SRC_MIGRATION, who } from '../../event/actor.ts';
import { NO_CAUSE } from '../../event/emitter.ts';
import { K } from '../../event/event.ts';
import { HOST_DST, HOST_SRC, IN_FLIGHT } from '../../event/pageword.ts';
import { MSG_BITMAP, MSG_RESUME, MSG_RESUMED } from '../wire.ts';
import type { World } from '../world.ts';
import type { Channels } from './channels.ts';
import type { FaultThread } from './faultthread.ts';
import { FAULT, SOURCE, TIMER } from './slots.ts';
import type { Source } from './source.ts';
import { setState } from './state.ts';

/** How long the story of a guest goes on whose connection never comes back, if no vCPU touches anything. */
const FOR_GOOD = SECOND;
/** Headers of the bitmap and of the handshake's commands. */
const COMMAND_BYTES = 16;
/** Ways until the bitmap can leave: two for the connection, one for the source's command. */
const WAYS = 3;

const BY = who(SRC_MIGRATION, HOST_SRC);
const BY_LISTEN = who(DST_LISTEN, HOST_DST);
const BY_OPERATOR = who(OPERATOR, HOST_DST);

export class Recovery {
  /** up: nothing happened; paused: waits for the operator, or for good; then the steps of recovery. */
  private stage: 'up' | 'paused' | 'for-good' | 'connect' | 'handshake' = 'up';
  /** Pages that had to be sent again. */
  resent = 0;
  times = 0;
  /** Event of the last recovery's first step. */
  private began = NO_CAUSE;

  constructor(
    private readonly world: World,
    private readonly channels: Channels,
    private readonly source: Source,
    private readonly faults: FaultThread,
  ) {}

  /** Both sides pause; the operator recovers `ns` later, never when that is 0. */
  pause(ns: number, now: number, cause: number): void {
    this.channels.cut();
    this.source.postcopy.pause();
    this.source.stage = 'idle';
    this.world.phase('paused', BY);
    setState(this.world.out, HOST_SRC, 'postcopy-paused', 'the network is gone', cause);
    setState(this.world.out, HOST_DST, 'postcopy-paused', 'the network is gone', cause);
    this.world.wake(SOURCE, Infinity);
    this.stage = ns === 0 ? 'for-good' : 'paused';
    this.world.wake(TIMER, now + (ns === 0 ? FOR_GOOD : ns));
    this.sleep(now);
  }

  /** A vCPU fell asleep: when all of them have, and nobody will ever wake them, there is nothing left to see. */
  sleep(now: number): void {
    if (this.stage === 'for-good' && this.world.guest.isStuck) this.world.wake(TIMER, now);
  }

  /** The time that was waited for has come. */
  step(now: number): number {
    switch (this.stage) {
      case 'for-good':
        this.world.abort();
        return Infinity;
      case 'paused': {
        // migrate-recover at the destination, then migrate resume=true at the source.
        this.times++;
        this.world.phase('recover', BY_OPERATOR);
        this.began = setState(this.world.out, HOST_DST, 'postcopy-recover');
        setState(this.world.out, HOST_SRC, 'postcopy-recover');
        this.channels.restore(now);
        this.stage = 'connect';
        return now + WAYS * this.channels.forward.latency + 1;
      }
      case 'connect': {
        const bytes = this.world.dst.pages / 8 + COMMAND_BYTES;
        const sent = this.world.out.emit(K.RECV_BITMAP, BY_LISTEN, 0, bytes, this.began);
        this.channels.back.put(MSG_BITMAP, 0, 0, sent, bytes, now);
        this.stage = 'handshake';
        return Infinity;
      }
      default:
        return Infinity;
    }
  }

  /** The source has the received bitmap: what it sent and nobody received is to be sent again. */
  bitmap(now: number, cause: number): void {
    const { src, out } = this.world;
    const { words } = src.side;
    for (let p = 0; p < src.pages; p++) {
      if (!(words[p]! & IN_FLIGHT)) continue;
      const first = p;
      while (p < src.pages && words[p]! & IN_FLIGHT) p++;
      out.emit(K.RESEND, BY, first, p - first, cause);
      this.resent += p - first;
    }
    const took = src.sys.costs.syncRegion * out.state.regions;
    this.channels.forward.put(MSG_RESUME, 0, 0, cause, COMMAND_BYTES, now + took);
  }

  /** The destination hears that the source is ready: it asks again for what vCPUs wait for. */
  resume(now: number, cause: number): void {
    const active = setState(this.world.out, HOST_DST, 'postcopy-active', '', cause);
    this.channels.back.put(MSG_RESUMED, 0, 0, active, COMMAND_BYTES, now);
    const next = this.faults.resume(now, active);
    if (next < Infinity) this.world.wake(FAULT, Math.max(next, now));
  }

  /** And the source that the destination is: postcopy goes on. */
  resumed(now: number, cause: number): void {
    setState(this.world.out, HOST_SRC, 'postcopy-active', '', cause);
    this.stage = 'up';
    this.source.stage = 'postcopy';
    this.source.postcopy.resume(now);
    this.world.phase('postcopy', BY);
  }
}
