/** A component that is fetched when it is first rendered. */
import { type ComponentType, lazy, type ReactNode, Suspense, useEffect } from 'react';
import { ui as words } from '../texts/ui.ts';
import { begin } from './idle.ts';
import { Reload } from './Problem.tsx';

type Module<Props> = { readonly default: ComponentType<Props> };

interface Options<Props> {
  /** Rendered with the same props until the component is there; nothing without it. */
  readonly waiting?: ComponentType<Props> | ComponentType;
  /** Rendered when it cannot be fetched. */
  readonly missing?: ComponentType<Props> | ComponentType;
}

export function part<Props extends object>(
  load: () => Promise<Module<Props>>,
  { waiting, missing = NotLoaded }: Options<Props> = {},
): ComponentType<Props> {
  const Late = lazy(
    (): Promise<Module<Props>> => load().catch(() => ({ default: missing as ComponentType<Props> })),
  );
  // A component without props takes these, too.
  const Waiting = (waiting ?? Nothing) as ComponentType<Props>;
  return (props) => (
    <Suspense
      fallback={
        <Fetching>
          <Waiting {...props} />
        </Fetching>
      }
    >
      <Late {...props} />
    </Suspense>
  );
}

/** Counts as work until the component is on screen: React waits up to 300 ms before it replaces what it showed in its place. */
function Fetching({ children }: { readonly children: ReactNode }): ReactNode {
  useEffect(begin, []);
  return children;
}

function Nothing(): ReactNode {
  return null;
}

/** Stands where a part of the page is still being fetched. */
export const Loading = () => <p className="muted">{words.loading}</p>;

/** What stands where a part could not be fetched. */
const NotLoaded = () => (
  <div className="not-loaded" role="alert">
    <p className="muted">{words.notLoaded}</p>
    <Reload />
  </div>
);

/** Closes what opened a part that could not be fetched: its place is another. */
export function Closed({ onClose }: { readonly onClose: () => void }): ReactNode {
  useEffect(onClose, [onClose]);
  return null;
}
