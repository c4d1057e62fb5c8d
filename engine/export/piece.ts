/** What goes out of a run is made piece by piece, so that whoever writes it can tell how far it is, and stop. */

export interface Piece<T extends string | Uint8Array = string> {
  readonly data: T;
  /** How much of the whole has been told with it, 0…1. */
  readonly done: number;
}
