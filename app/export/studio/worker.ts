/** The worker that draws and encodes: nothing of a picture, however large, is made where the page would wait for it. */
import { compose, planFor } from './compose.ts';
import { beginFilm, type FilmWriter, filmsOf } from './film.ts';
import { withTexts } from './png.ts';
import type { FromStudio, ToStudio } from './protocol.ts';
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

async function answer(m: ToStudio): Promise<unknown> {
  switch (m.name) {
    case 'picture':
      return m.ask.format === 'png' ? png(m.ask.setting, m.ask.moment) : svg(m.ask.setting, m.ask.moment);
    case 'films':
      return filmsOf(m.ask.width, m.ask.height);
    case 'begin': {
      const { options, setting } = m.ask;
      const writer = await beginFilm(options);
      const surface = new CanvasSurface(writer.canvas, setting.scale);
      shooting = { writer, surface, setting, plan: planFor(setting) };
      return null;
    }
    case 'frame': {
      const { writer, surface, setting, plan } = shooting!;
      compose(surface, setting, m.ask.moment, plan);
      await writer.add();
      return null;
    }
    case 'finish':
      return shooting!.writer.finish();
  }
}

const scope = self as unknown as {
  postMessage(m: FromStudio): void;
  onmessage: ((e: MessageEvent<ToStudio>) => void) | null;
};
scope.onmessage = async (e) => {
  try {
    scope.postMessage({ ok: true, value: await answer(e.data) });
  } catch (error) {
    scope.postMessage({ ok: false, message: error instanceof Error ? error.message : String(error) });
  }
};
