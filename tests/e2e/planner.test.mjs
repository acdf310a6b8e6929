// Planning as its user does it: knobs by mouse, keys and typing, and what the tiles then say.

import assert from 'node:assert/strict';
import test from 'node:test';
import {
  addressChanged, box, drag, eachFrame, filter, hash, headline, inputs, nothingToUndo, openExample, parameters, pressed,
  quantity, select, slider, table, tile, tiles, type, until, value, words,
} from './driver.mjs';
import { useSuite } from './support.mjs';

const suite = useSuite(test);
const { onPage } = suite;
const replicas = 'Shipping: Replicas';

onPage('the checkout of constant work times takes exactly 450 ms unloaded', '', async (page) => {
  assert.equal(await page.getByRole('textbox', { name: 'Name of the scenario' }).inputValue(), 'Checkout');
  await filter(page, 'law');
  const laws = parameters(page).getByRole('combobox', { name: /Law$/ });
  assert.equal(await laws.count(), 5);
  for (const law of await laws.all()) await law.selectOption('Constant');
  await filter(page);
  // 150 ms, then the slowest of 200, 100 and 250 ms at once, then 50 ms.
  assert.equal((await table(page)).Unloaded.formula, '450 ms');
});

onPage('P99 and cost follow a slider within one frame', '', async (page) => {
  await slider(page, replicas).waitFor();
  const { before, frames } = await page.evaluate(async (name) => {
    const shown = (label) => [...document.querySelectorAll('.tile')]
      .find((one) => one.querySelector('.tile-label').firstChild.textContent.trim() === label)
      .querySelector('.tile-value').textContent;
    const read = () => ({ p99: shown('P99'), cost: shown('Cost a month') });
    const frame = () => new Promise((next) => requestAnimationFrame(next));
    const range = [...document.querySelectorAll('input[type=range]')]
      .find((input) => input.getAttribute('aria-label') === name);
    await frame();
    const seen = { before: read(), frames: [] };
    // Between this frame's callbacks and the next frame's lies one picture.
    range.value = String(Number(range.value) + 50);
    range.dispatchEvent(new InputEvent('input', { bubbles: true }));
    for (let i = 0; i < 3; i += 1) {
      await frame();
      seen.frames.push(read());
    }
    return seen;
  }, replicas);
  assert.ok(quantity(frames[0].p99) < quantity(before.p99), `${before.p99} to ${frames[0].p99}`);
  assert.ok(quantity(frames[0].cost) > quantity(before.cost), `${before.cost} to ${frames[0].cost}`);
  assert.deepEqual(frames[1], frames[0]);
  assert.deepEqual(frames[2], frames[0]);
});

onPage('dragging the replicas of the bottleneck lowers P99 and raises cost; it is one step of undo', '', async (page) => {
  const [p99, cost] = [await value(page, 'P99'), await value(page, 'Cost a month')];
  const entries = await page.evaluate(() => history.length);
  await drag(page, replicas, 0.1, async () => {
    await until(page, 'P99', (now) => now < p99);
    assert.ok(await value(page, 'Cost a month') > cost);
  });
  const more = quantity(await slider(page, replicas).getAttribute('aria-valuetext'));
  assert.ok(more > 4, `${more} replicas`);
  // What the bottleneck was is none any more.
  assert.doesNotMatch((await tiles(page)).Bottleneck.value, /Shipping/);
  await page.keyboard.press('Control+z');
  await until(page, 'P99', (now) => now === p99);
  await page.keyboard.press('Control+Shift+z');
  await until(page, 'P99', (now) => now < p99);
  assert.equal(quantity(await slider(page, replicas).getAttribute('aria-valuetext')), more);
  assert.equal(await page.evaluate(() => history.length), entries);
});

onPage('a better CDN takes load off the database; Back returns to the scenario before', '', async (page) => {
  const name = page.getByRole('textbox', { name: 'Name of the scenario' });
  const entries = await page.evaluate(() => history.length);
  await openExample(page, /^Six levels of cache/);
  assert.equal(await hash(page), '#caches');
  assert.equal(await page.evaluate(() => history.length), entries + 1);
  assert.match(await page.title(), /^Cache hierarchy/);

  const before = await inputs(page, 'Database');
  assert.equal(before.visits, 42); // 20,000 times the miss rates of all five: 0.6 × 0.1 × 0.7 × 0.5 × 0.1
  await filter(page, 'cdn hit');
  await drag(page, 'CDN: Hit rate', 0.05);
  const hit = quantity(await slider(page, 'CDN: Hit rate').getAttribute('aria-valuetext'));
  assert.ok(hit > 0.9, `${hit}`);
  const after = await inputs(page, 'Database');
  assert.ok(Math.abs(after.visits / (420 * (1 - hit)) - 1) < 0.005, `${after.visits} at ${hit}`);
  assert.ok(after.busy < before.busy);
  // The diagram says the same.
  const node = page.getByRole('button', { name: /^Database, 1 × 8, .* busy/ });
  assert.equal(quantity(/([\d.]+ %) busy/.exec(await node.locator('title').textContent())[1]), after.busy);

  await addressChanged(page, '#caches');
  await page.goBack();
  await page.waitForFunction(() => document.title.startsWith('Checkout'));
  assert.equal(await name.inputValue(), 'Checkout');
  assert.equal(await hash(page), '');
  await page.goForward();
  await page.waitForFunction(() => document.title.startsWith('Cache'));
  await filter(page, 'cdn hit');
  assert.equal(quantity(await slider(page, 'CDN: Hit rate').getAttribute('aria-valuetext')), hit);
});

onPage('a shorter timeout makes errors of the slowest requests', '', async (page) => {
  const timeout = 'Order → Shipping: Timeout';
  await filter(page, 'shipping timeout');
  assert.equal(await box(page, timeout).inputValue(), 'none');
  const [free, none] = [await value(page, 'P99.9'), await value(page, 'Errors')];
  assert.equal(none, 0);
  await type(page, timeout, '1s');
  const few = await until(page, 'Errors', (now) => now > 0);
  const cut = await value(page, 'P99.9');
  assert.ok(cut < free, `${free} to ${cut}`);
  await drag(page, timeout, -0.03, () => until(page, 'Errors', (now) => now > few));
  assert.ok(await value(page, 'P99.9') < cut);
  assert.match(await headline(page).innerText(), /of requests fail/);
  assert.match((await tile(page, 'Errors').textContent()), /over 0.1 %/);
});

onPage('boxes take numbers with their units', '', async (page) => {
  const cases = [
    ['Checkout: SLO latency', '250ms', '250 ms'],
    ['Checkout: SLO latency', '1.5s', '1.5 s'],
    ['Checkout: SLO latency', '2 min', '2 min'],
    ['Checkout: SLO error rate', '0.5%', '0.5 %'],
    ['Checkout: SLO throughput', '2k', '2000/s'],
    ['Shipping: Mean work time', '90us', '90 µs'],
  ];
  for (const [name, typed, shown] of cases) {
    await type(page, name, typed);
    await page.waitForFunction(([label, text]) => (
      [...document.querySelectorAll('input[type=range]')].some((range) => (
        range.getAttribute('aria-label') === label && range.getAttribute('aria-valuetext') === text
      ))
    ), [name, shown]);
    assert.equal(await box(page, name).inputValue(), shown);
  }
});

onPage('what is no value stays as it was typed, says why, and is not applied', '', async (page) => {
  const name = 'Shipping: Replicas';
  const input = box(page, name);
  const [before, address] = [await tiles(page), await hash(page)];
  for (const [typed, why] of [['lots', /expected a number/], ['5 ms', /unit|plain number/], ['2.5', /whole number/], ['0', /expected 1 to 10000/]]) {
    await type(page, name, typed);
    assert.equal(await input.inputValue(), typed);
    assert.equal(await input.getAttribute('aria-invalid'), 'true');
    const said = page.locator(`[id="${await input.getAttribute('aria-describedby')}"]`);
    assert.match(await said.innerText(), /^Not applied: /);
    assert.match(await said.innerText(), why);
    assert.equal((await tiles(page)).P99.value, before.P99.value);
    assert.equal(await slider(page, name).getAttribute('aria-valuetext'), '4');
  }
  assert.equal(await hash(page), address);
  await input.press('Escape');
  assert.equal(await input.inputValue(), '4');
  assert.equal(await input.getAttribute('aria-invalid'), null);
  // What was applied while it was typed is taken back too.
  await input.fill('9');
  await page.waitForFunction(([label, old]) => document.querySelector(`[aria-label="${label}"][type=range]`)
    .getAttribute('aria-valuetext') !== old, [name, '4']);
  await input.press('Escape');
  assert.equal(await input.inputValue(), '4');
  assert.equal((await tiles(page)).P99.value, before.P99.value);
});

onPage('sliders answer to the keys', '', async (page) => {
  const input = slider(page, replicas);
  await input.focus();
  const after = async (key, wanted, times = 1) => {
    for (let i = 0; i < times; i += 1) await page.keyboard.press(key);
    await eachFrame(page, `${key}: ${wanted}`, async () => (
      quantity(await input.getAttribute('aria-valuetext')) === wanted ? wanted : undefined
    ));
  };
  await after('ArrowRight', 5);
  await after('ArrowUp', 7, 2);
  await after('ArrowLeft', 6);
  await after('ArrowDown', 5);
  await after('PageUp', 15);
  await after('PageDown', 5);
  await after('End', 10_000);
  await after('Home', 1);
  // Each press was a step.
  await after('Control+z', 10_000);
  await after('Control+z', 15, 2);
  await after('Control+Shift+z', 5);
  await after('Control+z', 4, 20);
  await nothingToUndo(page);
});

onPage('the keyboard reaches every service of the diagram and selects it', '', async (page) => {
  const focused = () => page.evaluate(() => {
    const now = document.activeElement;
    return now.closest('svg') && (now.getAttribute('aria-label') ?? now.querySelector('title').textContent);
  });
  await page.getByRole('button', { name: 'Examples' }).focus();
  for (let i = 0; i < 150 && !(await focused()); i += 1) await page.keyboard.press('Tab');
  // One stop of Tab, then along the calls by arrow keys: to each call of the first service, and back by its callee.
  const reached = new Set([await focused()]);
  for (const key of ['ArrowLeft', 'ArrowRight', 'ArrowRight', 'ArrowDown', 'ArrowDown', 'ArrowRight', 'ArrowUp', 'ArrowUp', 'ArrowUp']) {
    await page.keyboard.press(key);
    reached.add(await focused());
  }
  const names = [...reached].map((name) => name.split(',')[0]).sort();
  assert.deepEqual(names, [
    'Call from Order to Inventory', 'Call from Order to Payment', 'Call from Order to Shipping',
    'Inventory', 'Order', 'Payment', 'Requests of Checkout', 'Shipping',
  ]);
  const payment = page.getByRole('button', { name: /^Payment, 4 × 8/ });
  await payment.focus();
  await page.keyboard.press('Enter');
  await pressed(payment);
  await parameters(page).getByText('Show all').waitFor();
  await slider(page, 'Payment: Replicas').waitFor();
  await page.keyboard.press('Enter');
  await pressed(payment, false);
});

onPage('what comes first can be skipped by keyboard', '', async (page) => {
  const skips = page.getByRole('navigation', { name: 'Skip' });
  assert.ok((await skips.boundingBox()).width <= 1, 'seen only with the focus');
  for (const [label, place] of [['Skip to parameters', '.knobs'], ['Skip to the system', '.system'], ['Skip to the charts', '.chart-card']]) {
    const button = skips.getByRole('button', { name: label });
    await button.focus();
    const box = await button.boundingBox();
    assert.ok(box.x >= 0 && box.y >= 0 && box.width > 60 && box.height >= 24, label);
    await page.keyboard.press('Enter');
    assert.ok(await page.evaluate((where) => document.activeElement.matches(where), place), label);
    await page.keyboard.press('Tab');
    assert.ok(await page.evaluate((where) => document.activeElement.closest(where) !== null, place), label);
  }
});

onPage('the tab order goes from bar to tiles to knobs to the system to the charts', '', async (page) => {
  const places = ['.bar', '.strip', '.knobs', '.system', '.chart'];
  const visited = [];
  for (let i = 0; i < 150 && visited.at(-1) !== '.chart'; i += 1) {
    await page.keyboard.press('Tab');
    const place = await page.evaluate((all) => all.find((one) => document.activeElement.closest(one)), places);
    if (place && place !== visited.at(-1)) visited.push(place);
  }
  assert.deepEqual(visited, places);
});

onPage('more than can be served is infinite, in words that name the service', '', async (page) => {
  await type(page, 'Checkout: Arrival rate', '140');
  await page.locator('.headline', { hasText: 'Overloaded: Shipping' }).waitFor();
  const now = await tiles(page);
  for (const label of ['P50', 'P95', 'P99', 'P99.9']) assert.equal(now[label].value, '∞', label);
  assert.match(now.P99.all, /overloaded/);
  assert.match(now.Bottleneck.value, /Shipping/);
  assert.ok(quantity(now.Throughput.value) < 130, now.Throughput.value);
  await page.getByRole('button', { name: /^Shipping, .*overloaded/ }).waitFor();
  await page.locator('.caveats.is-serious').getByText(/Shipping/).first().waitFor();
  await page.getByText('no lasting value').first().waitFor();
  await page.getByRole('button', { name: 'Undo' }).click();
  await until(page, 'P99', Number.isFinite);
});

for (const [preset, journey] of [['checkout', 'checkout'], ['fan-out', 'query'], ['caches', 'browse']]) {
  onPage(`${preset}: the least and the greatest load are answered without nonsense`, `#${preset}/journey.${journey}.arrival_rps=0.001`, async (page) => {
    const settled = () => page.getByText('finding the most…').waitFor({ state: 'hidden' });
    const sane = async () => assert.doesNotMatch(await words(page), /NaN|undefined|\binf\b|infinity|-0\.0/i);
    await settled();
    assert.ok(await value(page, 'P99') > 0);
    await table(page);
    await sane();
    await filter(page, 'arrival rate');
    await type(page, (await slider(page, /Arrival rate$/).getAttribute('aria-label')), '10M');
    await page.locator('.headline', { hasText: 'Overloaded' }).waitFor();
    await settled();
    await sane();
  });
}

onPage('a dialog is closed by a click beside it, and an explanation leads to parameters that are there', '', async (page) => {
  await tile(page, 'P99').first().click();
  const dialog = page.getByRole('dialog');
  await dialog.waitFor();
  // No cache is in this system.
  assert.equal(await dialog.getByRole('button', { name: 'Hit rate' }).count(), 0);
  await page.mouse.click(10, 450);
  await dialog.waitFor({ state: 'detached' });
  await tile(page, 'P99').first().click();
  await dialog.getByRole('button', { name: 'Mean work time' }).click();
  await dialog.waitFor({ state: 'detached' });
  await page.waitForFunction(() => document.activeElement?.getAttribute('aria-label') === 'Filter parameters');
});
