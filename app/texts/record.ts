import { inLanguage } from '../../engine/index.ts';

/** Words about recording on one's own host. */
export const record = inLanguage('record', {
  title: 'Record your own',
  what: 'A shell script records what a process asks of its memory and what the kernel makes of it: system calls (strace), khugepaged and page faults (tracefs), smaps ten times a second, and the settings of transparent huge pages. It writes one file; open it here.',
  script: 'Download faultline-record.sh',
  uses: {
    any: 'Any process, by its PID, until you press Ctrl C:',
    qemu: 'The destination of a migration by QEMU, with the statistics of its QMP socket and its own trace:',
    criu: 'A restore by CRIU:',
  },
  notes:
    'It needs root and strace. It changes no setting, and records no names of hosts, users or files. strace stops the process at every call, so a flood of small madvise calls takes several times as long.',
  copy: 'Copy',
  copied: 'Copied',
});
