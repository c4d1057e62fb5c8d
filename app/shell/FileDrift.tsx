/** Says that the log of an opened file is not what this engine makes of its scenario. Fetched with the first file. */
import { useState } from 'react';
import { type RunInfo, SEMANTICS } from '../../engine/index.ts';
import { useAsk } from '../run/useAsk.ts';
import { seek } from '../state/actions.ts';
import { drift as words } from '../texts/drift.ts';
import { Button } from '../ui/Button.tsx';
import { Banner } from '../ui/Problem.tsx';
import { sayCount } from '../ui/say.ts';

export default function FileDrift({ info: { run } }: { info: RunInfo }) {
  const [seen, setSeen] = useState(false);
  const { data } = useAsk('verify', { run });
  if (seen || !data || (data.semantics === null && data.common === null)) return null;
  const { semantics, common } = data;
  return (
    <Banner tone="warn" role="status" onDismiss={() => setSeen(true)}>
      <p className="banner-message" data-code="file-drift">
        {semantics === null ? words.file(sayCount(common! + 1)) : words.olderFile(semantics, SEMANTICS)}
      </p>
      {semantics === null && <Button look="text" label={words.toStep} onClick={() => seek(common! + 1)} />}
    </Banner>
  );
}
