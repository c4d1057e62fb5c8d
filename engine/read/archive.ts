/** A file with one log in it, or a tar archive (POSIX ustar, as tar and a recorder write it) with several: gives the bytes of each.
 *
 *      archive = { header file padding } zeros
 *      header  = 512 bytes: name 0…99, size in octal 124…135, type 156, "ustar" 257…261, prefix of the name 345…499
 *
 *  Links, folders and other members that are no files are left out; a name of another kind of header (GNU, pax) is shortened. */

const BLOCK = 512;
const SIZE_AT = 124;
const TYPE_AT = 156;
const MAGIC_AT = 257;
const PREFIX_AT = 345;
/** Members that are read; further ones are left out. */
const MOST_MEMBERS = 64;

/** Takes the bytes of one log. */
export interface Sink {
  push(bytes: Uint8Array): void;
}

export class Archive<S extends Sink> {
  readonly members: S[] = [];
  /** What has come of the present header, or of the beginning of the file, which decides what it is. */
  private readonly header = new Uint8Array(BLOCK);
  private headed = 0;
  private kind: 'unknown' | 'plain' | 'tar' = 'unknown';
  private open: S | null = null;
  /** Bytes of the present member, and of the padding behind it, that are still to come. */
  private left = 0;
  private padding = 0;

  /** `sink` makes what takes a member: that of the file itself gets ''. */
  constructor(private readonly sink: (member: string) => S) {}

  push(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; ) at += this.take(bytes.subarray(at));
  }

  /** The sinks of all members, in order. */
  end(): S[] {
    if (this.kind === 'unknown') this.plain();
    return this.members;
  }

  /** Takes some of the bytes; returns how many. */
  private take(bytes: Uint8Array): number {
    if (this.kind === 'plain') {
      this.open!.push(bytes);
      return bytes.length;
    }
    if (this.left > 0) {
      const part = bytes.subarray(0, this.left);
      this.open?.push(part);
      this.left -= part.length;
      return part.length;
    }
    if (this.padding > 0) {
      const part = Math.min(this.padding, bytes.length);
      this.padding -= part;
      return part;
    }
    const part = bytes.subarray(0, BLOCK - this.headed);
    this.header.set(part, this.headed);
    this.headed += part.length;
    if (this.headed === BLOCK) this.block();
    return part.length;
  }

  private block(): void {
    if (this.kind === 'unknown' && this.text(MAGIC_AT, 5) !== 'ustar') {
      this.plain();
      return;
    }
    this.kind = 'tar';
    this.headed = 0;
    const size = Number.parseInt(this.text(SIZE_AT, 12), 8);
    this.left = Number.isSafeInteger(size) && size > 0 ? size : 0;
    this.padding = (BLOCK - (this.left % BLOCK)) % BLOCK;
    const type = this.header[TYPE_AT]!;
    const isFile = (type === 0 || type === 0x30) && this.header[0] !== 0;
    this.open = null;
    if (!isFile || this.members.length === MOST_MEMBERS) return;
    const prefix = this.text(PREFIX_AT, 155);
    const name = this.text(0, 100).replace(/^\.\//, '');
    this.open = this.sink(prefix === '' ? name : `${prefix}/${name}`);
    this.members.push(this.open);
  }

  private plain(): void {
    this.kind = 'plain';
    this.open = this.sink('');
    this.members.push(this.open);
    this.open.push(this.header.subarray(0, this.headed));
  }

  /** A text of the header: it ends at a NUL. */
  private text(at: number, length: number): string {
    let text = '';
    for (let i = at; i < at + length && this.header[i] !== 0; i++)
      text += String.fromCharCode(this.header[i]!);
    return text.trim();
  }
}
