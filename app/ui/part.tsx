/** A component that is fetched when it is first rendered. */
import { type ComponentType, lazy, type ReactNode, Suspense } from 'react';
import { during } from './idle.ts';
import { NotLoaded } from './NotLoaded.tsx';

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
