/** Which language the page begins in. */
import { expect, it } from 'vitest';
import { pickLanguage } from './language.ts';

it.each([
  [null, ['en-US'], 'en'],
  [null, ['zh-CN', 'en'], 'zh'],
  [null, ['de', 'zh-Hans', 'en'], 'zh'],
  [null, ['zh-TW', 'en'], 'en'],
  [null, ['zh-HK'], 'en'],
  [null, ['ko'], 'en'],
  [null, [], 'en'],
  [null, ['C', ''], 'en'],
  [null, ['C', 'zh-CN'], 'zh'],
  ['en', ['zh-CN'], 'en'],
  ['zh', ['en-US'], 'zh'],
  ['xx', ['zh-SG'], 'zh'],
] as const)('choice %s and a browser that speaks %j: %s', (choice, wanted, picked) => {
  expect(pickLanguage(choice, wanted)).toBe(picked);
});
