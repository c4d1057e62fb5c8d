/** Words around the scenario’s knobs. */
import { inLanguage } from './language.ts';

export const words = inLanguage({
  en: {
    untitled: 'A recording',
    aboutRecording:
      'A real migration, recorded: the engine predicts every state from the recorded calls, and the measured samples are drawn over its curves. The source side was not recorded page by page.',
    costs: 'Cost so far',
    breaks: 'Break something',
    faults: (count: number) => `${count} in this scenario`,
    topicChanges: 'What changed since the mail',
    topicCosts: 'Where the costs are from',
    change: 'Change scenario…',
    explain: 'Explain knobs',
    story: 'Story',
    scenario: 'Scenario',
    script: 'Script',
    recording: 'Recording',
    recordingOf: (name: string) => `Recording ${name}`,
    source: 'Source of the timeline',
    trackers: 'What a round costs, by tracker',
    changed: 'Changed',
    putBack: (name: string, scenario: string) => `Put ${name} back to ${scenario}`,
    back: 'put back',
    allBack: 'Back to the preset’s values',
    play: 'Play a recording',
    ownFiles: 'Files of your own: Open, or drop one on the page.',
  },
});
