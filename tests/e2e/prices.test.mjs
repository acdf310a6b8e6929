// List prices: looked up, picked, and said of the price that was picked.

import assert from 'node:assert/strict';
import test from 'node:test';
import { box, filter, parameters } from './driver.mjs';
import { useSuite } from './support.mjs';

const suite = useSuite(test);
const price = 'Shipping: Price of a replica-hour';

test('a list price is found, picked and named', async (t) => {
  const { page, context, faults } = await suite.open();
  t.after(() => context.close());
  const asked = [];
  page.on('request', (request) => asked.push(request.url()));
  await filter(page, 'shipping price of a replica');
  const knob = parameters(page).locator('.knob').filter({ has: box(page, price) });
  assert.match(await knob.locator('.price-origin').innerText(), /An example, not a list price\./);
  assert.equal(asked.filter((url) => url.endsWith('prices.json')).length, 0);
  await page.getByRole('button', { name: 'List prices for Shipping: Price of a replica-hour', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'List prices: Price of a replica-hour' });
  await dialog.getByRole('searchbox', { name: 'Filter prices' }).fill('aws m6i.large us-east-1');
  const offers = dialog.locator('.offer');
  await offers.first().waitFor();
  assert.ok(await offers.count() < 5);
  const first = offers.first();
  assert.match(await first.innerText(), /0\.096 USD an hour/);
  assert.match(await first.getByRole('link', { name: 'Source 1' }).getAttribute('href'), /^https:\/\//);
  if (process.env.SHOT) await page.screenshot({ path: process.env.SHOT });
  await first.getByRole('button').click();
  await dialog.waitFor({ state: 'detached' });
  assert.equal(await box(page, price).inputValue(), '0.096');
  assert.match(await knob.locator('.price-origin').innerText(), /List price of AWS .*m6i\.large, us-east-1/);
  assert.equal(asked.filter((url) => url.endsWith('prices.json')).length, 1);
  if (process.env.SHOT) await page.screenshot({ path: process.env.SHOT.replace('.png', '-after.png') });
  faults.none();
});
