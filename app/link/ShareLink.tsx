/** The button that hands on a link to what is on screen. */
import { useSession, useWatched } from '../run/session.ts';
import { useChosen } from '../state/store.ts';
import { link as words } from '../texts/link.ts';
import { Button } from '../ui/Button.tsx';
import { Sheet } from '../ui/Sheet.tsx';
import { shareLink, sharing } from './share.ts';
import { whyNoLink } from './sync.ts';

export function ShareLink() {
  const { run } = useSession();
  const refusal = useChosen((s) => whyNoLink(s.choice));
  const { copied } = useWatched(sharing);
  return (
    <>
      <Button
        label={copied ? words.copied : words.shareLink}
        disabled={refusal !== null}
        aria-label={refusal ?? words.shareLink}
        onClick={() => void shareLink(run.get())}
      />
      <span className="spoken" role="status">
        {copied && words.linkCopied}
      </span>
    </>
  );
}

/** Opens by itself where the browser does not let the page write to the clipboard. */
export function ShareByHand() {
  const { copied, byHand } = useWatched(sharing);
  return (
    <Sheet
      title={words.copyByHand}
      open={byHand !== null}
      onClose={() => sharing.set({ copied, byHand: null })}
    >
      <p className="muted">{words.noClipboard}</p>
      <input
        className="input"
        aria-label={words.link}
        readOnly
        value={byHand ?? ''}
        onFocus={(e) => e.target.select()}
      />
    </Sheet>
  );
}
