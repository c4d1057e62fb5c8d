/** What d3-zoom needs of d3-transition (vite.config.ts puts this in its place): fields zoom without animations, so there is
 *  never one to interrupt. */
export function interrupt(): void {}
