/** Copies a link to what is on screen; where the clipboard is closed, shows it to be copied by hand. */
import { useState } from 'react';
import { linkOf, whyNoLink } from '../permalink/sync.ts';
import { useSession } from '../run/session.ts';
import { store, useChosen } from '../state/store.ts';
import { Sheet } from '../ui/Sheet.tsx';

export function ShareLink() {
  const { run } = useSession();
  const refusal = useChosen((s) => whyNoLink(s.choice));
  const [said, setSaid] = useState('');
  const [byHand, setByHand] = useState<string | null>(null);

  async function share(): Promise<void> {
    store.setState({ playing: false });
    const hash = linkOf(store, run.get());
    if (hash === null) return;
    const url = location.origin + location.pathname + hash;
    try {
      await navigator.clipboard.writeText(url);
      setSaid('Copied');
      setTimeout(() => setSaid(''), 2500);
    } catch {
      setByHand(url);
    }
  }

  return (
    <>
      <button
        type="button"
        className="button outlined"
        disabled={refusal !== null}
        aria-label={refusal ?? 'Share link'}
        onClick={() => void share()}
      >
        {said || 'Share link'}
      </button>
      <span className="spoken" role="status">
        {said && 'Link copied'}
      </span>
      <Sheet title="Copy this link" open={byHand !== null} onClose={() => setByHand(null)}>
        <p className="muted">The browser did not let the page write to the clipboard.</p>
        <input
          className="input"
          aria-label="Link"
          readOnly
          value={byHand ?? ''}
          onFocus={(e) => e.target.select()}
        />
      </Sheet>
    </>
  );
}
