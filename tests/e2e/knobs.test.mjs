// Knobs besides their values: those that are kept on top, and the number that the one in hand moves most.

import assert from 'node:assert/strict';
import test from 'node:test';
import { axe, started, useSuite } from './support.mjs';
import { box, eachFrame, filter, focused, parameters, select, slider, tile, type } from './driver.mjs';

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

const part = (page, title) => parameters(page).locator('.part-head', { hasText: title });
const search = (page) => page.getByRole('searchbox', { name: 'Filter parameters' });
const undo = (page) => page.getByRole('button', { name: 'Undo' });
/** Waits until a screen reader is told something, which is some time after it stands. */
const told = (page, text) => page.getByRole('status').filter({ hasText: text }).waitFor({ state: 'attached' });
/** Waits until a knob has a value. */
const has = (page, knob, text) => slider(page, knob).and(page.locator(`[aria-valuetext="${text}"]`)).waitFor();

suite.onPage('what is typed and no value is there again wherever its box is', '', async (page) => {
  const input = box(page, name);
  const stands = async (text, why) => {
    await input.waitFor();
    assert.equal(await input.inputValue(), text, why);
    assert.equal(await input.getAttribute('aria-invalid'), 'true', why);
    const said = page.locator(`[id="${await input.getAttribute('aria-describedby')}"]`);
    assert.match(await said.innerText(), /^Not applied: expected a number/, why);
  };
  await type(page, name, 'a few');
  await stands('a few', 'typed');
  await told(page, `${name}: Not applied: expected a number`);
  await part(page, 'Shipping').first().click();
  await input.waitFor({ state: 'detached' });
  await part(page, 'Shipping').first().locator('.doubt').waitFor();
  await part(page, 'Shipping').first().click();
  await stands('a few', 'folded');
  await filter(page, 'arrival');
  await input.waitFor({ state: 'detached' });
  await filter(page, 'shipping replicas');
  await stands('a few', 'filtered');
  await filter(page);
  await page.getByRole('button', { name: `Keep ${name} on top` }).click();
  await page.getByRole('heading', { name: 'Favourites' }).waitFor();
  await stands('a few', 'pinned');
  await page.getByRole('button', { name: `Keep ${name} on top` }).click();
  await page.getByRole('heading', { name: 'Favourites' }).waitFor({ state: 'hidden' });
  await stands('a few', 'no longer pinned');
  await page.locator('.node', { hasText: 'Payment' }).first().click();
  await input.waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Show all', exact: true }).click();
  if (!(await input.count())) await part(page, 'Shipping').first().click();
  await stands('a few', 'something else was chosen');
  assert.deepEqual(await axe(page), []);
  // Another value ends it, and so do Escape and another document.
  await slider(page, name).press('ArrowRight');
  await has(page, name, '5');
  assert.equal(await input.inputValue(), '5');
  assert.equal(await input.getAttribute('aria-invalid'), null);
  await input.fill('several');
  await input.press('Escape');
  await page.waitForFunction((one) => one.value === '5', await input.elementHandle());
  await undo(page).click();
  await has(page, name, '4');
  assert.equal(await undo(page).isDisabled(), true);
  // What is read out lies beside its box, however far down that is.
  const last = await parameters(page).getByRole('textbox').last().getAttribute('aria-label');
  await type(page, last, 'none of it');
  await told(page, `${last}: Not applied: expected`);
  assert.equal(await page.evaluate(() => document.documentElement.scrollHeight <= innerHeight), true);
});

suite.onPage('what is off its default goes back together, by keys, and in one step of undo', '', async (page) => {
  const reset = page.getByRole('button', { name: /^Reset \d+ parameters? to the default$/ });
  const all = Number((await reset.innerText()).replace('Reset ', ''));
  await filter(page, 'service.shipping.replicas');
  await eachFrame(page, 'fewer', async () => ((await reset.innerText()) === 'Reset 1' ? true : undefined));
  assert.ok(all > 10, `${all}`);
  await told(page, /^1 parameter$/);
  await search(page).focus();
  await page.keyboard.press('Tab');
  assert.equal(await focused(page), 'Clear the filter');
  await page.keyboard.press('Tab');
  assert.equal(await focused(page), 'Reset 1 parameter to the default');
  await page.keyboard.press('Enter');
  await has(page, name, '2');
  await reset.waitFor({ state: 'detached' });
  assert.equal(await page.evaluate(() => document.activeElement.id), 'parameters');
  await told(page, /^1 parameter back to the default$/);
  await page.keyboard.press('Control+z');
  await has(page, name, '4');
  await filter(page);
  await reset.click();
  await reset.waitFor({ state: 'detached' });
  await undo(page).click();
  await eachFrame(page, 'all back', async () => ((await reset.innerText()) === `Reset ${all}` ? true : undefined));
  assert.equal(await undo(page).isDisabled(), true);
});

suite.onPage('how many parameters a filter finds is said; it is emptied by button, by keys and by Escape', '', async (page) => {
  const clear = page.getByRole('button', { name: 'Clear the filter' });
  const emptied = async (how) => {
    await clear.waitFor({ state: 'detached' });
    assert.equal(await search(page).inputValue(), '', how);
    assert.equal(await search(page).evaluate((one) => one === document.activeElement), true, how);
    assert.ok(await slider(page, 'Checkout: Arrival rate').isVisible(), how);
  };
  assert.equal(await clear.count(), 0);
  await filter(page, 'replicas');
  await told(page, /^\d+ parameters$/);
  await filter(page, 'no such thing');
  await told(page, /^No parameter matches$/);
  await clear.click();
  await emptied('by mouse');
  await filter(page, 'replicas');
  await clear.press('Enter');
  await emptied('by keys');
  await filter(page, 'replicas');
  await search(page).press('Escape');
  await emptied('by Escape');
  // The box is the same whatever it finds, so that what is typed into the middle stays there.
  await page.keyboard.type('replicas');
  for (let i = 0; i < 4; i += 1) await page.keyboard.press('ArrowLeft');
  await page.keyboard.type('xyz');
  assert.equal(await search(page).inputValue(), 'replxyzicas');
});

suite.onPage('a double-click on a slider is one step of undo', '', async (page) => {
  const track = await slider(page, name).boundingBox();
  await slider(page, name).dblclick({ position: { x: 0.8 * track.width, y: track.height / 2 } });
  await has(page, name, '2');
  await undo(page).click();
  await has(page, name, '4');
  assert.equal(await undo(page).isDisabled(), true);
  // A single click moves it, and is a step of its own.
  await slider(page, name).click({ position: { x: 0.8 * track.width, y: track.height / 2 } });
  await page.waitForFunction((one) => one.ariaValueText !== '4', await slider(page, name).elementHandle());
  await undo(page).click();
  await has(page, name, '4');
  assert.equal(await undo(page).isDisabled(), true);
});

suite.onPage('a knob that stands at its word for zero frames the number that it would move', '', async (page) => {
  const price = 'Shipping: Price of a million visits';
  await filter(page, 'shipping visits');
  await has(page, price, 'free');
  await slider(page, price).focus();
  await tile(page, 'Cost').and(page.locator('.is-moved')).waitFor();
});

suite.onPage('a choice that brings other knobs keeps the focus', '', async (page) => {
  const law = select(page, 'Shipping: Law');
  await law.focus();
  await law.selectOption('hiccup');
  await slider(page, 'Shipping: Slow work time').waitFor();
  assert.equal(await law.evaluate((one) => one === document.activeElement), true);
});

suite.onPage('the focus stays with a knob that is kept on top, and with one that no longer is', '', async (page) => {
  const label = `Keep ${name} on top`;
  for (const pressed of ['true', 'false']) {
    await page.getByRole('button', { name: label }).press('Enter');
    await page.waitForFunction(([wanted, now]) => {
      const { activeElement } = document;
      return activeElement.ariaLabel === wanted && activeElement.ariaPressed === now;
    }, [label, pressed]);
  }
});
