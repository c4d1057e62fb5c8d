/** What does not fit on a page: text that is cut, controls that are covered or too small, anything that sticks out. */
import type { Page } from '@playwright/test';
import { idle } from './app.ts';

/** The sizes at which every view is looked at: phones, a tablet, laptops, screens. */
export const SIZES: readonly (readonly [width: number, height: number])[] = [
  [360, 640],
  [390, 844],
  [820, 1180],
  [1280, 720],
  [1440, 900],
  [1920, 1080],
  [2560, 1440],
];

/** Side of the smallest target, in CSS pixels: for a finger and for a mouse. WCAG 2.5.5 and 2.5.8. */
const TARGET = { touch: 44, mouse: 24 };
/** The smallest text, in CSS pixels. */
const TEXT = 13;

/** One line per problem, once the page is idle; the same problem of several elements is one line. */
export async function layoutProblems(page: Page): Promise<string[]> {
  await idle(page);
  return page.evaluate(find, { ...TARGET, text: TEXT });
}

/** Runs in the page. */
function find(limits: { touch: number; mouse: number; text: number }): string[] {
  /** So near to the edge of what scrolls, a point may be on its border. */
  const EDGE = 4;
  const problems = new Map<string, number>();
  const report = (problem: string) => problems.set(problem, (problems.get(problem) ?? 0) + 1);
  const name = (e: Element): string => {
    const own = e.classList[0] ? `.${e.classList[0]}` : e.localName;
    const within = e.parentElement?.closest('[class]')?.classList[0];
    const text = (e.getAttribute('aria-label') ?? e.textContent ?? '').trim().slice(0, 40);
    return `${within ? `.${within} ` : ''}${own} "${text}"`;
  };
  const shown = (e: Element): boolean =>
    e.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true, contentVisibilityAuto: true }) &&
    !e.closest('.spoken, .skip:not(:focus-within), [inert], canvas, option');
  const hides = (value: string) => value === 'hidden' || value === 'clip';

  const sideways = document.documentElement.scrollWidth - innerWidth;
  if (sideways > 0) report(`the page scrolls sideways by ${sideways}`);

  for (const e of document.body.querySelectorAll<HTMLElement>('*')) {
    if (!shown(e)) continue;
    const style = getComputedStyle(e);
    // Listings scroll by design; nothing else moves sideways.
    if (e.scrollWidth > e.clientWidth + 1 && e.clientWidth > 0 && !e.closest('pre, .cm-editor, table, svg')) {
      const { overflowX, position } = style;
      if (hides(overflowX) && (e.textContent ?? '').trim() && position !== 'fixed')
        report(`cut at the side: ${name(e)}`);
      if (overflowX === 'auto' || overflowX === 'scroll') report(`scrolls sideways: ${name(e)}`);
    }
    const own = [...e.childNodes].filter((n) => n.nodeType === 3 && n.textContent?.trim());
    if (own.length === 0) continue;
    if (hides(style.overflowY) && e.scrollHeight > e.clientHeight + 2 && e.clientHeight > 0)
      report(`cut below: ${name(e)}`);
    if (Number.parseFloat(style.fontSize) < limits.text) report(`text of ${style.fontSize}: ${name(e)}`);
    // Text that leaves a box which does not scroll.
    const range = document.createRange();
    range.selectNodeContents(e);
    const box = range.getBoundingClientRect();
    for (let around = e.parentElement; around && around !== document.body; around = around.parentElement) {
      const { overflowX } = getComputedStyle(around);
      if (overflowX === 'visible') continue;
      const room = around.getBoundingClientRect();
      if (hides(overflowX) && (box.right > room.right + 1 || box.left < room.left - 1))
        report(`text leaves .${around.className.toString().split(' ')[0]}: ${name(e)}`);
      break;
    }
  }

  const least = matchMedia('(pointer: coarse)').matches ? limits.touch : limits.mouse;
  const CONTROLS =
    'button, a[href], input:not([type=hidden]), select, textarea, summary, [role=button], [role=tab], [role=slider], [role=separator]';
  for (const e of document.querySelectorAll<HTMLElement>(CONTROLS)) {
    if (!shown(e) && !e.matches('input')) continue;
    if (e.closest('.spoken, .skip:not(:focus-within), [inert]')) continue;
    // A radio button or a check box is hit through its label.
    const target = e.matches('input[type=radio], input[type=checkbox]') ? (e.closest('label') ?? e) : e;
    const box = target.getBoundingClientRect();
    if (box.width < 2 || box.height < 2 || !target.checkVisibility()) continue;
    // Words within a sentence are exempt, as in WCAG; so is a separator across its width.
    const inText =
      getComputedStyle(e).display.startsWith('inline') && e.closest('p, li, dd, td, blockquote, .term');
    if (!inText && !e.matches('[role=separator]') && Math.min(box.width, box.height) < least - 0.5)
      report(`target of ${Math.round(box.width)} x ${Math.round(box.height)}: ${name(e)}`);
    const [x, y] = [(box.left + box.right) / 2, (box.top + box.bottom) / 2];
    if (x < 0 || y < 0 || x >= innerWidth || y >= innerHeight) continue;
    const top = document.elementFromPoint(x, y);
    if (!top || target.contains(top) || top.contains(target) || top.closest('dialog, [popover]')) continue;
    // What sticks to an edge lies on what scrolls under it.
    if (getComputedStyle(top).position === 'sticky') continue;
    // Scrolled out of its own container, a control is under that container's neighbour.
    let scrolled = false;
    for (let around = target.parentElement; around; around = around.parentElement) {
      const { overflowY } = getComputedStyle(around);
      if (overflowY === 'visible') continue;
      const room = around.getBoundingClientRect();
      if (y < room.top + EDGE || y > room.bottom - EDGE || x < room.left || x > room.right) scrolled = true;
    }
    if (!scrolled) report(`${name(target)} is covered by ${name(top)}`);
  }
  return [...problems].map(([problem, times]) => (times > 1 ? `${problem} (${times} times)` : problem));
}
