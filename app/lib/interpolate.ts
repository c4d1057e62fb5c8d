/** What d3-zoom needs of d3-interpolate (vite.config.ts puts this in its place): the way from one view to another, which
 *  only animations ask for, and fields have none. */
export function interpolateZoom(): never {
  throw new Error('fields zoom without animations');
}
