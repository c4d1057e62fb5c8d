/** A component that is fetched when it is first rendered. */
import { type ComponentType, lazy, type ReactNode, Suspense } from 'react';
import { ui as words } from '../texts/ui.ts';
import { during } from './idle.ts';

type Module<Props> = { readonly default: ComponentType<Props> };

interface Options<Props> {
  /** Rendered with the same props until the component is there; nothing without it. */
  readonly waiting?: ComponentType<Props> | ComponentType;
  /** Rendered when it cannot be fetched. */
  readonly missing?: () => ReactNode;
}

export function part<Props extends object>(
  load: () => Promise<Module<Props>>,
  { waiting, missing = NotLoaded }: Options<Props> = {},
): ComponentType<Props> {
  const Late = lazy((): Promise<Module<Props>> => during(load().catch(() => ({ default: missing }))));
  // A component without props takes these, too.
  const Waiting = (waiting ?? Nothing) as ComponentType<Props>;
  return (props) => (
    <Suspense fallback={<Waiting {...props} />}>
      <Late {...props} />
    </Suspense>
  );
}

function Nothing(): ReactNode {
  return null;
}

/** Stands where a part of the page is still being fetched. */
export const Loading = () => <p className="muted">{words.loading}</p>;

/** What stands where a part could not be fetched. */
const NotLoaded = () => (
  <p className="muted" role="alert">
    {words.notLoaded}
  </p>
);
