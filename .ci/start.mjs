// npm start: from a fresh clone to a running page.
import { build, isBuilt } from './build.mjs';
import { install, requireNode } from './install.mjs';
import { portOf, serve } from './serve.mjs';

requireNode();

const text = process.env.PORT || '4173';
const port = portOf(text);
if (port === undefined) {
  console.error(`PORT must be a whole number from 0 to 65535, not "${text}".`);
  process.exit(1);
}

install();

if (isBuilt()) {
  console.log('Build: dist/ is newer than every source; keeping it.');
} else {
  console.log('Build: making dist/ ...');
  if (build() !== 0) {
    console.error('The build failed; its own message is above.');
    process.exit(1);
  }
}

try {
  const { server, address } = await serve({ port });
  console.log(`\nFaultline is at ${address}  (Ctrl+C stops it)`);
  for (const signal of ['SIGINT', 'SIGTERM']) {
    process.on(signal, () => {
      server.close();
      server.closeAllConnections();
      process.exit(0);
    });
  }
} catch (error) {
  console.error(`Cannot serve from port ${port} on: ${error.message}`);
  process.exit(1);
}
