/** The motion of sending: a page goes from its cell at the source to its cell at the destination, and a request the other way, each as
 *  an arc with a tail. */
import type { Frame } from '../../engine/index.ts';
import { prefersReducedMotion } from '../ui/theme.ts';

/** How long a page is on its way on screen, ms. */
const TRAVEL = 620;
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
      if (!frame || passed <= 0 || passed > TRAVEL_STEPS) return;
      const { sends, asks, page } = frame.event;
      if (sends) this.send(page, 0);
      if (asks) this.send(page, 1);
    });
  }

  /** A page leaves the source, or (`from` 1) a request for it the destination. */
  private send(page: number, from: 0 | 1): void {
    const [start, end] = [this.places[from]?.(page), this.places[from === 0 ? 1 : 0]?.(page)];
    if (!start || !end || this.onTheirWay >= TRAVEL_MAX || prefersReducedMotion()) return;
    const arc = arcBetween(start, end);
    const picture = document.createElementNS(SVG, 'svg');
    picture.setAttribute('class', from === 0 ? 'traveller' : 'traveller asks');
    picture.ariaHidden = 'true';
    document.body.append(picture);
    this.onTheirWay++;
    const paths = TAIL.map((length, i) => {
      const path = document.createElementNS(SVG, 'path');
      path.setAttribute('d', arc);
      // The arc counts as 100 long, whatever it is.
      path.setAttribute('pathLength', '100');
      path.setAttribute('stroke-dasharray', `${length} 200`);
      path.setAttribute('opacity', String((i + 1) / TAIL.length));
      picture.append(path);
      // Their heads go together; the shorter the stroke, the brighter.
      return path.animate([{ strokeDashoffset: length }, { strokeDashoffset: length - 100 - TAIL[0] }], {
        duration: TRAVEL,
        easing: 'ease-in-out',
        fill: 'forwards',
      });
    });
    const last = paths[0]!;
    last.onfinish = last.oncancel = () => {
      picture.remove();
      this.onTheirWay--;
    };
  }
}

const SVG = 'http://www.w3.org/2000/svg';
/** Lengths of the strokes that lie over one another, of an arc of 100: together a tail that fades. */
const TAIL = [34, 22, 12, 4] as const;

/** From the middle of one cell to that of another, high enough to cross few tiles. */
function arcBetween(from: DOMRect, to: DOMRect): string {
  const [x1, y1] = [from.x + from.width / 2, from.y + from.height / 2];
  const [x2, y2] = [to.x + to.width / 2, to.y + to.height / 2];
  const rise = Math.min(140, 24 + Math.abs(x2 - x1) / 5);
  return `M${x1} ${y1}Q${(x1 + x2) / 2} ${Math.min(y1, y2) - 2 * rise} ${x2} ${y2}`;
}
