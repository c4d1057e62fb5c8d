/** `npm run soak`: what takes too long for `npm test`. Parts by name: `scenarios [COUNT] [SEED] [FIRST]`, `links [COUNT] [SEED] [FIRST]`, `browser [MINUTES] [SEED]`. */
import { soakBrowser } from './browser.ts';
import { soakLinks } from './links.ts';
import { soakScenarios } from './scenarios.ts';

const [part, amount, seed, first] = process.argv.slice(2);
const number = (text: string | undefined, otherwise: number) =>
  text === undefined ? otherwise : Number(text);

const parts = {
  scenarios: () => soakScenarios(number(amount, 5000), number(seed, 14), number(first, 0)),
  links: () => soakLinks(number(amount, 100_000), number(seed, 14), number(first, 0)),
  browser: () => {
    const minutes = number(amount, 60);
    return soakBrowser({ minutes, seed: number(seed, 14), kills: Math.ceil((500 * minutes) / 60) });
  },
};

let fine = true;
for (const [name, run] of Object.entries(parts))
  if (part === undefined || part === name) fine = (await run()) && fine;
process.exitCode = fine ? 0 : 1;
