import { inLanguage } from '../../engine/index.ts';
import { sayCount, sayPercent } from '../ui/say.ts';

/** Words of the sheet of exports. */
export const exports = inLanguage('exports', {
  title: 'Export',
  groups: { picture: 'Picture', film: 'Film', data: 'Data', text: 'Text' },
  group: 'What to export',
  part: 'Shows',
  parts: { fields: 'Memory', timeline: 'Timeline', both: 'Memory and timeline' },
  width: 'Width',
  height: 'Height',
  scale: 'Sharpness',
  theme: 'Theme',
  themes: { screen: 'As on screen', light: 'Light', dark: 'Dark' },
  from: 'From step',
  to: 'To step',
  seconds: 'Length',
  rate: 'Frames per second',
  format: 'Format',
  films: { webm: 'WebM', mp4: 'MP4', gif: 'GIF' },
  looking: 'Looking for encoders…',
  noEncoder: 'This browser cannot encode a video of this size. A GIF is made by the page itself.',
  expectedNumber: (least: number, most: number, got: string) =>
    `expected a whole number from ${least} to ${sayCount(most)}, got ${JSON.stringify(got.slice(0, 20))}`,
  expectedSeconds: (least: number, most: number, got: string) =>
    `expected ${least} to ${most}, got ${JSON.stringify(got.slice(0, 20))}`,
  pixels: (w: number, h: number) => `${sayCount(w)} × ${sayCount(h)} pixels`,
  frames: (n: number, events: string) => `${n} frames, one every ${events} events`,
  /** Below a button: what it saves, and how much that is. */
  sized: (help: string, events: number, size: string) =>
    `${help} ${events === 1 ? '1 event' : `${sayCount(events)} events`}, about ${size}.`,
  about: (size: string) => `about ${size}`,
  saves: {
    png: 'Save PNG',
    svg: 'Save SVG',
    film: 'Save film',
    csv: 'Save CSV',
    json: 'Save JSON',
    trace: 'Save Chrome trace',
    timeline: 'Save timeline file',
    narration: 'Save narration',
    script: 'Save script (.mm)',
    recording: 'Save recording',
  },
  help: {
    picture: 'With title, legend, link and digest. Open the file here to return to this step.',
    film: 'The steps of the range, evenly spaced. Open the file here to return to the run.',
    csv: 'One event per line. A comment before the column names contains the link.',
    json: 'The same rows, with a description of their run.',
    trace:
      'For Perfetto, speedscope and chrome://tracing: hosts, threads, calls, and the events they caused.',
    timeline: 'The whole run in one file. It opens here exactly as saved, even after the engine has changed.',
    narration: 'The run in words, for a mail: 72 columns, a link for each step, hazards at the end.',
    script: 'The script that was run.',
    recording: 'The recording that was played.',
    madeScript: 'The operations on the destination as a script for a real kernel, at most 10,000 of them.',
  },
  wholeRun: 'Whole run',
  inView: 'Part in view',
  making: 'Making the file…',
  percent: (part: number) => sayPercent(part),
  cancel: 'Cancel',
  cancelled: 'Cancelled. Nothing was saved.',
  saved: (name: string, size: string) => `Saved ${name}, ${size}.`,
  noRun: 'There is no run to export yet.',
});
