import { expect, it } from 'vitest';
import { readLog } from '../testing/samples.ts';
import { kernelRemarks } from './kernelremarks.ts';

it.each([
  ['[<0>] handle_userfault+0x1d3/0x760\n[<0>] do_anonymous_page+0x458/0x6b0', 'waits-for-page'],
  [
    '[  206.578096] BUG: Bad rss-counter state mm:000000000942ebea type:MM_ANONPAGES val:1',
    'bad-rss-counter',
  ],
  ['[  206.5] x\n[  206.578096] a.out: page allocation failure: order:9, mode:0x3da0ca', 'no-free-page'],
])('%s', (log, id) => {
  expect(kernelRemarks([readLog(log)])).toMatchObject([{ id, numbers: { times: 1 } }]);
});

it('a stack that dump_stack printed is nobody who waits', () => {
  expect(kernelRemarks([readLog('  [<00003173cca69588>] handle_userfault+0xde8/0x1310')])).toEqual([]);
});

it('the command line of the kernel sets the mode', () => {
  const { evidence } = readLog(
    '[    0.000000] Kernel command line: root=/dev/vda1 transparent_hugepage=never quiet',
  );
  expect(evidence.knobs).toMatchObject([{ name: 'transparent_hugepage/enabled', value: 'never' }]);
});
