/** Which page a vCPU touches next, and whether it writes. One access pattern a file; all of them draw from the vCPU's own stream,
 *  and keep what they remember by vCPU, so that another tracker or cost never changes what is written. */
import type { Scenario } from '../scenario/schema.ts';
import { database } from './database.ts';
import { hotcold } from './hotcold.ts';
import { hotset } from './hotset.ts';
import { idle } from './idle.ts';
import type { Workload, WorkloadNeeds } from './pattern.ts';
import { q1Hot } from './q1hot.ts';
import { readMostly } from './readmostly.ts';
import { sequential } from './sequential.ts';
import { replay } from './trace.ts';
import { uniform } from './uniform.ts';
import { zipf } from './zipf.ts';

type WorkloadKind = Scenario['guest']['workload'];

type Make = (needs: WorkloadNeeds) => Workload;

const workloads: Readonly<Record<WorkloadKind, Make>> = {
  hotset,
  uniform,
  idle,
  sequential,
  zipf,
  hotcold,
  'read-mostly': readMostly,
  database,
  trace: (needs) => replay(q1Hot(), needs),
};

/** The access pattern `kind`. */
export function makeWorkload(kind: WorkloadKind, needs: WorkloadNeeds): Workload {
  return workloads[kind](needs);
}
