// The page starts under the recommended headers, and its worker answers.

import assert from 'node:assert/strict';
import test from 'node:test';
import { headersFor } from '../../tools/site.mjs';
import { useSuite } from './support.mjs';

const suite = useSuite(test);

test('the page starts and nothing goes wrong', async () => {
  const { page, context, faults } = await suite.open();
  assert.match(await page.title(), /Headroom/);
  assert.equal(await page.locator('.skeleton').count(), 0);
  faults.none();
  await context.close();
});

test('the worker of this build answers', async () => {
  const { page, context, faults } = await suite.open();
  await page.getByText('the worker heard: hello').waitFor();
  assert.deepEqual(page.workers().map((worker) => /worker-start-[0-9a-f]{16}\.js$/.test(worker.url())), [true]);
  faults.none();
  await context.close();
});
