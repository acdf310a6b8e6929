// The built page as a local web site, with the headers a public one should send (headers.json).
// `make serve` and the tests in a browser share it, so what is tested is what is recommended.

import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import sirv from 'sirv';

export const dist = fileURLToPath(new URL('../dist', import.meta.url));
export const headers = JSON.parse(readFileSync(new URL('headers.json', import.meta.url), 'utf8'));

const hasHash = /-[0-9a-f]{8,}(_bg)?\.[a-z]+$/;

/** The headers that the file of this path goes out with. */
export function headersFor(path) {
  const caching = headers[hasHash.test(path) ? 'files with a hash in their name' : 'all other files'];
  return { ...headers['every file'], ...caching };
}

export const book = fileURLToPath(new URL('../target/book', import.meta.url));

/** Serves the manual. The planner in it has the planner's headers; mdBook's pages have scripts within themselves. */
export function serveManual(options = {}) {
  const change = (path, sent) => (path.startsWith('/planner/') ? sent : { ...sent, ...headers['pages of the manual'] });
  return serve({ folder: book, change, ...options });
}

/**
 * Serves a folder on this machine only and resolves to its address and a way to stop it.
 * Port 0 takes any free port. `change` may alter the headers of a path (for tests of bad servers).
 */
export function serve({ port = 0, folder = dist, change = (_path, sent) => sent } = {}) {
  const files = sirv(folder, {
    dev: true, // look at the folder anew each time: it may be rebuilt meanwhile
    brotli: true,
    gzip: true,
    etag: true,
    setHeaders(response, path) {
      for (const [name, value] of Object.entries(change(path, headersFor(path)))) response.setHeader(name, value);
    },
  });
  const server = createServer((request, response) => files(request, response, () => {
    response.writeHead(404, { 'Content-Type': 'text/plain', ...headers['every file'] });
    response.end('Not found\n');
  }));
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve({
      url: `http://127.0.0.1:${server.address().port}/`,
      close: () => new Promise((closed) => {
        server.close(closed);
        server.closeAllConnections();
      }),
    }));
  });
}
