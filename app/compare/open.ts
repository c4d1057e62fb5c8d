/** Begins a comparison: with the run without what was changed, or with the other order of QEMU's calls. */
import { type Choice, store } from '../state/store.ts';

const OTHER: Readonly<Record<string, string>> = {
  'qemu-as-mailed': 'qemu-as-coded',
  'criu-2017': 'criu-thp-disable',
  'qemu-no-nohugepage': 'qemu-as-mailed',
};

export function openCompare(): void {
  const { choice, versus } = store.getState();
  if (!versus) store.setState({ versus: firstCompared(choice) });
}

export function closeCompare(): void {
  store.setState({ versus: null });
}

function firstCompared(choice: Choice): Choice {
  if (choice.kind !== 'preset') return { kind: 'preset', preset: 'qemu-as-mailed', overrides: {} };
  if (Object.keys(choice.overrides).length > 0) return { ...choice, overrides: {} };
  return { kind: 'preset', preset: OTHER[choice.preset] ?? 'qemu-as-mailed', overrides: {} };
}
