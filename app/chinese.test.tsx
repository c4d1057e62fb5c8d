/** The page in Chinese: a reader does what there is to do, and meets no sentence in English. */
import { screen, within } from '@testing-library/dom';
import { expect, it } from 'vitest';
import { speak } from '../engine/index.ts';
import { zh as ofEngine } from '../engine/words/zh/index.ts';
import { zh } from './texts/zh/index.ts';

// Before any text of the page is evaluated.
speak('zh', { ...ofEngine, ...zh });
const { alertSays, follow, openAt, openPage, press, waitUntil } = await import('./testing/page.tsx');

/** Where names, quotations and what tools print stand as they are, and titles that a file or a link brought along. */
const AS_IS = 'code, pre, kbd, blockquote, dt, [lang], .mail, .mono, .call, .digest, style, script';
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
  ['p=qemu-as-mailed&guest.bytes=1000', /guest\.bytes：字节数应为 2 MiB/],
  [
    'p=qemu-as-mailed&guest.vcpus=9&guest.seed=x&tracker=none&faults=cut@nowhere',
    /guest\.vcpus：应为 1 到 8 的整数/,
  ],
  ['p=qemu-as-mailed&l=rainbow&page=12&i=moon&r=9-3&x=y', /l：应为 migration/],
  ['p=qemu-as-mailed&st=The&ans=q&n=1&by=luck&what=1', /st：应为：故事及其步号/],
  ['p=qemu-as-maild', /预设：应为：预设，可能是 qemu-as-mailed；得到 "qemu-as-maild"/],
  ['p=qemu-as-mailed&t=q1-hot&vs=nothing&s=1&s=2', /p：预设 \(p\)、录制 \(t\) 和脚本 \(mm\) 只应有一个/],
  ['t=none', /t：应为录制 .* 之一，得到 "none"/],
  ['mm=AAAA', /mm：应为本页面打包的脚本/],
  [`p=${'a'.repeat(5000)}`, /link：最多 4096 个字符，得到 5006 个/],
];

it('links that cannot be used', async () => {
  await openAt(700);
  for (const [link, said] of LINKS) {
    follow(`#v=1&${link}`);
    await alertSays(said);
    expect(english(), link).toEqual([]);
  }
});

it('files that cannot be opened', async () => {
  const { open } = await import('./source/open.ts');
  await openAt(700);
  for (const [name, text, said] of [
    ['a.json', '{"meta": ', /a\.json 不是 JSON/],
    [
      'b.json',
      '{"meta": {}, "blocks": [], "main_block": 0, "phases": {}, "events": 7}',
      /events：应为行的列表/,
    ],
    ['c.mm', 'mmap A 2m\nreed A 0\n', /应为：操作，可能是 read；得到 "reed"/],
  ] as const) {
    await open([new File([text], name)]);
    await alertSays(said);
    // A file's own line is quoted.
    expect(english().filter((line) => !line.includes('Dear all'))).toEqual([]);
  }
});

it('sheets: what changed, costs, rules, exports, shortcuts, the glossary, the palette', async () => {
  const user = await openAt(500);
  const sheet = async (name: string) => {
    const dialog = await screen.findByRole('dialog', { name });
    if (name === '邮件之后的变化') await within(dialog).findAllByText(/khugepaged 就拒绝该范围/);
    expect(english(), name).toEqual([]);
    await user.click(within(dialog).getAllByRole('button', { name: '关闭' }).at(-1)!);
  };
  await press(user, '邮件之后的变化');
  await sheet('邮件之后的变化');
  await press(user, '开销的出处');
  await sheet('开销');
  for (const [key, name] of [
    ['e', '导出'],
    ['?', '键盘快捷键'],
    ['g', '术语表'],
  ] as const) {
    await user.keyboard(key);
    await sheet(name);
  }
  await user.keyboard('{Control>}k{/Control}');
  await waitUntil(() => document.querySelectorAll('[role=option]').length > 5);
  expect(english()).toEqual([]);
});

it('a query: what is wrong with it, and what it finds', async () => {
  await openAt(4000);
  for (const [query, said] of [
    ['page=9..2', /从小到大的范围/],
    ['hosts=src', /应为：字段，可能是 host；得到 "hosts"/],
    ['uffd.copy host=dst', /[\d,]+ 个事件/],
  ] as const) {
    follow(`#v=1&p=qemu-as-mailed&s=4000&q=${encodeURIComponent(query)}`);
    const panel = await screen.findByRole('region', { name: '查找事件' });
    await waitUntil(() => said.test(panel.textContent ?? ''));
    expect(english(), query).toEqual([]);
  }
});

it('an exercise, answered wrong', async () => {
  const user = await openPage('#v=1&st=exercises.6');
  await waitUntil(() => document.querySelector('.story-text')?.getAttribute('aria-busy') === 'false');
  const entry = within(await screen.findByRole('region', { name: '问题' })).getByRole('textbox');
  await user.clear(entry);
  await user.type(entry, '510{Enter}');
  await waitUntil(() => /丢失 [1-9][\d,]* 页/.test(document.body.textContent ?? ''));
  expect(english()).toEqual([]);
});
