/** A pen that writes what the painters draw as SVG. */
import type { Pen, PictureAt } from '../../ui/pen.ts';
import type { Box } from './scene.ts';

const num = (n: number): string => String(Math.round(n * 100) / 100);

/** Text between and in quotes of XML. */
export const escaped = (text: string): string =>
  text.replace(/[&<>"]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[c] ?? '&quot;');

export class SvgPen implements Pen {
  fillStyle = '#000000';
  strokeStyle = '#000000';
  lineWidth = 1;
  globalAlpha = 1;
  font = '10px sans-serif';
  textAlign: 'left' | 'right' = 'left';
  textBaseline: 'alphabetic' | 'middle' | 'top' = 'alphabetic';
  imageSmoothingEnabled = true;
  private dash = '';
  private path = '';
  /** Rectangles of one look in a row are one path. */
  private pending = { look: '', d: '' };

  constructor(
    private readonly out: string[],
    private readonly from: Pick<Box, 'x' | 'y'>,
    private readonly ruler: Pick<Pen, 'font' | 'measureText'>,
  ) {}

  /** A layer is empty before it is painted on. */
  clearRect(): void {}

  fillRect(x: number, y: number, w: number, h: number): void {
    const look = `fill="${this.fillStyle}"${this.alpha}`;
    if (look !== this.pending.look) {
      this.end();
      this.pending = { look, d: '' };
    }
    this.pending.d += `M${this.at(x, y)}h${num(w)}v${num(h)}h${num(-w)}z`;
  }

  strokeRect(x: number, y: number, w: number, h: number): void {
    this.put(`<path fill="none" ${this.line} d="M${this.at(x, y)}h${num(w)}v${num(h)}h${num(-w)}z"/>`);
  }

  beginPath(): void {
    this.path = '';
  }

  moveTo(x: number, y: number): void {
    this.path += `M${this.at(x, y)}`;
  }

  lineTo(x: number, y: number): void {
    // A path that begins with a line begins where it ends.
    this.path += `${this.path === '' ? 'M' : 'L'}${this.at(x, y)}`;
  }

  /** Whole circles only, as the painters draw them. */
  arc(x: number, y: number, r: number): void {
    const a = `a${num(r)} ${num(r)} 0 1 0 `;
    this.path += `M${this.at(x - r, y)}${a}${num(2 * r)} 0${a}${num(-2 * r)} 0z`;
  }

  roundRect(x: number, y: number, w: number, h: number, radius: number): void {
    const r = Math.min(radius, w / 2, h / 2);
    const arc = (dx: number, dy: number) => `a${num(r)} ${num(r)} 0 0 1 ${num(dx)} ${num(dy)}`;
    this.path += `M${this.at(x + r, y)}h${num(w - 2 * r)}${arc(r, r)}v${num(h - 2 * r)}${arc(-r, r)}h${num(2 * r - w)}${arc(-r, -r)}v${num(2 * r - h)}${arc(r, -r)}z`;
  }

  fill(): void {
    this.put(`<path fill="${this.fillStyle}"${this.alpha} d="${this.path}"/>`);
  }

  stroke(): void {
    this.put(`<path fill="none" ${this.line} d="${this.path}"/>`);
  }

  fillText(text: string, x: number, y: number, most?: number): void {
    const [, weight, size, family] = /^(?:(\d+) )?([\d.]+)px (.*)$/.exec(this.font) ?? [];
    const px = Number(size ?? 10);
    const down = this.textBaseline === 'middle' ? 0.35 * px : this.textBaseline === 'top' ? 0.86 * px : 0;
    const [tx, ty] = this.at(x, y + down).split(' ');
    const bold = weight === undefined ? '' : ` font-weight="${weight}"`;
    const end = this.textAlign === 'right' ? ' text-anchor="end"' : '';
    const tight =
      most !== undefined && this.measureText(text).width > most
        ? ` textLength="${num(most)}" lengthAdjust="spacingAndGlyphs"`
        : '';
    this.put(
      `<text x="${tx}" y="${ty}" font-family="${escaped(family ?? 'sans-serif')}" font-size="${num(px)}"${bold}${end}${tight} fill="${this.fillStyle}"${this.alpha}>${escaped(text)}</text>`,
    );
  }

  setLineDash(parts: readonly number[]): void {
    this.dash = parts.length === 0 ? '' : ` stroke-dasharray="${parts.map(num).join(' ')}"`;
  }

  /** Draws a row of a small picture, stretched: one rectangle per run of one colour. */
  drawImage(picture: OffscreenCanvas, ...[sx, sy, sw, sh, x, y, w, h]: PictureAt): void {
    const bytes = picture.getContext('2d')?.getImageData(sx, sy, sw, sh).data;
    if (!bytes) return;
    const looks = new Uint32Array(bytes.buffer, 0, sw);
    const before = [this.fillStyle, this.globalAlpha] as const;
    for (let from = 0, to = 0; from < sw; from = to) {
      while (to < sw && looks[to] === looks[from]) to++;
      const [r, g, b, a] = bytes.subarray(4 * from, 4 * from + 4);
      if (!a) continue;
      this.fillStyle = `rgb(${r},${g},${b})`;
      this.globalAlpha = a / 255;
      this.fillRect(x + (from * w) / sw, y, ((to - from) * w) / sw, h);
    }
    [this.fillStyle, this.globalAlpha] = before;
  }

  measureText(text: string): TextMetrics {
    this.ruler.font = this.font;
    return this.ruler.measureText(text);
  }

  /** Writes what is still held back. */
  end(): void {
    const { look, d } = this.pending;
    if (d !== '') this.out.push(`<path ${look} d="${d}"/>`);
    this.pending = { look: '', d: '' };
  }

  private put(element: string): void {
    this.end();
    this.out.push(element);
  }

  private at(x: number, y: number): string {
    return `${num(x + this.from.x)} ${num(y + this.from.y)}`;
  }

  private get alpha(): string {
    return this.globalAlpha === 1 ? '' : ` opacity="${num(this.globalAlpha)}"`;
  }

  private get line(): string {
    return `stroke="${this.strokeStyle}" stroke-width="${num(this.lineWidth)}"${this.dash}${this.alpha}`;
  }
}
