/** The run's events as data and as text. */
import type { ExportFormat, RunInfo } from '../../engine/index.ts';
import { useSession } from '../run/session.ts';
import { exports as words } from '../texts/export.ts';
import type { Span } from '../timeline/scale.ts';
import { Button } from '../ui/Button.tsx';
import { sayAbout } from '../ui/say.ts';
import type { Job } from './job.tsx';
import { RangeEntry } from './RangeEntry.tsx';
import { makeFile } from './run.ts';

interface Props {
  readonly info: RunInfo;
  readonly job: Job;
  readonly range: Span;
  readonly onRange: (range: Span) => void;
}

/** Bytes an event, measured on whole runs of the presets. */
const BYTES: Readonly<Partial<Record<ExportFormat, number>>> = {
  csv: 120,
  json: 210,
  trace: 255,
  timeline: 1.4,
};

export function DataForm(props: Props) {
  return (
    <>
      <RangeEntry {...props} />
      {(['csv', 'json', 'trace', 'timeline'] as const).map((format) => (
        <Offer key={format} {...props} format={format} />
      ))}
    </>
  );
}

export function TextForm(props: Props) {
  const { info } = props;
  const kind = info.opened?.kind ?? (info.script ? 'script' : info.recording ? 'recording' : 'scenario');
  return (
    <>
      <RangeEntry {...props} />
      <Offer {...props} format="narration" />
      <Offer
        {...props}
        format={kind === 'recording' ? 'recording' : 'script'}
        help={kind === 'scenario' ? words.help.madeScript : undefined}
      />
    </>
  );
}

interface OfferProps extends Props {
  readonly format: keyof typeof words.saves & ExportFormat;
  /** Said instead of what is said of the format. */
  readonly help?: string | undefined;
}

function Offer({ info, job, range, format, help = words.help[format] }: OfferProps) {
  const session = useSession();
  const events = format === 'timeline' ? info.steps : range.to - range.from;
  const bytes = BYTES[format];
  return (
    <div className="export-offer">
      <Button
        look="outlined"
        label={words.saves[format]}
        onClick={() => job.start((watch) => makeFile(session, info, format, range, watch))}
      />
      <p className="muted">
        {bytes === undefined ? help : words.sized(help, events, sayAbout(events * bytes))}
      </p>
    </div>
  );
}
