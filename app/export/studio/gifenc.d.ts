/** What the film writer uses of gifenc, which comes without types. */
declare module 'gifenc' {
  export interface FrameOptions {
    /** Colours as red, green and blue; the first frame's is the palette of the whole file. */
    palette: readonly (readonly number[])[];
    /** How long the frame is shown, in milliseconds; written in hundredths of a second. */
    delay: number;
    transparent: boolean;
    transparentIndex: number;
    /** Disposal method (GIF89a, 23). */
    dispose: number;
  }

  export function GIFEncoder(): {
    /** What is written so far; blocks that gifenc does not know are added to it. */
    readonly stream: { writeBytes(bytes: Uint8Array): void };
    writeFrame(pixels: Uint8Array, width: number, height: number, options: FrameOptions): void;
    finish(): void;
    bytes(): Uint8Array<ArrayBuffer>;
  };
}
