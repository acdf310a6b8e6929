// How numbers are written and read where people write a decimal comma, and where they do not.

import assert from 'node:assert/strict';
import test from 'node:test';
import { addressChanged, box, tile, type } from './driver.mjs';
import { started, useSuite } from './support.mjs';

const suite = useSuite(test);

for (const [locale, mark] of [['en-US', '.'], ['de-DE', ','], ['fr-FR', ',']]) {
  test(`numbers have the decimal mark of ${locale}, links a point`, async (t) => {
    const { page, context, faults } = await suite.open('#checkout/journey.checkout.arrival_rps=112.5', { locale });
    t.after(() => context.close());
    const rate = box(page, 'Checkout: Arrival rate');
    assert.equal(await rate.inputValue(), `112${mark}5/s`);
    assert.match(await tile(page, 'Cost').innerText(), new RegExp(`\\d\\${mark}\\d`));
    // Typed as people there type it, and as their number pad does.
    for (const [text, rest] of [[`98${mark}25`, '98.25'], ['97.75', '97.75']]) {
      const before = await page.evaluate(() => location.hash);
      await type(page, 'Checkout: Arrival rate', text);
      assert.match(await addressChanged(page, before), new RegExp(`arrival_rps=${rest.replace('.', '\\.')}/`));
    }
    faults.none();
  });
}

suite.onPage('a comma is no decimal mark where a point is, and what it means is not guessed', '#checkout', async (page) => {
  await box(page, 'Checkout: Arrival rate').fill('1,500');
  assert.equal(await box(page, 'Checkout: Arrival rate').getAttribute('aria-invalid'), 'true');
}, { locale: 'en-US' });

// WebKitGTK without a locale, and Chromium on some Linux desktops.
for (const language of ['C', 'en-US@posix', '']) {
  test(`a browser whose language is “${language}” starts, with a decimal point`, async (t) => {
    const { page, context, faults } = await suite.blank();
    t.after(() => context.close());
    await page.addInitScript((said) => {
      Object.defineProperty(Navigator.prototype, 'language', { get: () => said });
    }, language);
    await page.goto(`${suite.site.url}#checkout/journey.checkout.arrival_rps=112.5`);
    await started(page);
    assert.equal(await box(page, 'Checkout: Arrival rate').inputValue(), '112.5/s');
    faults.none();
  });
}
