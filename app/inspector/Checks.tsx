/** Whether every page came through: now, at the end of the run, and for a recording how far the prediction is off. */
import { useState } from 'react';
import { ownerOf, type PhaseName, type RunInfo, sayBytes } from '../../engine/index.ts';
import { useFrame } from '../run/session.ts';
import { useChosen } from '../state/store.ts';
import { checks as words } from '../texts/inspector.ts';
import { Loading, part } from '../ui/part.tsx';
import { Facts, Section } from '../ui/Section.tsx';
import { sayCount } from '../ui/say.ts';
import { Flags } from './Flags.tsx';
import './inspector.css';

const OutcomeRows = part(() => import('./OutcomeRows.tsx'), { waiting: Loading });
const Findings = part(() => import('./Findings.tsx'), { waiting: Loading });

type Row = readonly [string, string, string?];

export function Checks({ info }: { info: RunInfo | null }) {
  return (
    <>
      <Section title={words.checks} folded={false}>
        {info?.script ? (
          <ScriptNow />
        ) : (
          <>
            {info && !info.recording && <Accounts info={info} />}
            <Now info={info} />
            <Flags info={info} />
          </>
        )}
        {info && hasOutcome(info) && <Outcome info={info} />}
        {(info?.making || info?.stopped) && <p className="muted">{words.notOver}</p>}
      </Section>
      {info?.recording && (
        <Section title={words.predicted} folded={false}>
          <Findings recording={info.recording} pages={info.pages} />
        </Section>
      )}
    </>
  );
}

/** Phases in which the destination may hold old copies of pages that are sent again or dropped. */
const BEFORE: readonly PhaseName[] = [
  'precopy',
  'stop',
  'nohugepage',
  'discard',
  'predump',
  'dump',
  'restore',
];

/** Where every page's newest content is: at the destination, in flight, or still at the source; exactly one of them. */
function Accounts({ info }: { info: RunInfo }) {
  const received = useFrame((f) => f.state.accounts.received, 0);
  const inFlight = useFrame((f) => f.state.accounts.inFlight, 0);
  const atSource = useFrame((f) => f.state.accounts.atSource, 0);
  const before = useFrame((f) => BEFORE.includes(f.phase), true);
  const off = received + inFlight + atSource - info.pages;
  if (info.cast === 'tracking') return null;
  const [said, tone] =
    received + inFlight + atSource === 0
      ? [words.notSentYet, '']
      : off === 0
        ? [words.all(info.pages), 'ok']
        : off > 0 && before
          ? [words.oldCopies(sayCount(off)), '']
          : [off > 0 ? words.twice(sayCount(off)) : words.missing(sayCount(-off)), 'bad'];
  return (
    <>
      <Facts rows={[[words.accounted, said, tone]]} />
      <div className="sum">
        <Facts
          rows={[
            [words.atDestination, sayCount(received)],
            [words.inFlight, sayCount(inFlight)],
            [words.atSource, sayCount(atSource)],
          ]}
        />
      </div>
    </>
  );
}

function ScriptNow() {
  const waiting = useFrame((f) => f.state.waiting, 0);
  const flags = useFrame((f) => f.flags[1], '');
  return (
    <Facts
      rows={[
        [words.asleep, sayCount(waiting), waiting > 0 ? 'warn' : 'ok'],
        [words.flags, flags || words.noFlags],
      ]}
    />
  );
}

function Now({ info }: { info: RunInfo | null }) {
  const lost = useFrame((f) => f.state.lost, 0);
  const stale = useFrame((f) => f.state.stale, 0);
  const waiting = useFrame((f) => f.state.waiting, 0);
  const heldAtSource = useFrame((f) => f.state.held[0], 0);
  const held = useFrame((f) => f.state.held[1], 0);
  const eexist = useFrame((f) => f.state.eexist, 0);
  const atSource: Row[] =
    heldAtSource > 0 ? [[words.heldAtSource, sayBytes(heldAtSource * 1024), 'warn']] : [];
  // What is tracked stays where it is: there is no destination.
  if (info?.cast === 'tracking') return <Facts rows={atSource} />;
  // Without the source's pages nobody knows what a page should hold.
  const content: Row[] = info?.recording
    ? [[words.content, words.notRecorded]]
    : [
        [words.lostNow, sayCount(lost), lost > 0 ? 'bad' : 'ok'],
        [words.staleNow, sayCount(stale), stale > 0 ? 'warn' : 'ok'],
      ];
  return (
    <Facts
      rows={[
        ...content,
        [words.waiting[ownerOf(info?.cast ?? 'qemu')], sayCount(waiting), waiting > 0 ? 'warn' : 'ok'],
        [words.held, sayBytes(held * 1024), held > 0 ? 'warn' : 'ok'],
        ...atSource,
        [words.eexist, sayCount(eexist), eexist > 0 ? 'warn' : 'ok'],
      ]}
    />
  );
}

/** Only of a simulated migration is it known what every page should hold at the end. */
const hasOutcome = ({ cast, script, recording, making, stopped }: RunInfo): boolean =>
  cast !== 'tracking' && !script && !recording && !making && !stopped;

/** How the run ends: shown at its last step, and until then only to a reader who asks for it. */
function Outcome({ info }: { info: RunInfo }) {
  const over = useChosen((s) => s.step >= info.steps);
  const [asked, setAsked] = useState(false);
  const open = over || asked;
  return (
    <details
      className="outcome"
      open={open}
      onToggle={(e) => {
        if (!over) setAsked(e.currentTarget.open);
      }}
    >
      <summary>{over ? words.atEnd : words.outcome}</summary>
      {open && <OutcomeRows info={info} />}
    </details>
  );
}
