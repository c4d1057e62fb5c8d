/** `info ramblock` of QEMU's monitor (`ram_block_format` in softmmu/physmem.c): the blocks of a guest's memory.
 *
 *      heading = "Block Name    PSize              Offset               Used              Total" [ "                HVA  RO" ]
 *      row     = name "    " size "  " offset " " used " " total [ " " address "  " ( "ro" | "rw" ) ]
 *
 *  Numbers are hexadecimal with 0x; the address is there from QEMU 8.1 on. */
import { later } from '../base/language.ts';
import { type Evidence, kept, MOST_ENTRIES } from './evidence.ts';
import { FOREIGN, type Format, type LineReader, type Outcome, READ } from './format.ts';

/** No row is longer: names of blocks have 255 letters at most. */
const LONGEST = 500;

const HEADING = /^\s*Block Name\s+PSize\s+Offset\s+Used\s+Total/;
const ROW =
  /^\s*(\S[^\t]{0,255}?) +\d+ (?:B|[KMG]iB) +0x[0-9a-f]{16} (0x[0-9a-f]{16}) 0x[0-9a-f]{16}(?: (0x[0-9a-f]{16}))?(?:\s|$)/;

export const ramBlocks: Format = {
  name: 'info-ramblock',
  title: later`QEMU’s list of RAM blocks`,
  recognise: (line) =>
    line.length <= LONGEST && (HEADING.test(line) || (line.includes('iB 0x') && ROW.test(line))) ? 2 : 0,
  reader: (evidence) => new RamBlocks(evidence),
};

class RamBlocks implements LineReader {
  constructor(private readonly evidence: Evidence) {}

  line(text: string, line: number): Outcome {
    if (text.length > LONGEST) return FOREIGN;
    if (HEADING.test(text)) return 'heading';
    const row = ROW.exec(text);
    if (!row) return FOREIGN;
    const { blocks } = this.evidence;
    if (blocks.length >= MOST_ENTRIES) return 'tooMany';
    const [, id, used, address] = row;
    if (blocks.some((block) => block.id === id)) return READ;
    blocks.push({ id: kept(id!), line, start: Number(address ?? Number.NaN), bytes: Number(used) });
    return READ;
  }
}
