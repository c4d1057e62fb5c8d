/** The button that hands on a link to what is on screen. */
import { useStore } from 'zustand';
import { shareLink, sharing } from '../permalink/share.ts';
import { whyNoLink } from '../permalink/sync.ts';
import { useSession } from '../run/session.ts';
import { useChosen } from '../state/store.ts';
import { Sheet } from '../ui/Sheet.tsx';

export function ShareLink() {
  const { run } = useSession();
  const refusal = useChosen((s) => whyNoLink(s.choice));
  const { copied, byHand } = useStore(sharing);
  return (
    <>
      <button
        type="button"
        className="button outlined"
        disabled={refusal !== null}
        aria-label={refusal ?? 'Share link'}
        onClick={() => void shareLink(run.get())}
      >
        {copied ? 'Copied' : 'Share link'}
      </button>
      <span className="spoken" role="status">
        {copied && 'Link copied'}
      </span>
      <Sheet title="Copy this link" open={byHand !== null} onClose={() => sharing.setState({ byHand: null })}>
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
