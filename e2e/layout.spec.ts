/** At every size, by mouse and by finger: nothing is cut, nothing is covered, nothing scrolls sideways, no text is too small to read,
 *  no target too small to hit. */
import { expect, test } from '@playwright/test';
import { App } from './app.ts';
import { layoutProblems, SIZES } from './layout.ts';

const MAILED = '#v=1&p=qemu-as-mailed';
const VIEWS: readonly (readonly [name: string, hash: string])[] = [
  ['the first screen', ''],
  ['a story’s step', `${MAILED}&st=the-mail.11`],
  ['a page in postcopy', `${MAILED}&s=52000&page=0x1a47`],
  ['a comparison', '#v=1&p=qemu-no-nohugepage&s=51688&vs=p%3Dqemu-as-mailed'],
  ['a query', `${MAILED}&s=52000&q=uffd.copy`],
  ['a process', '#v=1&p=criu-nohugepage&s=41400'],
  [
    'a script',
    '#v=1&mm=5Ld4VVBNa8JAEL3vr3iQq4YqFK2XIhhsD7W2WHoe3TEJZj_Y2Sj592VXi-1thnnzvgp8LPDdUIR2LDg1fc2eatbQDtGB0LiOERPCur3TAxoSBK5biRxYY-D4rFSBbeCD88MCzjISDRLPCHzmMGA_RMasVMaQx-fyDVOjDOlzK5zXB0wNXr7W1Xa5rtQltJHHgWz95zrLKlQz5riQIIEiW1BNrQVFxIYhrg8HLlWB1yhIhtBwYLQCidQxyOq06OC8Z13-MzH3mHis3je7TVWtktyuYVxckAjjDNt4S-c6HuFxMskRpVT32saht_nROXQUeZEhmCMwaQEJHkbZw7VMVSQzJCfWZRbLjg1zFFB-LVV_POqx82yv02_192JMK9LaWiWJW44rNJPdgz2pHw',
  ],
  ['a recording', '#v=1&t=q1-hot&s=2000'],
];

for (const [name, hash] of VIEWS)
  test(`fits at every size: ${name}`, async ({ browser, baseURL }) => {
    for (const touch of [false, true]) {
      const context = await browser.newContext({
        baseURL: baseURL!,
        hasTouch: touch,
        isMobile: touch,
        reducedMotion: 'reduce',
        serviceWorkers: 'block',
      });
      const page = await context.newPage();
      const app = new App(page);
      for (const [width, height] of SIZES) {
        if (touch !== width < 1000) continue;
        await page.setViewportSize({ width, height });
        if (page.url() === 'about:blank') await app.open(hash);
        expect.soft(await layoutProblems(page), `${width} x ${height}`).toEqual([]);
      }
      await context.close();
    }
  });
