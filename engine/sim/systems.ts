/** Which migration a scenario runs, and what its faults do. Only QEMU is here from the start: the others tell of themselves
 *  when their part of the engine is loaded (`load`, or everything at once by importing everything.ts). */
import { EngineBug } from '../base/invariant.ts';
import { Qemu } from '../migrate/qemu/qemu.ts';
import type { Migration, World } from '../migrate/world.ts';
import { type Fault, parseFaults } from '../scenario/faults.ts';
import type { Scenario } from '../scenario/schema.ts';
import type { Strike } from './machine.ts';

type Make = (world: World) => Migration;

const systems: Partial<Record<Scenario['system'], Make>> = { qemu: (world) => new Qemu(world) };
let strike: Strike | null = null;

/** Makes a system known. */
export function addSystem(name: Scenario['system'], make: Make): void {
  systems[name] = make;
}

/** Makes known what faults do. */
export function addStrike(how: Strike): void {
  strike = how;
}

/** The scenario's system. Throws EngineBug when its part was not loaded. */
export function systemOf(scenario: Scenario): Make {
  const make = systems[scenario.system];
  if (!make) throw new EngineBug('system-not-loaded', { system: scenario.system });
  return make;
}

/** The scenario's faults and what they do. Throws EngineBug when that part was not loaded. */
export function faultsOf(scenario: Scenario): [readonly Fault[], Strike | null] {
  const faults = parseFaults(scenario.faults);
  if (!faults.ok || faults.value.length === 0) return [[], null];
  if (!strike) throw new EngineBug('faults-not-loaded', { faults: scenario.faults });
  return [faults.value, strike];
}
