/** Opens a file that somebody chose or dropped: a timeline, a script or a recording by what is in it, an export by the link that
 *  it carries. What is known to be none of these changes nothing on screen but for its problem; what the engine refuses later
 *  can be taken back. Fetched with the first file. */
import { MIB, type Problem, sayBytes } from '../../engine/index.ts';
import { commentOf } from '../export/studio/gifcomment.ts';
import { textOf } from '../export/studio/png.ts';
import { openLink } from '../link/sync.ts';
import { FILE_MAX } from '../run/recordings.ts';
import { choose, reportProblems, runScript } from '../state/actions.ts';
import { openProblems as words } from '../texts/source.ts';
import { type FileKind, HEAD, hashOf, kindOf, linkInText } from './kind.ts';

/** Bytes; other kinds are read no further than their beginning, or piece by piece. */
const MOST: Readonly<Partial<Record<FileKind, number>>> = {
  timeline: 256 * MIB,
  png: 256 * MIB,
  gif: 256 * MIB,
  recording: FILE_MAX,
  script: MIB,
};

let opened = 0;

export async function open(file: File): Promise<void> {
  const problem = await tryOpen(file);
  if (problem) reportProblems(problem);
}

async function tryOpen(file: File): Promise<Problem | null> {
  const { name } = file;
  if (file.size === 0) return { code: 'syntax', where: name, message: words.empty(name) };
  try {
    const head = new Uint8Array(await file.slice(0, HEAD).arrayBuffer());
    const text = new TextDecoder().decode(head, { stream: file.size > HEAD });
    const kind = kindOf(head, text, name);
    const most = MOST[kind];
    if (most !== undefined && file.size > most)
      return {
        code: 'too-large',
        where: name,
        message: words.tooLarge(name, sayBytes(most), sayBytes(file.size)),
      };
    return await openAs(kind, file, text);
  } catch (e) {
    const why = e instanceof Error ? e.message : String(e);
    return { code: 'syntax', where: name, message: words.unread(name, why) };
  }
}

async function openAs(kind: FileKind, file: File, text: string): Promise<Problem | null> {
  const { name } = file;
  switch (kind) {
    case 'timeline':
      choose({ kind: 'timeline', name, file, opened: ++opened });
      return null;
    case 'recording':
      choose({ kind: 'file', name, text: await file.text(), opened: ++opened });
      return null;
    case 'script':
      await runScript(await file.text());
      return null;
    case 'unknown':
      return { code: 'syntax', where: name, message: words.unknown(name) };
    case 'png':
      return follow(kind, name, textOf(await bytesOf(file), 'Source'));
    case 'gif':
      return follow(kind, name, commentOf(await bytesOf(file)));
    case 'film':
      return follow(kind, name, await (await import('./film.ts')).commentOfFilm(file));
    default:
      return follow(kind, name, linkInText(kind, text));
  }
}

const bytesOf = async (file: File) => new Uint8Array(await file.arrayBuffer());

/** Shows what the export was made of. Only the part behind the # is believed, and that as any link. */
function follow(kind: keyof typeof words.kinds, where: string, address: string | null): Problem | null {
  const hash = hashOf(address);
  if (hash === null) return { code: 'syntax', where, message: words.noLink(where, words.kinds[kind]) };
  openLink(hash);
  return null;
}
