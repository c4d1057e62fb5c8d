/** Zooms and pans one field by wheel, pinch and drag, and by call. Loaded after the first frame: a field is looked at before it
 *  is zoomed. */
import { type Selection, select } from 'd3-selection';
import { zoom as d3zoom, type ZoomBehavior, type ZoomTransform, zoomIdentity } from 'd3-zoom';

export class FieldZoom {
  private readonly box: Selection<HTMLElement, unknown, null, undefined>;
  private readonly behavior: ZoomBehavior<HTMLElement, unknown>;

  /** `onZoom` gets each new transform, in CSS pixels. */
  constructor(box: HTMLElement, onZoom: (transform: ZoomTransform) => void) {
    this.box = select(box);
    this.behavior = d3zoom<HTMLElement, unknown>()
      // One finger scrolls the page; two zoom the field.
      .filter((e: Event) => !('touches' in e) || (e as TouchEvent).touches.length > 1)
      .clickDistance(4)
      .on('zoom', (e: { transform: ZoomTransform }) => onZoom(e.transform));
    this.box.call(this.behavior).on('dblclick.zoom', null);
  }

  /** How near the field can be zoomed, and its size in CSS pixels, which it never leaves. */
  limit(most: number, width: number, height: number): void {
    const extent: [[number, number], [number, number]] = [
      [0, 0],
      [width, height],
    ];
    this.behavior.scaleExtent([1, most]).extent(extent).translateExtent(extent);
  }

  /** Around a point in CSS pixels, or the middle. */
  scaleBy(by: number, at?: [number, number]): void {
    this.behavior.scaleBy(this.box, by, at);
  }

  /** By parts of the field as it is without zoom. */
  translateBy(dx: number, dy: number): void {
    this.behavior.translateBy(this.box, dx, dy);
  }

  /** Shows all of the field. */
  reset(): void {
    this.behavior.transform(this.box, zoomIdentity);
  }

  dispose(): void {
    this.box.on('.zoom', null);
  }
}
