/** How to record a process on one's own host: the script, and the commands that run it. */
import { useState } from 'react';
import { record as words } from '../texts/record.ts';
import { Button } from '../ui/Button.tsx';
import { Section } from '../ui/Section.tsx';

const SCRIPT = 'record/faultline-record.sh';

/** The command of each use, with a place for what the reader fills in. */
const COMMANDS = {
  any: 'sudo sh faultline-record.sh PID',
  qemu: 'sudo sh faultline-record.sh -q QMP-SOCKET -l QEMU.log PID',
  criu: 'sudo sh faultline-record.sh -l lazy-pages.log -- criu restore -D IMAGES --lazy-pages',
} as const;

const USES = Object.keys(COMMANDS) as (keyof typeof COMMANDS)[];

export function RecordYourOwn() {
  return (
    <Section title={words.title}>
      <div className="record">
        <p>{words.what}</p>
        <p>
          <a href={SCRIPT} download="">
            {words.script}
          </a>
        </p>
        {USES.map((use) => (
          <div key={use} className="record-use">
            <p>{words.uses[use]}</p>
            <Command text={COMMANDS[use]} />
          </div>
        ))}
        <p className="muted">{words.notes}</p>
      </div>
    </Section>
  );
}

function Command({ text }: { text: string }) {
  const [copied, setCopied] = useState(false);
  const copy = () =>
    navigator.clipboard
      .writeText(text)
      .then(() => setCopied(true))
      .catch(() => undefined);
  return (
    <div className="record-command">
      <code>{text}</code>
      <Button label={copied ? words.copied : words.copy} onClick={() => void copy()} />
    </div>
  );
}
