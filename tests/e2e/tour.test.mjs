// The tour of those who come for the first time, the glossary, and the way from a number to what moves it.

import assert from 'node:assert/strict';
import test from 'node:test';
import { axe, started, useSuite } from './support.mjs';
import { headline, slider, tile } from './driver.mjs';

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
  await page.reload();
  await started(page);
  await headline(page).waitFor();
  assert.equal(await tour(page).count(), 0);
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

test('help explains the words', async () => {
  const { page, context } = await suite.open();
  await page.getByRole('button', { name: 'Help' }).click();
  const help = page.getByRole('dialog');
  await help.getByRole('heading', { name: 'Words' }).waitFor();
  await help.getByText(/Squared coefficient of variation/).waitFor();
  await context.close();
});
