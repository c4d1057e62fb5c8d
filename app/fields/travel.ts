/** The motion of sending: a page goes from its cell at the source to its cell at the destination. */
import type { Frame } from '../../engine/index.ts';
import { prefersReducedMotion } from '../ui/theme.ts';

/** How long a page is on its way on screen, ms. */
const TRAVEL = 420;
/** Steps between frames above which nothing travels: too much was sent to point at one page. */
const TRAVEL_STEPS = 400;
/** Pages on their way at once: more are a blur. */
const TRAVEL_MAX = 8;

/** Where a page's cell lies in the window; null when it is out of view. */
export type PlaceOf = (page: number) => DOMRect | null;

export class Travels {
  /** Set by the fields while they are mounted. */
  readonly places: [PlaceOf | null, PlaceOf | null] = [null, null];
  private onTheirWay = 0;

  /** Lets pages travel as frames come. Returns how to stop. */
  follow(frames: { get(): Frame | null; subscribe(fn: () => void): () => void }): () => void {
    let before = frames.get();
    return frames.subscribe(() => {
      const frame = frames.get();
      const passed = frame && before ? frame.step - before.step : 0;
      before = frame;
      if (frame && passed > 0 && passed <= TRAVEL_STEPS && frame.event.sends) this.send(frame.event.page);
    });
  }

  private send(page: number): void {
    const [from, to] = this.places.map((placeOf) => placeOf?.(page) ?? null);
    if (!from || !to || this.onTheirWay >= TRAVEL_MAX || prefersReducedMotion()) return;
    const traveller = document.createElement('i');
    traveller.className = 'traveller';
    traveller.ariaHidden = 'true';
    document.body.append(traveller);
    this.onTheirWay++;
    const at = (r: DOMRect) =>
      `translate(${r.x + r.width / 2}px, ${r.y + r.height / 2}px) translate(-50%, -50%)`;
    const motion = traveller.animate([{ transform: at(from) }, { transform: at(to) }], {
      duration: TRAVEL,
      easing: 'ease-in-out',
    });
    motion.onfinish = motion.oncancel = () => {
      traveller.remove();
      this.onTheirWay--;
    };
  }
}
