// Links: what the address says, what another browser makes of it, and what is said of links that are none.

import assert from 'node:assert/strict';
import test from 'node:test';
import {
  addressChanged, box, drag, everything, filter, hash, headline, openExample, quantity, select, simulated, slider,
  tiles, type,
} from './driver.mjs';
import { presets, useSuite } from './support.mjs';

const suite = useSuite(test);

/** Compares a page with what another browser shows at its address, once both have simulated. */
async function sameElsewhere(t, page) {
  await simulated(page);
  const there = await suite.open(await hash(page));
  t.after(() => there.context.close());
  await simulated(there.page);
  assert.deepEqual(await everything(there.page), await everything(page));
  there.faults.none();
}

test('the address follows the edits, and shows the same numbers to the last digit elsewhere', async (t) => {
  const { page, context, faults } = await suite.open();
  t.after(() => context.close());
  const entries = await page.evaluate(() => {
    // How often the address is written, and with what.
    window.written = [];
    const replace = history.replaceState;
    history.replaceState = function (state, title, url) {
      window.written.push(url);
      return replace.call(this, state, title, url);
    };
    return history.length;
  });
  let moves = 0;
  await page.evaluate(() => {
    window.moves = 0;
    document.addEventListener('input', () => (window.moves += 1), true);
  });
  await drag(page, 'Shipping: Replicas', 0.05, async () => {
    moves = await page.evaluate(() => window.moves);
  });
  assert.ok(moves > 5, `${moves} moves`);
  await addressChanged(page, '');
  const written = await page.evaluate(() => window.written);
  assert.ok(written.length < moves, `${written.length} addresses in ${moves} moves`);
  assert.match(await hash(page), /^#checkout\/service\.shipping\.replicas=\d+\/!seen=1-[\d.-]+$/);

  // More of every kind of knob: number, choice, switch.
  let before = await hash(page);
  await type(page, 'Checkout: Arrival rate', '97.3');
  before = await addressChanged(page, before);
  await select(page, 'Shipping: Law').selectOption('Gamma (Erlang)');
  before = await addressChanged(page, before);
  await filter(page, 'order inventory waited');
  await page.getByRole('switch', { name: /Waited for$/ }).click();
  before = await addressChanged(page, before);
  await filter(page);
  assert.equal(await page.evaluate(() => history.length), entries);
  // By now a payload is shorter than what can be read.
  assert.match(before, /^#v1\.[0-9A-Za-z]+\/!seen=1-[\d.-]+$/);
  await sameElsewhere(t, page);
  faults.none();
});

test('a scenario that is no preset any more travels whole', async (t) => {
  const { page, context, faults } = await suite.open('#caches');
  t.after(() => context.close());
  await type(page, 'Name of the scenario', 'Katalog — Größe 2 🚀');
  const address = await addressChanged(page, '#caches');
  assert.match(address, /^#v1\.[0-9A-Za-z]+\/!seen=1-[\d.-]+$/);
  assert.match(await page.title(), /^Katalog — Größe 2 🚀/);
  await sameElsewhere(t, page);
  faults.none();
});

test('a link that is opened in a running page replaces what was shown; Back brings it back', async (t) => {
  const { page, context, faults } = await suite.open('#checkout/service.payment.replicas=7');
  t.after(() => context.close());
  const first = await tiles(page);
  await page.evaluate(() => (location.hash = 'fan-out'));
  await page.waitForFunction(() => document.title.startsWith('Fan-out'));
  await page.goBack();
  await page.waitForFunction(() => document.title.startsWith('Checkout'));
  await filter(page, 'payment replicas');
  assert.equal(await box(page, 'Payment: Replicas').inputValue(), '7');
  assert.equal((await tiles(page)).P99.value, first.P99.value);
  faults.none();
});

test('what quick changes leave behind is what the last of them asks for', async (t) => {
  const { page, context, faults } = await suite.open();
  t.after(() => context.close());
  await filter(page, 'shipping replicas');
  // Each change comes while the worker is busy with the one before.
  for (const replicas of ['5', '9', '4', '6']) {
    await box(page, 'Shipping: Replicas').fill(replicas);
    await page.getByText(/^(simulating, |simulated )/).waitFor(); // some of it is done, or all
  }
  await openExample(page, /^Fan-out/);
  await page.getByRole('button', { name: 'Undo' }).click();
  await slider(page, 'Shipping: Replicas').press('ArrowRight');
  await page.waitForFunction(() => /replicas=7\/!seen=/.test(location.hash));
  await sameElsewhere(t, page);
  faults.none();
});

const bad = {
  'a word that is no preset': ['#no-such-thing', new RegExp(`there is no scenario \`no-such-thing\`; .* one of ${presets.join(', ')}`)],
  'a payload of foreign characters': ['#v1.%C3%A4%F0%9F%92%A5', /changed on its way/],
  'a tag without a payload': ['#v1.', /cut on its way/],
  'a newer version': ['#v99.abc', /newer version of Headroom/],
  'a value out of range': ['#checkout/service.shipping.replicas=0', /service\.shipping\.replicas.*0 is outside 1 to 10000/],
  'a value that is none': ['#checkout/service.shipping.replicas=many', /expected a number/],
  'a path that names nothing': ['#checkout/service.warehouse.replicas=3', /service\.warehouse\.replicas/],
  'a part that is no override': ['#checkout/replicas', /is not understood/],
  'more than is read': [`#${'x'.repeat(40_000)}`, /40000 characters/],
};

/** The page says why, shows the default scenario, and the message can be put away. */
async function refused(page, why) {
  const alert = page.getByRole('alert');
  await alert.waitFor();
  assert.match(await alert.innerText(), /^This link could not be opened: /);
  assert.match(await alert.innerText(), why);
  assert.match(await page.title(), /^Checkout/);
  assert.match(await headline(page).innerText(), /^Meets its objective/);
  assert.ok(quantity((await tiles(page)).P99.value) > 0);
  assert.equal(await slider(page, 'Shipping: Replicas').getAttribute('aria-valuetext'), '4');
  await alert.getByRole('button', { name: 'Dismiss' }).click();
  await alert.waitFor({ state: 'hidden' });
}

test('links that are none are refused with the reason, and the default scenario is shown', async (t) => {
  const { page, context, faults } = await suite.blank();
  t.after(() => context.close());
  for (const [name, [address, why]] of Object.entries(bad)) {
    await t.test(name, async () => {
      await page.goto('about:blank');
      await page.goto(suite.site.url + address);
      await refused(page, why);
    });
  }
  faults.none();
});

test('a link that was cut or changed on its way says so', async (t) => {
  const { page, context, faults } = await suite.open();
  t.after(() => context.close());
  await type(page, 'Name of the scenario', 'Another');
  const [whole] = (await addressChanged(page, '')).split('/');
  const other = whole.at(-9) === 'a' ? 'b' : 'a';
  for (const [address, why] of [
    [whole.slice(0, -7), /cut on its way/],
    [whole.slice(0, -9) + other + whole.slice(-8), /changed on its way/],
    [`${whole}xyz`, /changed on its way/],
  ]) {
    // Elsewhere: here the scenario is kept, and would be shown.
    const there = await suite.open(address);
    t.after(() => there.context.close());
    await refused(there.page, why);
  }
  faults.none();
});

test('a bad link in a running page leaves what is shown as it is', async (t) => {
  const { page, context, faults } = await suite.open('#caches');
  t.after(() => context.close());
  const before = await tiles(page);
  await page.evaluate(() => (location.hash = 'nonsense'));
  const alert = page.getByRole('alert');
  await alert.getByText(/there is no scenario `nonsense`/).waitFor();
  assert.match(await page.title(), /^Cache/);
  assert.equal((await tiles(page)).P99.value, before.P99.value);
  // The next edit makes the address true again.
  await page.keyboard.press('Escape');
  await filter(page, 'cdn hit');
  await slider(page, 'CDN: Hit rate').press('ArrowLeft');
  await addressChanged(page, '#nonsense');
  assert.match(await hash(page), /^#caches\/cache\.cdn\.hit_fraction=/);
  faults.none();
});

test('a pinned baseline stays after a reload and goes along with the link', async (t) => {
  const { page, context, faults } = await suite.open('#checkout');
  t.after(() => context.close());
  await page.getByRole('button', { name: 'Pin baseline' }).click();
  const then = (await tiles(page)).P99.value;
  const pinned = await addressChanged(page, '#checkout');
  assert.equal(pinned, '#checkout/!baseline=checkout');
  await slider(page, 'Shipping: Replicas').press('ArrowRight');
  const link = await addressChanged(page, pinned);
  assert.match(link, /\/!baseline=checkout$/);
  /** That a page compares with what was pinned: in words, in the table, and over load. */
  const compares = async (there) => {
    await there.getByRole('button', { name: 'Unpin baseline' }).waitFor();
    await there.locator('.tile', { hasText: 'P99' }).getByText(`baseline ${then}`).first().waitFor({ state: 'attached' });
    const load = there.getByRole('region', { name: 'Latency against load', exact: true });
    await load.getByText('Baseline P99').waitFor();
    await there.locator('details.against tbody').getByText('significant').first().waitFor({ timeout: 90_000 });
  };
  await compares(page);
  await page.reload();
  await compares(page);
  await page.getByRole('button', { name: 'Share' }).click();
  const shared = page.getByRole('dialog').getByLabel('Link', { exact: true });
  assert.ok((await shared.inputValue()).endsWith(link));
  await page.getByRole('switch', { name: 'With the pinned baseline' }).uncheck();
  assert.ok((await shared.inputValue()).endsWith(link.replace('/!baseline=checkout', '')));
  await page.keyboard.press('Escape');
  const there = await suite.open(link);
  t.after(() => there.context.close());
  await compares(there.page);
  await there.page.getByRole('button', { name: 'Unpin baseline' }).click();
  assert.doesNotMatch(await addressChanged(there.page, link), /baseline/);
  for (const one of [faults, there.faults]) one.none();
});
