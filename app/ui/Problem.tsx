/** What went wrong, where, and what to do about it. Switches on the code, never on the message. */
import type { ReactNode } from 'react';
import type { Problem } from '../../engine/index.ts';
import { ui as words } from '../texts/ui.ts';
import { Button } from './Button.tsx';
import { Icon } from './Icon.tsx';

const ADVICE: Readonly<Record<Problem['code'], string>> = {
  syntax: words.badFile,
  invalid: words.leftOut,
  'too-large': words.tooLong,
  'newer-version': words.tooNew,
  'unknown-preset': words.noSystem,
  'not-found': words.notHere,
  'not-loaded': words.reloadIt,
  crashed: words.crashed,
  cancelled: words.runAgain,
};

interface Props {
  readonly problem: Problem;
  readonly advice?: string;
  readonly onDismiss?: () => void;
  readonly children?: ReactNode;
}

export function ProblemBanner({ problem, advice, onDismiss, children }: Props) {
  return (
    <Banner
      tone={problem.code === 'crashed' ? 'bad' : 'warn'}
      role="alert"
      {...(onDismiss ? { onDismiss } : {})}
    >
      <p className="banner-message" data-code={problem.code}>
        {problem.message}
      </p>
      <p className="muted">{advice ?? ADVICE[problem.code]}</p>
      {problem.code === 'not-loaded' && <Reload />}
      {children}
    </Banner>
  );
}

/** Loads the page again, which keeps its link. */
export const Reload = ({ onReload = () => location.reload() }) => (
  <Button label={words.reload} onClick={onReload} />
);

interface BannerProps {
  readonly tone: 'bad' | 'warn' | 'info';
  readonly role: 'alert' | 'status';
  readonly onDismiss?: () => void;
  readonly children: ReactNode;
}

export function Banner({ tone, role, onDismiss, children }: BannerProps) {
  return (
    <div className={`banner ${tone}`} role={role}>
      <div className="banner-text">{children}</div>
      {onDismiss && (
        <Button look="quiet" aria-label={words.dismiss} onClick={onDismiss}>
          <Icon name="close" />
        </Button>
      )}
    </div>
  );
}
