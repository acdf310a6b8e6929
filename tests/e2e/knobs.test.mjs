// Knobs besides their values: those that are kept on top, and the number that the one in hand moves most.

import assert from 'node:assert/strict';
import test from 'node:test';
import { axe, started, useSuite } from './support.mjs';
import { parameters, slider, tile } from './driver.mjs';

const suite = useSuite(test);
const name = 'Shipping: Replicas';

test('a knob is kept on top, once, and is there again in the next visit', async () => {
  const { page, context } = await suite.open();
  const pin = page.getByRole('button', { name: `Keep ${name} on top` });
  await pin.click();
  const first = parameters(page).getByRole('slider').first();
  assert.equal(await first.getAttribute('aria-label'), name);
  assert.equal(await slider(page, name).count(), 1);
  assert.deepEqual(await axe(page), []);
  await page.reload();
  await started(page);
  assert.equal(await first.getAttribute('aria-label'), name);
  // In a document without it nothing is there; it is not forgotten.
  await page.goto(`${suite.site.url}#caches`);
  await page.getByRole('heading', { name: 'Favourites' }).waitFor({ state: 'hidden' });
  await page.goBack();
  await page.getByRole('heading', { name: 'Favourites' }).waitFor();
  await pin.press('Enter');
  await page.getByRole('heading', { name: 'Favourites' }).waitFor({ state: 'hidden' });
  await context.close();
});

test('the number that a knob moves most is framed while the knob is in hand', async () => {
  const { page, context } = await suite.open();
  const framed = (label) => tile(page, label).and(page.locator('.is-moved'));
  await slider(page, 'Checkout: Arrival rate').focus();
  await page.locator('.tile.is-moved').waitFor();
  await slider(page, 'Shipping: Price of a replica-hour').focus();
  await framed('Cost').waitFor();
  assert.equal(await page.locator('.tile.is-moved').count(), 1);
  await page.locator('.headline').click();
  await page.locator('.tile.is-moved').waitFor({ state: 'detached' });
  await context.close();
});

suite.onPage('where pins are always seen, no label runs under one', '', async (page) => {
  for (const closed of ['.part:not(.is-open) .part-head:enabled', '.knobs details:not([open]) > summary']) {
    await page.locator(closed).evaluateAll((all) => all.forEach((one) => one.click()));
    await page.waitForFunction((css) => !document.querySelector(css), closed);
  }
  const under = await page.locator('.knob').evaluateAll((knobs) => knobs.flatMap((knob) => {
    const [label, pin] = [knob.querySelector('label'), knob.querySelector('.pin')];
    if (!label || !pin) return [];
    const words = document.createRange();
    words.selectNodeContents(label);
    return words.getBoundingClientRect().right > pin.getBoundingClientRect().left + 0.5 ? [label.textContent] : [];
  }));
  assert.deepEqual(under, []);
}, { hasTouch: true, viewport: { width: 1024, height: 768 } });
