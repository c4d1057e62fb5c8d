/** The sheet of licences: this page's own, and that of each package whose code is in it, as the build found them. */
import { useQuery } from '@tanstack/react-query';
import * as v from 'valibot';
import { unwrap } from '../run/queries.ts';
import { fetchJson } from '../run/shipped.ts';
import { licences as words } from '../texts/palette.ts';
import { Loading } from '../ui/part.tsx';
import { Sheet } from '../ui/Sheet.tsx';
import './licences.css';

const Packages = v.array(
  v.object({
    name: v.string(),
    version: v.string(),
    /** An identifier of SPDX. */
    licence: v.string(),
    /** Where its sources are; empty for this page. */
    source: v.string(),
    text: v.string(),
  }),
);

export default function Licences({ onClose }: { onClose: () => void }) {
  const { data, error } = useQuery({
    queryKey: ['licences'],
    queryFn: async ({ signal }) =>
      unwrap(await fetchJson('licences.json', 'licences.json', Packages, signal)),
  });
  return (
    <Sheet title={words.title} open read onClose={onClose}>
      <p className="muted">{words.about}</p>
      {error && <p role="alert">{error.message}</p>}
      {!data && !error && <Loading />}
      <div className="licences">
        {data?.map(({ name, version, licence, source, text }) => (
          <details key={name}>
            <summary>
              <span>
                {name} {version}
              </span>
              <span className="muted">{licence}</span>
            </summary>
            {source !== '' && (
              <a href={source} target="_blank" rel="noreferrer">
                {source}
              </a>
            )}
            <pre>{text}</pre>
          </details>
        ))}
      </div>
    </Sheet>
  );
}
