/** The page in Chinese: a reader plays, selects a page, asks why, and reads a story, and meets no sentence in English. */
import { screen } from '@testing-library/dom';
import { expect, it } from 'vitest';
import { speak } from '../engine/index.ts';
import { zh as ofEngine } from '../engine/words/zh/index.ts';
import { zh } from './texts/zh/index.ts';

// Before any text of the page is evaluated.
speak('zh', { ...ofEngine, ...zh });
const { openAt, openPage, press, waitUntil } = await import('./testing/page.tsx');

/** Where names, quotations, rules of the kernel and what tools print stand as they are. */
const AS_IS = 'code, pre, kbd, blockquote, [lang], .mail, .rule-box, .mono, .call, .digest, style, script';
/** Three words in a row that are no names. */
const SENTENCE = /\b[A-Za-z][a-z]+ [a-z]{2,} [a-z]{2,}\b/;

function english(): string[] {
  const texts: string[] = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const { parentElement, textContent } = walker.currentNode;
    if (!parentElement?.closest(AS_IS) && textContent) texts.push(textContent);
  }
  for (const el of document.querySelectorAll('[aria-label], [title], [placeholder]'))
    for (const name of ['aria-label', 'title', 'placeholder']) texts.push(el.getAttribute(name) ?? '');
  return [...new Set(texts.filter((text) => SENTENCE.test(text)))];
}

it('the first screen and a run', async () => {
  await openPage('');
  await screen.findByText('逐页观看虚拟机内存的迁移');
  expect(english()).toEqual([]);
});

it('a page and why, a story, the knobs', async () => {
  const user = await openAt(49_000, '&page=0xa7b');
  await screen.findByText('页 0x0a7b');
  const [value] = await screen.findAllByRole('button', { name: /为什么？$/ });
  await user.click(value!);
  await waitUntil(() => /。$/.test(document.querySelector('.why-sentence')?.textContent ?? ''));
  expect(english()).toEqual([]);
  await user.click(screen.getByRole('radio', { name: '故事' }));
  await press(user, /^邮件七步/);
  await screen.findByRole('heading', { name: '要搬家的客户机' });
  await user.click(screen.getByRole('radio', { name: '场景' }));
  await screen.findByRole('combobox', { name: '客户机内存' });
  expect(english()).toEqual([]);
  await user.keyboard('{End}');
  await waitUntil(() => /完成：/.test(document.body.textContent ?? ''));
  expect(english()).toEqual([]);
});
