// Photographs the page at every width, light and dark, into tests/e2e/shots/.

import { shootAll, useSuite } from '../tests/e2e/support.mjs';

// A suite outside a test runner: its two hooks are called by hand.
const hooks = {};
const suite = useSuite({ before: (start) => (hooks.start = start), after: (stop) => (hooks.stop = stop) });
await hooks.start();
try {
  for (const path of await shootAll(suite, 'page')) console.log(path);
} finally {
  await hooks.stop();
}
