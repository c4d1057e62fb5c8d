/** Slices of an iteration: after 50 ms QEMU ends its section of the stream and begins another (MAX_WAIT, Q2, Q4). */
import { MS } from '../../base/units.ts';
import type { QemuFile } from './file.ts';

const MAX_WAIT = 50 * MS;

export class Slice {
  private began = 0;

  constructor(private readonly file: QemuFile) {}

  /** A slice begins at `now`. */
  start(now: number): void {
    this.began = now;
  }

  /** Ends the slice when its time is over. */
  step(now: number): void {
    if (now - this.began < MAX_WAIT) return;
    this.began = now;
    this.file.sectionEnd();
  }
}
