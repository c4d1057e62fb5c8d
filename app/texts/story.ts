/** Words around stories; their own stand in public/stories. */
import { inLanguage } from './language.ts';

export const words = inLanguage({
  en: {
    student: 'Your name or number',
    why: 'It picks a guest that is yours alone. Give it before you answer.',
    own: (seed: string) =>
      `Your guest has the seed ${seed}. The link carries your answer: share it to hand it in.`,
    stories: 'Stories',
    about: 'Each is told on live timelines: leave, poke at anything, and come back.',
    minutes: (n: number) => `${n} minutes`,
    allStories: 'All stories',
    question: 'Question',
    tryIt: 'Try it',
    right: 'Right.',
    notYet: 'Not yet.',
    here: (because: string) => ` Here: ${because}.`,
    clickPage: 'Click a page in the picture.',
    selectedPage: (page: string) => `Selected: page ${page}.`,
    taken: (pages: string) => ` Taken: ${pages}.`,
    noneYet: 'none yet',
    takeThisPage: 'Take this page',
    startOver: 'Start over',
    clickRegion: 'Click a page of the region in the picture.',
    selectedRegion: (region: number) => `Selected: region ${region}.`,
    turn: (knobs: readonly string[]) => `Turn ${knobs.join(' or ')} under Scenario, let it run, and check.`,
    yourAnswer: 'Your answer',
    check: 'Check',
    answers: 'Answers',
    at: (step: number, steps: number) => `${step} of ${steps}`,
    progress: 'Progress of the story',
    running: 'Running…',
    backToPlace: 'Back to this step’s place',
    back: 'Back',
    next: 'Next',
  },
});
