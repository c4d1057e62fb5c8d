/** The page in Simplified Chinese: one file per region of the screen, as in English, and the engine's words. Terms are those of the
 *  table in engine/words/zh. */
import { type Catalogue, zhOfPage as engine } from '../../../engine/index.ts';
import compare from './compare.ts';
import drift from './drift.ts';
import embedded from './embedded.ts';
import exports from './export.ts';
import fields from './fields.ts';
import gallery from './gallery.ts';
import hints from './hints.ts';
import inspector from './inspector.ts';
import link from './link.ts';
import logs from './logs.ts';
import making from './making.ts';
import open from './open.ts';
import palette from './palette.ts';
import phone from './phone.ts';
import presentation from './presentation.ts';
import query from './query.ts';
import record from './record.ts';
import reference from './reference.ts';
import script from './script.ts';
import shell from './shell.ts';
import source from './source.ts';
import story from './story.ts';
import timeline from './timeline.ts';
import tracking from './tracking.ts';
import ui from './ui.ts';
import vmas from './vmas.ts';
import why from './why.ts';

export const zh: Catalogue = {
  ...engine,
  ...compare,
  ...drift,
  ...exports,
  ...fields,
  ...gallery,
  ...hints,
  ...inspector,
  ...link,
  ...logs,
  ...making,
  ...palette,
  ...record,
  ...reference,
  ...open,
  ...phone,
  ...presentation,
  ...embedded,
  ...query,
  ...script,
  ...shell,
  ...source,
  ...story,
  ...timeline,
  ...tracking,
  ...ui,
  ...vmas,
  ...why,
};
