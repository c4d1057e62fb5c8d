/** Answers as a link holds them: `p1a47.1a48` pages, `r13` a region, `o2` an option, `n42` a number, `k` knobs that were turned. */
import type { RunInfo, StoryAnswer } from '../../engine/index.ts';

export function writeAnswer(answer: StoryAnswer): string {
  if ('pages' in answer) return `p${answer.pages.map((page) => page.toString(16)).join('.')}`;
  if ('region' in answer) return `r${answer.region}`;
  if ('option' in answer) return `o${answer.option}`;
  return 'number' in answer ? `n${answer.number}` : 'k';
}

/** What knobs made of the run is read from it. */
export function readAnswer(text: string, info: RunInfo): StoryAnswer {
  const rest = text.slice(1);
  if (text[0] === 'p') return { pages: rest.split('.').map((page) => Number.parseInt(page, 16)) };
  if (text[0] === 'r') return { region: Number(rest) };
  if (text[0] === 'o') return { option: Number(rest) };
  if (text[0] === 'n') return { number: rest };
  return { verdict: info.verdict, thrownAway: info.counters['thp.thrownAway'] ?? 0 };
}
