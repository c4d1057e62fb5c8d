/** The tables of engine/scenario/README.md, made by running what they tell of. */
import { sayBytes } from '../base/units.ts';
import { PRESETS } from '../scenario/presets.ts';
import { simulate } from '../sim/run.ts';
import { CATALOGUE, type Entry, UNREACHED } from './hazards/catalogue.ts';
import { type Summary, summaryOf } from './summary.ts';

const HEAD = `# Presets and hazards

Made by \`npm run -s mm -- --table > engine/scenario/README.md\`; a test compares.
`;

/** The whole file. */
export function presetsTable(): string {
  const rows = PRESETS.map((p) => {
    const s = summaryOf(p.id, simulate(p.scenario));
    return row([`\`${p.id}\``, p.question, ...outcome(s)]);
  });
  return [
    HEAD,
    '## Presets\n',
    row(['Preset', 'Question', 'Steps', 'Hazards', 'Lost', 'Stale', 'Flags equal', 'Wasted', 'Finished']),
    row(['---', '---', '--:', '---', '--:', '--:', '---', '--:', '---']),
    ...rows,
    '\n## Hazards\n',
    row(['', 'Hazard', 'How it comes about', 'Remedy', 'Shown by', 'Removed by']),
    row(['---', '---', '---', '---', '---', '---']),
    ...CATALOGUE.map(hazard),
    '\nHazards of FACTS that nothing modelled here reaches:\n',
    ...Object.entries(UNREACHED).map(([id, why]) => `- ${id}: ${why}`),
    '',
  ].join('\n');
}

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

function outcome(s: Summary): string[] {
  return [
    String(s.steps),
    s.hazards.map((h) => h.id).join(' '),
    String(s.lostPages),
    String(s.stalePages),
    s.flagsEqual ? 'yes' : `no: ${s.flagsAtEnd || 'nothing is mapped'}`,
    sayBytes(s.wastedBytes),
    s.aborted ? 'no' : 'yes',
  ];
}

function hazard({ id, title, mechanism, remedy, shown, fix }: Entry): string {
  const by = 'preset' in shown ? `\`${shown.preset}\`` : 'a script';
  const sets = Object.entries(fix ?? {}).map(([knob, value]) => `\`${knob}=${value}\``);
  return row([id, title, mechanism, remedy, by, sets.join(' ') || 'another script']);
}
