/** Longest texts that come from outside, in UTF-16 units, one row each; imported whole, as `LONGEST`. Whoever decodes a text refuses
 *  a longer one and says so; what paints and lays out texts may rely on that. */
import { MIB } from './units.ts';

/** A link, from its # on: a script takes 2,000, notes 1,400, the rest less than 500. */
export const link = 4096;
/** A script as links hold it: what a person writes by hand has some hundreds. */
export const packed = 2000;
/** All notes of a link, as they stand in the address. */
export const notes = 1400;
export const noteName = 60;
export const noteText = 500;
/** All answers of a link. */
export const answers = 1000;
export const student = 40;
export const query = 300;
export const knob = 1000;

export const script = MIB;
/** A line of a script is also the label of a phase. The longest operation has some 250 letters. */
export const line = 1000;

/** A line of a log. Further letters are left out: calls with whole buffers in them have some thousands. */
export const logLine = 64 * 1024;

export const recording = 64 * MIB;
/** The name of a file is one of its file system. */
export const fileName = 255;
/** What a person or a program is called: a run, a thread. */
export const name = 200;
/** A list of flags, or what happened to one operation. */
export const words = 4000;
/** The VMAs of a process with their flags. */
export const vmas = 64 * 1024;
export const address = 8192;

/** An answer to the page around an embedded one. */
export const message = 300;
