/** The page in Chinese: a reader does what there is to do, and meets no sentence in English. */
import { screen, within } from '@testing-library/dom';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { speak } from '../engine/index.ts';
import { zh as ofEngine } from '../engine/words/zh/index.ts';
import { zh } from './texts/zh/index.ts';

// Before any text of the page is evaluated.
speak('zh', { ...ofEngine, ...zh });
const { alertSays, follow, openAt, openPage, press, waitUntil } = await import('./testing/page.tsx');

/** Where names, quotations and what tools print stand as they are, and titles that a file or a link brought along. */
const AS_IS = 'code, pre, kbd, blockquote, [lang], .mail, .mono, .call, .digest, style, script, .cm-content';
/** Three words in a row that are no names. */
const SENTENCE = /\b[A-Za-z][a-z]+ [a-z]{2,} [a-z]{2,}\b/;

function english(): string[] {
  const texts: string[] = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const { parentElement, textContent } = walker.currentNode;
    if (!parentElement?.closest(AS_IS) && textContent) texts.push(textContent);
  }
  for (const el of document.querySelectorAll('[aria-label], [title], [placeholder], [data-column]'))
    for (const name of ['aria-label', 'title', 'placeholder', 'data-column'])
      texts.push(el.getAttribute(name) ?? '');
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

/** Links with something wrong in each field, and the beginning of what is said of it. */
const LINKS: readonly (readonly [string, RegExp])[] = [
  ['p=qemu-as-mailed&guest.bytes=1000', /guest\.bytes: 字节数应为 2 MiB/],
  [
    'p=qemu-as-mailed&guest.vcpus=9&guest.seed=x&tracker=none&faults=cut@nowhere',
    /guest\.vcpus: 应为 1 到 8 的整数/,
  ],
  ['p=qemu-as-mailed&l=rainbow&page=12&i=moon&r=9-3&x=y', /l: 应为 migration/],
  ['p=qemu-as-mailed&st=The&ans=q&n=1&by=luck&what=1', /st: 应为：故事及其步号/],
  ['p=qemu-as-maild', /预设：应为：预设，可能是 qemu-as-mailed；得到 "qemu-as-maild"/],
  ['p=qemu-as-mailed&t=q1-hot&vs=nothing&s=1&s=2', /p: 预设 \(p\)、录制 \(t\) 和脚本 \(mm\) 只应有一个/],
  ['t=none', /t：应为录制 .* 之一，得到 "none"/],
  ['mm=AAAA', /mm：应为本页面打包的脚本/],
  [`p=${'a'.repeat(5000)}`, /link: 最多 4096 个字符，得到 5006 个/],
];

it.each(LINKS)('a link that cannot be used: %s', async (link, said) => {
  await openPage(`#v=1&${link}`);
  await alertSays(said);
  expect(english()).toEqual([]);
});

it('files that cannot be opened', async () => {
  const { open } = await import('./source/open.ts');
  await openAt(700);
  for (const [name, text, said] of [
    ['a.json', '{', /a\.json/],
    ['b.json', '{"meta": {}, "blocks": [], "main_block": 0, "phases": {}, "events": 7}', /events/],
    ['c.mm', 'mmap A 2m\nreed A 0\n', /c\.mm/],
    ['d.txt', 'Dear all, thank you for coming\n', /d\.txt/],
    ['e.faultline', '\u0089FLN\r\n', /时间线文件|e\.faultline/],
  ] as const) {
    await open(new File([text], name));
    await alertSays(said);
    // A file's own line is quoted.
    expect(english().filter((line) => !line.includes('Dear all'))).toEqual([]);
  }
});

it('sheets: what changed, costs, a rule, exports, shortcuts, the palette', async () => {
  const user = await openAt(500);
  const closing = async () => {
    expect(english()).toEqual([]);
    await user.keyboard('{Escape}');
  };
  await press(user, '邮件之后的变化');
  const sheet = await screen.findByRole('dialog', { name: '邮件之后的变化' });
  const [rule] = await within(sheet).findAllByRole('button', { name: /K9/ });
  await user.click(rule!);
  await within(sheet)
    .findByText(/khugepaged 就拒绝该范围，?/u, { selector: '.rule-box p', exact: false })
    .catch(() => null);
  await closing();
  await openAt(500);
  await press(user, '开销的出处');
  await screen.findByRole('dialog', { name: '开销' });
  await closing();
  for (const key of ['e', '?', 'g']) {
    await openAt(500);
    await user.keyboard(key);
    await screen.findByRole('dialog');
    await closing();
  }
  await openAt(500);
  await user.keyboard('{Control>}k{/Control}');
  await screen.findByRole('dialog');
  await waitUntil(() => document.querySelectorAll('[role=option]').length > 100);
  await closing();
});
