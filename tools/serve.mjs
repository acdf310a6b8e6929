// Serves dist/, or with the argument `manual` the manual, at http://127.0.0.1:8080/ or the port in PORT, until interrupted.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { book, dist, serve, serveManual } from './site.mjs';

const isManual = process.argv[2] === 'manual';
const port = Number(process.env.PORT || 8080);

if (!existsSync(join(isManual ? book : dist, 'index.html'))) {
  console.error(isManual ? 'There is no manual yet: run `make docs`.' : 'There is no page in dist/ yet: run `make build`.');
  process.exit(1);
}

try {
  const { url } = await (isManual ? serveManual : serve)({ port });
  console.log(`${isManual ? 'The manual' : 'Headroom'} is at ${url} (interrupt to stop)`);
} catch (error) {
  const reason = {
    EADDRINUSE: `Port ${port} is in use. Choose another: PORT=${port + 1} make serve`,
    EACCES: `Port ${port} may not be used by this user. Choose one above 1023: PORT=8080 make serve`,
    ERR_SOCKET_BAD_PORT: `PORT has to be a number from 0 to 65535, not “${process.env.PORT}”.`,
  }[error.code];
  console.error(reason ?? error);
  process.exit(1);
}
