/** Guards the names of files: what a stranger called a file or a recording does not leave its folder. */
import { expect, it } from 'vitest';
import type { RunInfo } from '../../engine/index.ts';
import type { Choice } from '../state/choice.ts';
import { fileName, placeOf } from './names.ts';

const info = { steps: 500 } as RunInfo;
const preset: Choice = { kind: 'preset', preset: 'qemu-as-mailed', overrides: {} };
const file = (name: string): Choice => ({ kind: 'file', name, text: '', opened: 1 });

it.each([
  [preset, placeOf(info, { from: 120, to: 120 }), 'faultline-qemu-as-mailed-step120.png'],
  [preset, placeOf(info, { from: 0, to: 500 }), 'faultline-qemu-as-mailed.png'],
  [preset, placeOf(info, { from: 3, to: 90 }), 'faultline-qemu-as-mailed-steps3-90.png'],
  [file('../../etc/pass wd<b>.json'), '', 'faultline-etc-pass-wd-b.png'],
  [file('faultline-qemu-as-mailed.faultline'), '', 'faultline-qemu-as-mailed.png'],
  [file('日本.json'), 'step1', 'faultline-step1.png'],
  [file('a'.repeat(300)), '', `faultline-${'a'.repeat(60)}.png`],
] as const)('%j', (choice, place, name) => {
  expect(fileName(choice, place, 'png')).toBe(name);
});
