// The page starts under the recommended headers, and its worker answers.

import assert from 'node:assert/strict';
import test from 'node:test';
import { axe, startWorker, themes, useSuite } from './support.mjs';

const suite = useSuite(test);

test('the page starts and nothing goes wrong', async () => {
  const { page, context, faults } = await suite.open();
  assert.match(await page.title(), /Headroom/);
  assert.equal(await page.locator('.skeleton').count(), 0);
  faults.none();
  await context.close();
});

test('the worker of this build starts', async () => {
  const { page, context, faults } = await suite.open();
  const worker = await startWorker(page);
  assert.match(worker.url(), /\/worker-[0-9a-f]{16}\.js$/);
  faults.none();
  await context.close();
});

for (const colorScheme of themes) {
  test(`axe finds nothing on the ${colorScheme} page`, async () => {
    const { page, context, faults } = await suite.open('', { colorScheme });
    assert.deepEqual(await axe(page), []);
    faults.none();
    await context.close();
  });
}
