// The tour of those who come for the first time, the glossary, and the way from a number to what moves it.

import assert from 'node:assert/strict';
import test from 'node:test';
import { axe, started, useSuite } from './support.mjs';
import { headline, openExample, slider, tile } from './driver.mjs';

const suite = useSuite(test);

const tour = (page) => page.getByRole('complementary', { name: 'Tour' });
const press = (page, name) => tour(page).getByRole('button', { name, exact: true }).click();

test('the tour has four steps, stands in nobody\'s way and is over for good', async () => {
  const { page, context, faults } = await suite.open('', { isNew: true });
  const headings = [];
  for (let step = 1; step <= 4; step += 1) {
    await tour(page).getByText(`${step} of 4`).waitFor();
    headings.push(await tour(page).getByRole('heading').innerText());
    if (step < 4) await press(page, 'Next');
  }
  assert.equal(new Set(headings).size, 4);
  assert.deepEqual(await axe(page), []);
  // It is no dialog: the page works behind it.
  await slider(page, 'Shipping: Replicas').press('ArrowRight');
  await press(page, 'Back');
  await tour(page).getByText('3 of 4').waitFor();
  await press(page, 'Next');
  await press(page, 'Done');
  await tour(page).waitFor({ state: 'detached' });
  await page.locator('#system:focus').waitFor();
  await page.reload();
  await started(page);
  await headline(page).waitFor();
  assert.equal(await tour(page).count(), 0);
  faults.none();
  await context.close();
});

test('on a telephone what a step of the tour speaks of is in sight, and Escape ends it', async () => {
  const { page, context, faults } = await suite.open('', { isNew: true, viewport: { width: 390, height: 844 }, hasTouch: true });
  for (const [step, what] of [[1, '.tiles'], [2, '.knobs'], [3, '.system-box'], [4, '.bar']]) {
    await tour(page).getByText(`${step} of 4`).waitFor();
    const [top, bottom, card] = await page.evaluate((css) => {
      const [box, over] = [css, '.tour'].map((one) => document.querySelector(one).getBoundingClientRect());
      return [box.top, box.bottom, over.top];
    }, what);
    assert.ok(top >= 0 && bottom <= card, `${what}: ${top} to ${bottom}, ${card}`);
    if (step < 4) await press(page, 'Next');
  }
  await page.keyboard.press('Escape');
  await tour(page).waitFor({ state: 'detached' });
  faults.none();
  await context.close();
});

test('the tour is closed for good at its first step', async () => {
  const { page, context } = await suite.open('', { isNew: true });
  await press(page, 'Close the tour for good');
  await page.reload();
  await started(page);
  await headline(page).waitFor();
  assert.equal(await tour(page).count(), 0);
  await context.close();
});

test('from a number to the parameters that move it', async () => {
  const { page, context } = await suite.open();
  await tile(page, 'P99').click();
  await page.getByRole('dialog').getByRole('button', { name: 'Network and protocol' }).click();
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  assert.equal(await page.getByRole('searchbox', { name: 'Filter parameters' }).inputValue(), 'Network and protocol');
  await page.getByRole('slider', { name: /Network and protocol$/ }).first().waitFor();
  await context.close();
});

test('a service, a call and a cache explain their numbers: by click, by key, and from what breaks first', async () => {
  const { page, context } = await suite.open();
  const dialog = page.getByRole('dialog');
  const named = (name) => page.getByRole('dialog', { name, exact: true });
  const close = async () => {
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
  };
  const shipping = page.locator('.node', { has: page.locator('title', { hasText: /^Shipping, / }) });
  const busy = await shipping.locator('.node-busy').textContent();
  await page.locator('.system-svg').evaluate((svg) => { svg.isOld = true; });
  await shipping.locator('.node-busy').click();
  const number = named('Shipping').locator('details', { hasText: 'Slots busy' });
  assert.equal(await number.locator('summary strong').innerText(), busy);
  // What lies behind is not built anew.
  assert.equal(await page.locator('.system-svg').evaluate((svg) => svg.isOld), true);
  // What the simulation says stands beside it as soon as it has said it.
  await number.locator('summary small', { hasText: /^sim / }).waitFor();
  await number.locator('summary').click();
  await number.getByText('Conservation of work').waitFor();
  assert.deepEqual(await axe(page), []);
  await number.getByRole('button', { name: 'Worker slots per replica' }).click();
  await dialog.waitFor({ state: 'hidden' });
  // Those of this service and of no other.
  await slider(page, 'Shipping: Worker slots per replica').waitFor();
  assert.equal(await page.getByRole('slider', { name: /Worker slots per replica$/ }).count(), 1);
  await page.locator('.edge[aria-label^="Call from Order to Payment,"]').press('i');
  await named('Order → Payment').getByText('Calls that fail').waitFor();
  await close();
  await page.locator('.breaks').getByRole('button', { name: /^Then Shipping is full/ }).click();
  await named('Shipping').waitFor();
  await close();
  await tile(page, 'P99').click();
  await named('P99').getByRole('button', { name: 'Payment', exact: true }).click();
  await named('Payment').getByText('Mean wait', { exact: true }).waitFor();
  await close();
  await page.getByRole('button', { name: 'Explain Utilisation by service' }).click();
  await named('Bottleneck').waitFor();
  await close();
  await page.locator('details.compare summary').click();
  await page.locator('details.compare').getByRole('button', { name: 'Unloaded' }).click();
  await named('Unloaded').getByText('every wait left out').waitFor();
  await close();
  await openExample(page, 'Six levels of cache');
  await page.locator('.level').first().press('Enter');
  await page.getByRole('button', { name: 'Explain', exact: true }).click();
  await dialog.getByText('Hit rate of reads').waitFor();
  await context.close();
});

test('help explains the words', async () => {
  const { page, context } = await suite.open();
  await page.getByRole('button', { name: 'Help' }).click();
  const help = page.getByRole('dialog');
  await help.getByRole('heading', { name: 'Words' }).waitFor();
  await help.getByText(/Squared coefficient of variation/).waitFor();
  await context.close();
});
