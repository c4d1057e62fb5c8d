/** All systems and faults at once: for whoever runs any scenario, and has no bytes to save. */
import './criu.ts';
import './strike.ts';
import './tracking.ts';
