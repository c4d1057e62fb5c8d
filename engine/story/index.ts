/** What the app may import of stories: fetched with the story panel, no part of the first load. */
export type { Answer as StoryAnswer } from './question.ts';
export { parseStory, type Question, runFor, type Story, seedOf } from './schema.ts';
