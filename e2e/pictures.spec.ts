/** A few pictures of the page that were looked at: none of them may become another one unnoticed. Keep them anew with
 *  `FAULTLINE_PICTURES=keep npm test -- --only e2e pictures`, and look at them. */
import { expect, test } from '@playwright/test';
import { App } from './app.ts';
import { differenceFrom } from './picture.ts';

/** The share of squares that fonts of another machine may change. */
const MOST = 0.12;

const MAILED = '#v=1&p=qemu-as-mailed';
const PICTURES: readonly {
  readonly name: string;
  readonly hash: string;
  readonly size?: readonly [number, number];
  readonly light?: boolean;
  readonly keys?: readonly string[];
}[] = [
  { name: 'first', hash: '' },
  { name: 'first-light', hash: '', light: true },
  { name: 'first-phone', hash: '', size: [390, 844] },
  { name: 'first-tablet', hash: '', size: [820, 1180], light: true },
  { name: 'first-wide', hash: '', size: [2560, 1440] },
  { name: 'story', hash: `${MAILED}&st=the-mail-short.4`, size: [1280, 720] },
  { name: 'story-phone', hash: `${MAILED}&st=the-mail-short.4`, size: [360, 640], light: true },
  { name: 'postcopy', hash: `${MAILED}&s=52000&page=0x1a47`, size: [1920, 1080] },
  { name: 'cells', hash: `${MAILED}&s=52000&page=0x1a47`, keys: ['f'] },
  { name: 'comparison', hash: '#v=1&p=qemu-no-nohugepage&s=51688&vs=p%3Dqemu-as-mailed' },
  { name: 'query', hash: `${MAILED}&s=52000&q=uffd.copy`, light: true },
  {
    name: 'script',
    hash: '#v=1&mm=5Ld4VVBNa8JAEL3vr3iQq4YqFK2XIhhsD7W2WHoe3TEJZj_Y2Sj592VXi-1thnnzvgp8LPDdUIR2LDg1fc2eatbQDtGB0LiOERPCur3TAxoSBK5biRxYY-D4rFSBbeCD88MCzjISDRLPCHzmMGA_RMasVMaQx-fyDVOjDOlzK5zXB0wNXr7W1Xa5rtQltJHHgWz95zrLKlQz5riQIIEiW1BNrQVFxIYhrg8HLlWB1yhIhtBwYLQCidQxyOq06OC8Z13-MzH3mHis3je7TVWtktyuYVxckAjjDNt4S-c6HuFxMskRpVT32saht_nROXQUeZEhmCMwaQEJHkbZw7VMVSQzJCfWZRbLjg1zFFB-LVV_POqx82yv02_192JMK9LaWiWJW44rNJPdgz2pHw',
  },
  { name: 'recording', hash: '#v=1&t=q1-hot&s=2000' },
];

for (const { name, hash, size = [1440, 900], light, keys = [] } of PICTURES)
  test(`the picture of ${name} is the one that was kept`, async ({ page }) => {
    await page.setViewportSize({ width: size[0], height: size[1] });
    await page.emulateMedia({ colorScheme: light ? 'light' : 'dark', reducedMotion: 'reduce' });
    const app = new App(page);
    await app.open(hash);
    for (const key of keys) await page.keyboard.press(key);
    await app.idle();
    await page.evaluate(() => document.fonts.ready);
    expect(await differenceFrom(page, name)).toBeLessThan(MOST);
  });
