/** Pixels as rectangles: runs of one colour in a row, held together with the same run in the rows below. */

/** A path by colour, `#rrggbb`; the background has none. Pixels are little-endian RGBA. */
export function traced(pixels: Uint32Array, width: number, background: number): Map<string, string> {
  const paths = new Map<string, string[]>();
  const height = width === 0 ? 0 : pixels.length / width;
  /** Rectangles that the row above ends with: by their left end, colour, right end and top. */
  let open = new Map<number, readonly [colour: number, end: number, top: number]>();
  const close = (x: number, [colour, end, top]: readonly [number, number, number], bottom: number) => {
    const css = cssOf(colour);
    const path = paths.get(css) ?? [];
    path.push(`M${x} ${top}h${end - x}v${bottom - top}h${x - end}z`);
    paths.set(css, path);
  };
  for (let y = 0; y < height; y++) {
    const at = y * width;
    const row: typeof open = new Map();
    for (let x = 0; x < width; ) {
      const colour = pixels[at + x]!;
      let end = x + 1;
      while (end < width && pixels[at + end] === colour) end++;
      if (colour !== background) {
        const above = open.get(x);
        const goesOn = above !== undefined && above[0] === colour && above[1] === end;
        row.set(x, goesOn ? above : [colour, end, y]);
        if (goesOn) open.delete(x);
      }
      x = end;
    }
    for (const [x, rect] of open) close(x, rect, y);
    open = row;
  }
  for (const [x, rect] of open) close(x, rect, height);
  return new Map(Array.from(paths, ([colour, path]) => [colour, path.join('')]));
}

function cssOf(rgba: number): string {
  const rgb = ((rgba & 0xff) << 16) | (rgba & 0xff00) | ((rgba >>> 16) & 0xff);
  return `#${rgb.toString(16).padStart(6, '0')}`;
}
