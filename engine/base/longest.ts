/** Longest texts that come from outside, in UTF-16 units, one row each. Whoever decodes a text refuses a longer one and says so;
 *  what paints and lays out texts may rely on that. */
import { MIB } from './units.ts';

export const LONGEST = {
  // Links, from the # on: a script takes 2,000, notes 1,400, the rest less than 500.
  link: 4096,
  /** A script as links hold it: what a person writes by hand has some hundreds. */
  packed: 2000,
  /** All notes of a link, as they stand in the address. */
  notes: 1400,
  noteName: 60,
  noteText: 500,
  /** All answers of a link. */
  answers: 1000,
  student: 40,
  query: 300,
  knob: 1000,

  // Scripts.
  script: MIB,
  /** A line is also the label of a phase. The longest operation has some 250 letters. */
  line: 1000,

  // Recordings and timeline files; the name of a file is one of its file system, at most.
  recording: 64 * MIB,
  fileName: 255,
  /** What a person or a program is called: a run, a thread. */
  name: 200,
  /** A list of flags or of what happened to one operation. */
  words: 4000,
  /** The VMAs of a process with their flags. */
  vmas: 64 * 1024,
  address: 8192,

  /** Answers to the page around an embedded one. */
  message: 300,
} as const;
