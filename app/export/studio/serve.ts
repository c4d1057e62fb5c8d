/** What the worker that draws and encodes does. */
import { bad, type FromServer, ok, RpcServer, worded } from '../../../engine/index.ts';
import { compose, planFor } from './compose.ts';
import { beginFilm, type FilmWriter, filmsOf } from './film.ts';
import { withTexts } from './png.ts';
import type { StudioRequests } from './protocol.ts';
import type { Moment, Plan, Setting } from './scene.ts';
import { CanvasSurface, SvgSurface } from './surface.ts';
import { escaped } from './svgpen.ts';

interface Shooting {
  readonly writer: FilmWriter;
  readonly surface: CanvasSurface;
  readonly setting: Setting;
  readonly plan: Plan;
}

let shooting: Shooting | null = null;

async function png(s: Setting, moment: Moment): Promise<Blob> {
  const canvas = new OffscreenCanvas(Math.round(s.width * s.scale), Math.round(s.height * s.scale));
  compose(new CanvasSurface(canvas, s.scale), s, moment);
  const blob = await canvas.convertToBlob({ type: 'image/png' });
  return withTexts(new Uint8Array(await blob.arrayBuffer()), {
    Title: s.title,
    Software: 'Faultline',
    ...(moment.link === null ? {} : { Source: moment.link }),
  });
}

function svg(s: Setting, moment: Moment): Blob {
  const surface = new SvgSurface(s.scale);
  compose(surface, s, moment);
  const source =
    moment.link === null
      ? ''
      : `<dc:source xmlns:dc="http://purl.org/dc/elements/1.1/">${escaped(moment.link)}</dc:source>`;
  const text = `<svg xmlns="http://www.w3.org/2000/svg" width="${s.width}" height="${s.height}" viewBox="0 0 ${s.width} ${s.height}" role="img">
<title>${escaped(s.title)}</title>
<desc>${escaped(moment.place)}</desc>
<metadata>${source}</metadata>
${surface.content}
</svg>
`;
  return new Blob([text], { type: 'image/svg+xml' });
}

/** Answers the page; `post` sends to it. */
export const createStudio = (post: (message: FromServer) => void): RpcServer<StudioRequests> =>
  new RpcServer<StudioRequests>(
    {
      picture: async ({ format, setting, moment }) =>
        ok(format === 'png' ? await png(setting, moment) : svg(setting, moment)),
      films: async ({ width, height }) => ok(await filmsOf(width, height)),
      begin: async ({ options, setting }) => {
        const writer = await beginFilm(options);
        const surface = new CanvasSurface(writer.canvas, setting.scale);
        shooting = { writer, surface, setting, plan: planFor(setting) };
        return ok(null);
      },
      frame: async ({ moment }) => {
        const { writer, surface, setting, plan } = shooting!;
        compose(surface, setting, moment, plan);
        await writer.add();
        return ok(null);
      },
      finish: async () => ok(await shooting!.writer.finish()),
    },
    post,
    (_, message) => bad('crashed', 'export', worded`the export failed: ${message}`).problem,
  );
