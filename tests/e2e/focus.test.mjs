// The focus and the keys of the page when something opens over it, or goes away under them.

import assert from 'node:assert/strict';
import test from 'node:test';
import { addressChanged, focused, nextFrame, openExample, slider } from './driver.mjs';
import { axe, useSuite } from './support.mjs';

const suite = useSuite(test);

suite.onPage('the focus is never lost with what had it', '', async (page) => {
  const dialog = page.getByRole('dialog');
  const press = (name) => page.getByRole('button', { name, exact: true }).click();
  await openExample(page, /^Fan-out/);
  assert.equal(await focused(page), 'Examples');
  await press('Undo');
  assert.equal(await focused(page), 'Undo', 'though there is nothing left to undo');
  await press('Scenarios');
  await press('New');
  await dialog.waitFor({ state: 'hidden' });
  assert.equal(await focused(page), 'Scenarios');
  await press('Scenarios');
  await press('Duplicate New scenario');
  await press('Delete New scenario');
  await dialog.getByText('“New scenario” is deleted.').waitFor();
  assert.equal(await focused(page), 'Undo');
  await press('Delete New scenario 2');
  await dialog.getByText('“New scenario 2” is deleted.').waitFor();
  for (const name of ['New scenario 2', 'New scenario']) {
    await dialog.getByRole('button', { name: 'Undo' }).click();
    await dialog.getByRole('textbox', { name: `Name of ${name}`, exact: true }).waitFor();
  }
  assert.ok(await dialog.evaluate((one) => one.contains(document.activeElement)), 'with nothing left to undo');
  await page.keyboard.press('Escape');
  await page.evaluate(() => (location.hash = 'v1.zzz'));
  await page.getByRole('alert').getByRole('button', { name: 'Dismiss' }).click();
  await page.getByRole('alert').waitFor({ state: 'detached' });
  assert.notEqual(await page.evaluate(() => document.activeElement.tagName), 'BODY');
});

suite.onPage('where the clipboard is refused the focus stays', '', async (page) => {
  await page.evaluate(() => {
    navigator.clipboard.writeText = () => Promise.reject(new Error('no'));
    document.execCommand = () => false;
  });
  await page.getByRole('button', { name: 'Share', exact: true }).click();
  await page.getByRole('button', { name: 'Copy: Link', exact: true }).click();
  await page.getByRole('button', { name: 'Not allowed: Link', exact: true }).waitFor();
  assert.equal(await focused(page), 'Not allowed: Link');
  assert.deepEqual(await axe(page), []);
});

suite.onPage('keys that undo do nothing behind a dialog', '#checkout', async (page) => {
  await slider(page, 'Checkout: Arrival rate').press('ArrowRight');
  const address = await addressChanged(page, '#checkout');
  await page.getByRole('button', { name: 'Help', exact: true }).click();
  await page.keyboard.press('Control+z');
  await page.keyboard.press('Escape');
  await nextFrame(page);
  assert.equal(await page.getByRole('button', { name: 'Redo', exact: true }).isDisabled(), true);
  await page.keyboard.press('Control+z');
  assert.notEqual(await addressChanged(page, address), address);
});
