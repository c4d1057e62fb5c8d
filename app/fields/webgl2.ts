/** Paints a field with one full-screen triangle. The geometry comes as two tables from layout.ts, so that no formula
 *  stands twice; the shader looks up tile, cell, class and colour. */
import { CELL_CLASSES } from '../../engine/index.ts';
import { type Axis, axesOf, SPOTS } from './axes.ts';
import { CELL_COLUMNS, type Layout } from './layout.ts';
import { type Colours, channels } from './palette.ts';
import type { GridRenderer } from './renderer.ts';

/** Width of the texture that holds the cells. */
const CELLS_WIDTH = 2048;

const VERTEX = `#version 300 es
void main() {
  vec2 p = vec2(gl_VertexID == 1 ? 3.0 : -1.0, gl_VertexID == 2 ? 3.0 : -1.0);
  gl_Position = vec4(p, 0.0, 1.0);
}`;

const FRAGMENT = `#version 300 es
precision highp float;
precision highp int;
precision highp usampler2D;
precision highp isampler2D;
uniform isampler2D axisX;
uniform isampler2D axisY;
uniform usampler2D cells;
uniform sampler2D palette;
uniform int height;
uniform int columns;
uniform int first;
uniform int count;
uniform int sub;
uniform int perRow;
uniform vec3 background;
out vec4 colour;
void main() {
  ivec2 p = ivec2(int(gl_FragCoord.x), height - 1 - int(gl_FragCoord.y));
  ivec4 x = texelFetch(axisX, ivec2(p.x, 0), 0);
  ivec4 y = texelFetch(axisY, ivec2(p.y, 0), 0);
  colour = vec4(background, 1.0);
  int tile = y.r * columns + x.r - first;
  if (x.r < 0 || y.r < 0 || tile < 0 || tile >= count) return;
  int at = tile * sub + y.g * perRow + x.g;
  int c = int(texelFetch(cells, ivec2(at % ${CELLS_WIDTH}, at / ${CELLS_WIDTH}), 0).r);
  // Row 0 of the palette: colour, and alpha 1 for solid classes. Below it: the bits of the class's pattern.
  vec4 fill = texelFetch(palette, ivec2(c, 0), 0);
  bool solid = fill.a > 0.9;
  if (!solid && (x.b == 1 || y.b == 1)) return;
  int cornerX = x.a >> 4;
  int cornerY = y.a >> 4;
  if (solid && cornerX + cornerY >= 3) return;
  vec2 row = texelFetch(palette, ivec2(c, 1 + (y.a & 15)), 0).rg * 255.0 + 0.5;
  int bits = int(row.r) | (int(row.g) << 8);
  if (((bits >> (x.a & 15)) & 1) == 1) return;
  colour = vec4(fill.rgb, 1.0);
}`;

/** Null when the browser has no WebGL2 or would paint it in software, unless `force`. */
export function createWebgl2(canvas: HTMLCanvasElement, force: boolean): GridRenderer | null {
  const gl = canvas.getContext('webgl2', {
    alpha: false,
    antialias: false,
    failIfMajorPerformanceCaveat: !force,
    preserveDrawingBuffer: true,
  });
  if (!gl || (!force && isSoftware(gl))) return null;
  const program = link(gl);
  if (!program) return null;
  // biome-ignore lint/correctness/useHookAtTopLevel: WebGL's useProgram is no hook.
  gl.useProgram(program);
  const uniform = (name: string) => gl.getUniformLocation(program, name);
  const textures = TEXTURES.map((name, unit) => createTexture(gl, unit, uniform(name)));
  gl.pixelStorei(gl.UNPACK_ALIGNMENT, 1);
  let laidOut: Layout | null = null;
  let padded = new Uint8Array(0);
  const uploadCells = (cells: Uint8Array) => {
    const rows = Math.max(1, Math.ceil(cells.length / CELLS_WIDTH));
    const length = rows * CELLS_WIDTH;
    if (padded.length < length) padded = new Uint8Array(length);
    padded.set(cells);
    upload(gl, 'cells', 'R8UI', [CELLS_WIDTH, rows], padded.subarray(0, length));
  };
  return {
    kind: 'webgl2',
    draw(layout, tiles, cells, colours) {
      gl.viewport(0, 0, layout.width, layout.height);
      if (laidOut !== layout) {
        laidOut = layout;
        const axes = axesOf(layout);
        upload(gl, 'axisX', 'RGBA32I', [layout.width, 1], axisTexels(axes.x));
        upload(gl, 'axisY', 'RGBA32I', [layout.height, 1], axisTexels(axes.y));
      }
      uploadCells(cells);
      upload(gl, 'palette', 'RGBA8', [colours.classes.length, 1 + SPOTS], paletteTexels(colours));
      const [r, g, b] = channels(colours.background);
      gl.uniform3f(uniform('background'), r / 255, g / 255, b / 255);
      gl.uniform1i(uniform('height'), layout.height);
      gl.uniform1i(uniform('columns'), layout.columns);
      gl.uniform1i(uniform('first'), tiles.first);
      gl.uniform1i(uniform('count'), tiles.sub === layout.sub ? tiles.count : 0);
      gl.uniform1i(uniform('sub'), tiles.sub);
      gl.uniform1i(uniform('perRow'), tiles.sub === 16 ? 16 : CELL_COLUMNS);
      gl.drawArrays(gl.TRIANGLES, 0, 3);
    },
    dispose() {
      for (const texture of textures) gl.deleteTexture(texture);
      gl.deleteProgram(program);
      // Browsers keep few contexts alive, and collect an unused one late.
      gl.getExtension('WEBGL_lose_context')?.loseContext();
    },
  };
}

/** What the shader looks things up in, by texture unit. */
const TEXTURES = ['axisX', 'axisY', 'cells', 'palette'] as const;

function createTexture(gl: WebGL2RenderingContext, unit: number, sampler: WebGLUniformLocation | null) {
  const texture = gl.createTexture();
  gl.activeTexture(gl.TEXTURE0 + unit);
  gl.bindTexture(gl.TEXTURE_2D, texture);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.NEAREST);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MAG_FILTER, gl.NEAREST);
  gl.uniform1i(sampler, unit);
  return texture;
}

/** How the texels of each format lie in memory. */
const FORMATS = {
  R8UI: ['RED_INTEGER', 'UNSIGNED_BYTE'],
  RGBA8: ['RGBA', 'UNSIGNED_BYTE'],
  RGBA32I: ['RGBA_INTEGER', 'INT'],
} as const;

function upload(
  gl: WebGL2RenderingContext,
  name: (typeof TEXTURES)[number],
  internal: keyof typeof FORMATS,
  [width, height]: readonly [number, number],
  texels: ArrayBufferView,
): void {
  const [format, type] = FORMATS[internal];
  gl.activeTexture(gl.TEXTURE0 + TEXTURES.indexOf(name));
  gl.texImage2D(gl.TEXTURE_2D, 0, gl[internal], width, height, 0, gl[format], gl[type], texels);
}

/** Classes side by side: colour above, then SPOTS rows of pattern, their low bits in red and the others in green. */
function paletteTexels(colours: Colours): Uint8Array {
  const classes = colours.classes.length;
  const texels = new Uint8Array(classes * (1 + SPOTS) * 4);
  colours.classes.forEach((css, c) => {
    texels.set([...channels(css), CELL_CLASSES[c]?.solid ? 255 : 0], c * 4);
    colours.patterns[c]?.forEach((bits, row) => {
      texels.set([bits & 255, bits >>> 8], ((1 + row) * classes + c) * 4);
    });
  });
  return texels;
}

function axisTexels(axis: Axis): Int32Array {
  const texels = new Int32Array(axis.tile.length * 4);
  for (let i = 0; i < axis.tile.length; i++)
    texels.set([axis.tile[i]!, axis.cell[i]!, axis.edge[i]!, (axis.corner[i]! << 4) | axis.spot[i]!], i * 4);
  return texels;
}

function isSoftware(gl: WebGL2RenderingContext): boolean {
  const info = gl.getExtension('WEBGL_debug_renderer_info');
  const name = String(gl.getParameter(info ? info.UNMASKED_RENDERER_WEBGL : gl.RENDERER));
  return /swiftshader|llvmpipe|software|basic render/i.test(name);
}

function link(gl: WebGL2RenderingContext): WebGLProgram | null {
  const program = gl.createProgram();
  for (const [type, source] of [
    [gl.VERTEX_SHADER, VERTEX],
    [gl.FRAGMENT_SHADER, FRAGMENT],
  ] as const) {
    const shader = gl.createShader(type);
    if (!shader) return null;
    gl.shaderSource(shader, source);
    gl.compileShader(shader);
    gl.attachShader(program, shader);
  }
  gl.linkProgram(program);
  return gl.getProgramParameter(program, gl.LINK_STATUS) ? program : null;
}
