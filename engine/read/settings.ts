/** Capabilities and parameters of a migration (QAPI MigrationCapability, MigrationParameters), which become knobs: `migration/` and
 *  QEMU's name. Values are in QEMU's units: bytes/s, ms. */
import { type Evidence, MOST_ENTRIES } from './evidence.ts';

const CAPABILITIES: ReadonlySet<string> = new Set([
  'xbzrle',
  'rdma-pin-all',
  'x-rdma-pin-all',
  'auto-converge',
  'zero-blocks',
  'compress',
  'events',
  'postcopy-ram',
  'x-postcopy-ram',
  'x-colo',
  'release-ram',
  'block',
  'return-path',
  'pause-before-switchover',
  'multifd',
  'x-multifd',
  'dirty-bitmaps',
  'postcopy-blocktime',
  'late-block-activate',
  'x-ignore-shared',
  'validate-uuid',
  'background-snapshot',
  'zero-copy-send',
  'postcopy-preempt',
  'switchover-ack',
  'dirty-limit',
  'mapped-ram',
]);

const PARAMETERS: ReadonlySet<string> = new Set([
  'announce-initial',
  'announce-max',
  'announce-rounds',
  'announce-step',
  'compress-level',
  'compress-threads',
  'compress-wait-thread',
  'decompress-threads',
  'throttle-trigger-threshold',
  'cpu-throttle-initial',
  'cpu-throttle-increment',
  'cpu-throttle-tailslow',
  'max-cpu-throttle',
  'tls-creds',
  'tls-hostname',
  'tls-authz',
  'max-bandwidth',
  'avail-switchover-bandwidth',
  'downtime-limit',
  'x-checkpoint-delay',
  'block-incremental',
  'multifd-channels',
  'multifd-compression',
  'multifd-zlib-level',
  'multifd-zstd-level',
  'multifd-qatzip-level',
  'xbzrle-cache-size',
  'max-postcopy-bandwidth',
  'vcpu-dirty-limit',
  'x-vcpu-dirty-limit-period',
  'mode',
  'zero-page-detection',
  'direct-io',
  'cpr-exec-command',
]);

/** What `info migrate` lists under globals. */
const GLOBALS: ReadonlySet<string> = new Set([
  'store-global-state',
  'only-migratable',
  'send-configuration',
  'send-section-footer',
  'send-switchover-start',
  'decompress-error-check',
  'clear-bitmap-shift',
]);

/** Of HMP and old QMP: sizes without a unit are MiB there. */
const MEBI: Readonly<Record<string, number>> = { b: 1, k: 1024, m: 1024 ** 2, g: 1024 ** 3, t: 1024 ** 4 };
const SIZE = /^(\d+(?:\.\d+)?)([bkmgt]?)$/i;

export const isSetting = (name: string): boolean =>
  CAPABILITIES.has(name) || PARAMETERS.has(name) || GLOBALS.has(name);

/** Notes a setting; false when it is none, or there is no room. */
export function setting(
  evidence: Evidence,
  { name, value, line, time }: { name: string; value: string; line: number; time: number },
): boolean {
  if (!isSetting(name) || evidence.knobs.length >= MOST_ENTRIES) return false;
  evidence.knobs.push({
    time,
    line,
    name: `migration/${name.replace(/^x-/, '')}`,
    value: value.slice(0, 80),
  });
  return true;
}

/** A setting as HMP's migrate_set_parameter and its like take it: `max-bandwidth 32M`. */
export function typedSetting(evidence: Evidence, command: string, line: number): boolean {
  const [verb = '', ...words] = command.split(' ').filter((word) => word !== '');
  const note = (name: string, value: string) => setting(evidence, { name, value, line, time: Number.NaN });
  switch (verb) {
    case 'migrate_set_capability':
      return note(words[0] ?? '', words[1] ?? '');
    case 'migrate_set_parameter': {
      const [name = '', value = ''] = words;
      return note(name, /bandwidth|cache-size/.test(name) ? bytesOf(value) : value);
    }
    case 'migrate_set_speed':
      return note('max-bandwidth', bytesOf(words[0] ?? ''));
    case 'migrate_set_downtime':
      return note('downtime-limit', String(Math.round(1000 * Number(words[0]))));
    default:
      return false;
  }
}

function bytesOf(text: string): string {
  const found = SIZE.exec(text);
  if (!found) return text;
  return String(Math.round(Number(found[1]) * MEBI[found[2]!.toLowerCase() || 'm']!));
}
