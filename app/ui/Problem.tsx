/** What went wrong, where, and what to do about it. Switches on the code, never on the message. */
import type { ReactNode } from 'react';
import type { Problem } from '../../engine/index.ts';
import { Icon } from './Icon.tsx';

const ADVICE: Readonly<Record<Problem['code'], string>> = {
  syntax: 'Nothing was opened. Check that the file is what it should be, whole and not cut short.',
  invalid: 'This value was left out; everything else is as asked.',
  'too-large': 'Nothing was opened. Use a shorter link or a smaller file.',
  'newer-version': 'It was made by a newer Faultline. Reload this page, or open it where it was made.',
  'unknown-preset': 'Choose a system in the header instead.',
  'not-found': 'It is not here. Choose a system or another recording in the header.',
  crashed: 'What you chose is kept. Restart the engine to go on.',
  cancelled: 'What you chose is kept. Run it again, or change it.',
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
      {children}
    </Banner>
  );
}

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
        <button type="button" className="button quiet" aria-label="Dismiss" onClick={onDismiss}>
          <Icon name="close" />
        </button>
      )}
    </div>
  );
}
