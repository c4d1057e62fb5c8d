/** Makes CRIU known to whoever runs scenarios. */
import { Criu } from '../migrate/criu/criu.ts';
import { addSystem } from './systems.ts';

addSystem('criu', (world) => new Criu(world));
