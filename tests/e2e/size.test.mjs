// What a reader has to fetch: before the first numbers, for the rest of the page, and for the workers after it. Bytes, so that no machine is too slow.

import assert from 'node:assert/strict';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { dist } from '../../tools/site.mjs';
import { started, useSuite } from './support.mjs';

/** Most bytes with brotli. What is saved lowers them; a raise says in its commit what it bought. */
const MOST = { first: 313_000, rest: 316_000, worker: 259_000 };

const suite = useSuite(test);

/** Bytes of a file as a server with brotli sends it. */
function sent(name) {
  const path = join(dist, name.replace(/\/$/, '/index.html'));
  return statSync(existsSync(`${path}.br`) ? `${path}.br` : path).size;
}

test('what the page fetches before it stands is within its bytes', async (t) => {
  const { page, context, faults } = await suite.blank();
  t.after(() => context.close());
  const fetched = new Set();
  page.on('response', (response) => fetched.add(response.url()));
  await page.goto(suite.site.url);
  await started(page);
  // The worker's files are asked for beside the page's, which do not wait for them.
  const files = [...fetched].filter((address) => !/\/worker-/.test(address));
  for (const part of ['first', 'rest']) {
    const names = files.filter((address) => /\/workbench-/.test(address) === (part === 'rest'));
    assert.ok(names.some((address) => address.endsWith('.wasm')), `no module was seen: ${files}`);
    const bytes = names.reduce((sum, address) => sum + sent(new URL(address).pathname), 0);
    t.diagnostic(`${part}: ${bytes} bytes`);
    assert.ok(bytes <= MOST[part], `${part}: ${bytes} bytes, at most ${MOST[part]}:\n${names.join('\n')}`);
  }
  faults.none();
});

test('the worker is within its bytes', (t) => {
  const files = readdirSync(dist).filter((name) => /^worker-.*\.(js|wasm)$/.test(name));
  assert.equal(files.length, 2, files.join());
  const bytes = files.reduce((sum, name) => sum + sent(name), 0);
  t.diagnostic(`${bytes} bytes`);
  assert.ok(bytes <= MOST.worker, `${bytes} bytes, at most ${MOST.worker}`);
});
