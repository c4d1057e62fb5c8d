/** The system that only looks at tracking, and every tracker. */
import '../kvm/everytracker.ts';
import { Tracking } from '../migrate/tracking/tracking.ts';
import { addSystem } from './systems.ts';

addSystem('tracking', (world) => new Tracking(world));
