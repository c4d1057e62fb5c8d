/** Sizes a canvas for the screen's pixels; its context then works in CSS pixels. Null where the browser has none. */
export function prepare(
  canvas: HTMLCanvasElement,
  width: number,
  height: number,
): CanvasRenderingContext2D | null {
  // A presentation is zoomed, where the browser says so.
  const dpr = (window.devicePixelRatio || 1) * (canvas.currentCSSZoom ?? 1);
  const w = Math.max(1, Math.round(width * dpr));
  const h = Math.max(1, Math.round(height * dpr));
  // Setting a size, even the same, throws the pixels away.
  if (canvas.width !== w) canvas.width = w;
  if (canvas.height !== h) canvas.height = h;
  canvas.style.width = `${width}px`;
  canvas.style.height = `${height}px`;
  const context = canvas.getContext('2d');
  context?.setTransform(dpr, 0, 0, dpr, 0, 0);
  return context;
}
