/** Somebody who acts: how much was done up to the step, what last, and for a vCPU what it waits for. */
import { useEffect } from 'react';
import {
  type ActorFacts,
  type ActorId,
  actorLabel,
  type RunInfo,
  sayTime,
  threadLabel,
} from '../../engine/index.ts';
import { useActors } from '../run/useAsk.ts';
import { setActor } from '../state/actions.ts';
import { useChosen } from '../state/store.ts';
import { why as words } from '../texts/why.ts';
import { Choice } from '../ui/Choice.tsx';
import { Facts } from '../ui/Section.tsx';
import { sayCount, sayPage } from '../ui/say.ts';
import { useAskWhy } from './Ask.tsx';
import { History } from './History.tsx';

const idOf = ({ actor, cpu }: ActorId): string => `${actor} ${cpu ?? ''}`;

export function ActorView({ info, facts }: { info: RunInfo; facts: ActorFacts | null }) {
  const actors = useActors(info);
  const actor = useChosen((s) => s.actor);
  const known =
    actors.find((a) => actor && idOf(a) === idOf(actor)) ??
    actors.find((a) => a.actor === actor?.actor) ??
    actors[0];
  // A run may have others than the one before it, and a lane's label means the first of its vCPUs.
  useEffect(() => {
    if (known && (!actor || idOf(known) !== idOf(actor))) setActor(known);
  }, [known, actor]);
  if (!known) return null;
  const name = ({ actor: of, cpu }: ActorId): string =>
    cpu === null ? actorLabel(of, info.cast) : words.vcpu(threadLabel(of, info.cast), cpu);
  return (
    <>
      <Choice
        label={words.whom}
        labelled="hidden"
        value={idOf(known)}
        options={actors.map((a) => ({ id: idOf(a), label: name(a) }))}
        onChange={(id) => setActor(actors.find((a) => idOf(a) === id) ?? null)}
      />
      {facts && <Activity facts={facts} />}
    </>
  );
}

function Activity({ facts: { events, last, calls, waits, stopped, cpu } }: { facts: ActorFacts }) {
  return (
    <>
      <Facts
        rows={[
          [words.events, sayCount(events)],
          ...(cpu === null
            ? []
            : [[words.state, waits ? <Waits key="waits" waits={waits} /> : stateOf(stopped)] as const]),
        ]}
      />
      <h3>{calls ? words.lastCalls : words.lastEvents}</h3>
      {last.length === 0 && <p className="muted">{words.nothing}</p>}
      <History
        lines={last}
        say={(line) => line.words}
        show={(line) => <span className={calls ? 'call' : ''}>{line.words}</span>}
      />
    </>
  );
}

const stateOf = (stopped: ActorFacts['stopped']): string =>
  stopped ? words.stopped(sayTime(stopped.ns)) : words.runs;

/** The page it sleeps for; pressing it asks why, with that page selected. */
function Waits({ waits }: { waits: NonNullable<ActorFacts['waits']> }) {
  const ask = useAskWhy();
  return (
    <>
      <button type="button" className="ask warn" onClick={() => ask(waits.page, 1, 'waits')}>
        {words.waitsFor(sayPage(waits.page))}
      </button>{' '}
      <span className="muted">{words.since(sayCount(waits.step), sayTime(waits.ns))}</span>
    </>
  );
}
