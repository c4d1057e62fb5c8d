/** What the engine uses of the web platform outside `worker`: every browser and Node have it, the ES library does not declare it. */

declare function structuredClone<T>(value: T): T;

declare class TextEncoder {
  encode(text: string): Uint8Array<ArrayBuffer>;
}

declare class TextDecoder {
  constructor(label: 'utf-8' | 'utf-16le' | 'utf-16be', options?: { fatal: boolean; ignoreBOM: boolean });
  decode(bytes?: Uint8Array, options?: { stream: boolean }): string;
}
