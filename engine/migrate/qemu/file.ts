/** What the source writes on a connection: pages gathered into packets, section ends, messages; and how many bytes that was
 *  (migration/qemu-file.c, ram.c save_normal_page, save_zero_page; FACTS Q4). Left out: block names, xbzrle, compression. */
import { MS } from '../../base/units.ts';
import { LINK, SRC_MIGRATION, who } from '../../event/actor.ts';
import { NO_CAUSE } from '../../event/emitter.ts';
import { K } from '../../event/event.ts';
import { HOST_SRC } from '../../event/pageword.ts';
import type { Mm } from '../../mm/mm.ts';
import { MSG_PAGE, MSG_ZERO, PAGE_ON_WIRE, type Wire, ZERO_ON_WIRE } from '../wire.ts';

/** QEMUFile's buffer, bytes, and the most pages in it (IO_BUF_SIZE, MAX_IOV_SIZE). */
const PACKET_BYTES = 32 * 1024;
const PACKET_PAGES = 64;
/** RAM_SAVE_FLAG_EOS. */
const SECTION_END_BYTES = 8;
/** After this long QEMU ends its section of the stream and begins another (MAX_WAIT, Q2, Q4). */
const MAX_WAIT = 50 * MS;

const BY = who(SRC_MIGRATION, HOST_SRC);
const BY_LINK = who(LINK, HOST_SRC);

export class QemuFile {
  /** Bytes written, headers and all. */
  transferred = 0;
  private readonly packetPage = new Uint32Array(PACKET_PAGES);
  private readonly packetVersion = new Uint32Array(PACKET_PAGES);
  private readonly packetEvent = new Uint32Array(PACKET_PAGES);
  private packed = 0;
  private packetBytes = 0;

  constructor(
    private readonly mm: Mm,
    readonly wire: Wire,
    private readonly lastSend: Uint32Array,
  ) {}

  /** Sends `page`: its bit is cleared, then its content is read (Q6). A page of zeroes takes nine bytes. It leaves with its packet.
   *  Returns its bytes. */
  page(page: number, now: number, cause: number): number {
    const version = this.mm.version[page]!;
    const event = this.mm.out.emit(version === 0 ? K.SEND_ZERO : K.SEND, BY, page, version, cause);
    const bytes = version === 0 ? ZERO_ON_WIRE : PAGE_ON_WIRE;
    const i = this.packed++;
    this.lastSend[page] = event;
    this.packetEvent[i] = event;
    this.packetPage[i] = page;
    this.packetVersion[i] = version;
    this.write(bytes);
    if (this.packetBytes >= PACKET_BYTES || this.packed === PACKET_PAGES) this.flush(now);
    return bytes;
  }

  /** Ends a section of the stream. Its bytes leave with the next packet. Returns the event. */
  sectionEnd(): number {
    this.write(SECTION_END_BYTES);
    return this.mm.out.emit(K.SECTION_END, BY, 0, SECTION_END_BYTES, NO_CAUSE);
  }

  /** Hands the packet to the socket. */
  flush(now: number): void {
    if (this.packed === 0) return;
    for (let i = 0; i < this.packed; i++) {
      const version = this.packetVersion[i]!;
      const type = version === 0 ? MSG_ZERO : MSG_PAGE;
      const page = this.packetPage[i]!;
      const event = this.packetEvent[i]!;
      if (i > 0) this.wire.along(type, page, version, event);
      else {
        this.wire.put(type, page, version, event, this.packetBytes, now);
        this.sayLost(this.packetBytes, event);
      }
    }
    this.packed = 0;
    this.packetBytes = 0;
  }

  /** A message of `bytes` behind everything else. */
  message(type: number, a: number, b: number, cause: number, bytes: number, now: number): void {
    this.flush(now);
    this.write(bytes);
    this.wire.put(type, a, b, cause, this.packetBytes, now);
    this.sayLost(this.packetBytes, cause);
    this.packetBytes = 0;
  }

  /** The connection broke: what was not handed to it is gone too. */
  drop(): void {
    this.packed = 0;
    this.packetBytes = 0;
  }

  private write(bytes: number): void {
    this.transferred += bytes;
    this.packetBytes += bytes;
  }

  private sayLost(bytes: number, cause: number): void {
    for (let n = this.wire.lost; n > 0; n--) this.mm.out.emit(K.RETRANSMIT, BY_LINK, 0, bytes, cause);
  }
}

/** Slices of an iteration (ram_save_iterate): each ends with a section of the stream. */
export class Slice {
  private began = 0;

  constructor(private readonly file: QemuFile) {}

  /** A slice begins at `now`. */
  start(now: number): void {
    this.began = now;
  }

  /** Ends the slice when its time is over. */
  step(now: number): void {
    if (now - this.began < MAX_WAIT) return;
    this.began = now;
    this.file.sectionEnd();
  }
}
