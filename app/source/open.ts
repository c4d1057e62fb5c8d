/** Opens files that somebody chose, dropped or pasted: a timeline, a script or a recording by what is in it, an export by the link that
 *  it carries, anything else as a log. What is known to be none of these changes nothing on screen but for its problem; what the engine refuses later
 *  can be taken back. Fetched with the first file. */
import { LONGEST, MIB, type Problem, parseRecording, parseScript, sayBytes } from '../../engine/index.ts';
import { commentOf } from '../export/studio/gifcomment.ts';
import { textOf } from '../export/studio/png.ts';
import { openLink } from '../link/sync.ts';
import { choose, reportProblems, runScript, setDraft, showLogs, showPanel } from '../state/actions.ts';
import { openProblems as words } from '../texts/open.ts';
import { type FileKind, HEAD, hashOf, kindOf, linkInText } from './kind.ts';

/** Bytes; other kinds are read no further than their beginning, or piece by piece. */
const MOST: Readonly<Partial<Record<FileKind, number>>> = {
  timeline: 256 * MIB,
  png: 256 * MIB,
  gif: 256 * MIB,
  recording: LONGEST.recording,
  script: LONGEST.script,
};

let opened = 0;

/** File systems allow no longer names. */
const nameOf = ({ name }: File): string => name.slice(0, LONGEST.fileName);

export async function open(files: readonly File[]): Promise<void> {
  // Several tell of one thing: they are read together.
  if (files.length > 1) return showLogs(files);
  const problem = files[0] ? await tryOpen(files[0]) : null;
  if (problem) reportProblems(problem);
}

async function tryOpen(file: File): Promise<Problem | null> {
  const name = nameOf(file);
  if (file.size === 0) return { code: 'syntax', where: name, message: words.empty(name) };
  try {
    const head = new Uint8Array(await file.slice(0, HEAD).arrayBuffer());
    const text = new TextDecoder().decode(head, { stream: file.size > HEAD });
    const kind = await kindOfFile(file, head, text);
    const most = MOST[kind];
    if (kind === 'script' && file.size > LONGEST.script && !/\.mm$/i.test(name))
      return openAs('log', file, text);
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

/** What a packed file is, what is packed in it says. */
async function kindOfFile(file: File, head: Uint8Array, text: string): Promise<FileKind> {
  const kind = kindOf(head, text, nameOf(file));
  if (kind !== 'timeline' || head[0] !== 0x1f) return kind;
  const reader = file.stream().pipeThrough(new DecompressionStream('gzip')).getReader();
  const { value } = await reader.read().catch(() => ({ value: undefined }));
  void reader.cancel().catch(() => undefined);
  if (!value || kindOf(value, '', '') === 'timeline') return 'timeline';
  return 'log';
}

async function openAs(kind: FileKind, file: File, text: string): Promise<Problem | null> {
  const name = nameOf(file);
  switch (kind) {
    case 'timeline':
      choose({ kind: 'timeline', name, file, opened: ++opened });
      return null;
    case 'recording':
      return playRecording(name, await file.text());
    case 'script':
      return openScript(file, await file.text());
    case 'log':
      showLogs([file]);
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

/** What is no recording leaves the run on screen whole. */
function playRecording(name: string, text: string): Problem | null {
  const read = parseRecording(text, name);
  if (!read.ok)
    return {
      code: 'syntax',
      where: name,
      message:
        read.problem.code === 'syntax' ? read.problem.message : words.noRecording(name, read.problem.message),
    };
  choose({ kind: 'file', name, text, opened: ++opened });
  return null;
}

/** Longer messages list all that was expected: they are for the editor, where they stand beside their line. */
const SHORT = 120;

/** Runs a script. One with errors is only put into the editor, where they are marked; a text that does not even have the name of a
 *  script is read as a log. */
async function openScript(file: File, text: string): Promise<Problem | null> {
  const name = nameOf(file);
  const parsed = parseScript(text);
  if (parsed.ok) {
    await runScript(text);
    return null;
  }
  if (!/\.mm$/i.test(name)) {
    showLogs([file]);
    return null;
  }
  const { line, column, endColumn, message } = parsed.errors[0]!;
  const found = text.split(/\r\n?|\n/)[line - 1] ?? '';
  const problem = (message: string): Problem => ({ code: 'syntax', where: name, message });
  setDraft(text.replace(/\r\n?/g, '\n'), null);
  showPanel('script');
  const what = found.slice(column - 1, endColumn - 1);
  return problem(
    message.length > SHORT
      ? words.unknownOperation(name, line, what)
      : words.scriptError(name, line, message),
  );
}

const bytesOf = async (file: File) => new Uint8Array(await file.arrayBuffer());

/** Shows what the export was made of. Only the part behind the # is believed, and that as any link. */
function follow(kind: keyof typeof words.kinds, where: string, address: string | null): Problem | null {
  const hash = hashOf(address);
  if (hash === null) return { code: 'syntax', where, message: words.noLink(where, words.kinds[kind]) };
  openLink(hash);
  return null;
}
