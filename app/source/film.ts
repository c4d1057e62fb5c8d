/** The comment of a film. The library that reads it is fetched with the first film. */
import { BlobSource, Input, MP4, WEBM } from 'mediabunny';

/** Null when it has none; throws when these are no film's bytes. */
export async function commentOfFilm(file: Blob): Promise<string | null> {
  const input = new Input({ source: new BlobSource(file), formats: [WEBM, MP4] });
  try {
    return (await input.getMetadataTags()).comment ?? null;
  } finally {
    input.dispose();
  }
}
