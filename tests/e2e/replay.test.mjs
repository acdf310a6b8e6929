// The replay: the clock is slowed, requests queue in the picture, and one request is laid out as a waterfall.

import assert from 'node:assert/strict';
import test from 'node:test';
import { nextFrame, quantity, slider, type } from './driver.mjs';
import { axe, themes, useSuite, widths } from './support.mjs';

const suite = useSuite(test);

const button = (page, name) => page.getByRole('button', { name, exact: true });
const player = (page) => page.getByRole('group', { name: 'Replay of the simulation' });
const clock = async (page) => quantity(await page.locator('.replay-clock b').innerText());

/** Asks for a recording and waits until it is there. */
async function record(page) {
  await button(page, 'Replay').click();
  await player(page).waitFor();
}

/** What the boxes of the picture say: busy slots, all slots, requests that wait, and the squares drawn for them. */
const boxes = (page) => page.locator('.node').evaluateAll((all) => all.map((one) => {
  const [, busy, slots] = /^(\d+)\/(\d+)(?: busy)?$/.exec(one.querySelector('.node-size').textContent);
  const [, waiting] = /^(\d+) waiting$/.exec(one.querySelector('.node-busy').textContent);
  return { busy: Number(busy), slots: Number(slots), waiting: Number(waiting), squares: one.querySelectorAll('.node-queue rect').length };
}));

/** Rows of the waterfall: name, bar as shares of its width, and the numbers of the cells. */
const fall = (page) => page.locator('.fall-row').evaluateAll((all) => all.map((row) => ({
  label: row.querySelector('.fall-name span').textContent,
  said: row.querySelector('.fall-name').textContent,
  cells: [...row.cells].slice(2).map((cell) => cell.textContent),
  parts: [...row.querySelectorAll('.fall-bar > rect:not(.fall-vain)')].map((part) => ({
    kind: part.getAttribute('class'), from: parseFloat(part.getAttribute('x')), width: parseFloat(part.getAttribute('width')),
  })),
})));

test('keys play, pause, step and go back, and the picture shows the queues of that moment', async (t) => {
  const { page, context, faults } = await suite.open('#checkout/journey.checkout.arrival_rps=122');
  t.after(() => context.close());
  await record(page);
  assert.ok(await player(page).evaluate((one) => one === document.activeElement), 'the keys work at once');
  assert.equal(await clock(page), 0);
  await page.keyboard.press('ArrowRight');
  const first = await clock(page);
  assert.ok(first > 0);
  assert.match(await page.locator('.replay-news').innerText(), /\w/);
  await page.keyboard.press('ArrowRight');
  const second = await clock(page);
  assert.ok(second > first);
  await page.keyboard.press('ArrowLeft');
  assert.equal(await clock(page), first);
  await page.keyboard.press(' ');
  await button(page, 'Pause').waitFor();
  await page.waitForFunction((then) => parseFloat(document.querySelector('.replay-clock b').textContent) > then, 1000 * second);
  await page.locator('.traveller').first().waitFor({ state: 'attached' });
  await page.keyboard.press(' ');
  await button(page, 'Play').waitFor();
  const paused = await clock(page);
  await nextFrame(page);
  assert.equal(await clock(page), paused, 'time stands still');
  // Steps through a while: the picture never contradicts itself or the table.
  await page.getByText('Slots and queues at this moment').click();
  let longest = 0;
  for (let i = 0; i < 25; i += 1) {
    await slider(page, 'Moment of the replay').fill(String(40 * i));
    const now = await boxes(page);
    for (const { busy, slots, waiting, squares } of now) {
      assert.ok(busy <= slots && (waiting === 0 || busy === slots), JSON.stringify(now));
      assert.equal(squares, waiting > 18 ? 17 : waiting);
      longest = Math.max(longest, waiting);
    }
    const cells = await page.locator('.replay-services tbody tr').evaluateAll((all) => all.map((row) => (
      [...row.querySelectorAll('td')].map((cell) => Number(cell.textContent))
    )));
    assert.deepEqual(cells, now.map(({ busy, slots, waiting }) => [busy, slots, waiting]));
  }
  assert.ok(longest > 3, `${longest} waited`);
  await slider(page, 'Speed of the replay').fill('0');
  await page.getByText('1/10000 of real time').waitFor();
  await page.keyboard.press('End');
  await page.getByText('real time', { exact: true }).waitFor();
  await player(page).focus();
  await page.keyboard.press('End');
  await page.keyboard.press('ArrowRight');
  assert.match(await page.locator('.replay-counts').innerText(), /^Recorded so far: \d+ under way, \d{2,} answered, 0 failed\./);
  await page.keyboard.press('Home');
  assert.equal(await clock(page), 0);
  faults.none();
});

test('a request is laid out in rows that add up to its latency', async (t) => {
  const { page, context, faults } = await suite.open();
  t.after(() => context.close());
  await record(page);
  assert.ok(await button(page, 'One that failed').isDisabled());
  const took = {};
  for (const name of ['A P50 request', 'A P99 request', 'The slowest']) {
    await button(page, name).click();
    await page.waitForFunction((before) => document.querySelector('.fall-head b')?.textContent !== before, took.head);
    took.head = await page.locator('.fall-head b').innerText();
    const latency = quantity(/answered after (.*)$/.exec(await page.locator('.fall-head span').innerText())[1]);
    const rows = await fall(page);
    assert.deepEqual(rows.map((row) => row.label), ['Order', 'Payment', 'Inventory', 'Shipping']);
    assert.equal(quantity(rows[0].cells[3]), latency);
    // The root's bar is without gaps, over the whole width.
    let at = 0;
    for (const part of rows[0].parts) {
      assert.ok(Math.abs(part.from - at) < 0.01, JSON.stringify(rows[0].parts));
      at = part.from + part.width;
    }
    assert.ok(Math.abs(at - 100) < 0.01);
    // The order works, waits for the slowest of its calls, and works again.
    const slowest = Math.max(...rows.slice(1).map((row) => Math.max(...row.parts.map((part) => part.from + part.width))));
    const wait = rows[0].parts.find((part) => part.kind === 'fall-calls');
    assert.ok(Math.abs(wait.from + wait.width - slowest) < 0.01);
    took[name] = latency;
  }
  assert.ok(took['A P50 request'] < took['A P99 request'] && took['A P99 request'] <= took['The slowest']);
  // The list begins with the slowest; each row is read on focus.
  const list = page.getByRole('list', { name: 'Requests' }).getByRole('button');
  assert.equal(quantity(await list.first().locator('b').innerText()), took['The slowest']);
  assert.equal(await list.first().getAttribute('aria-pressed'), 'true');
  await page.locator('.fall-name').nth(2).focus();
  await page.locator('.fall-words', { hasText: /^Inventory: from .* in all: .*works / }).waitFor();
  await button(page, 'Go to its arrival').click();
  await page.locator('.replay-news', { hasText: `${took.head.split(' (')[0]} (Checkout) arrives at Order.` }).waitFor();
  await page.getByRole('button', { name: /^Order, .*where the request works/ }).waitFor();
  await page.getByRole('combobox', { name: 'Order of the requests' }).selectOption('As they arrived');
  assert.match(await list.first().innerText(), /^Request 1\b/);
  await list.first().click();
  await page.locator('.fall-head b', { hasText: 'Request 1 (' }).waitFor();
  faults.none();
});

test('attempts, second copies and caches are marked', async (t) => {
  const hash = '#checkout/journey.checkout.arrival_rps=80/call.order-payment.timeout_ms=300/call.order-payment.retries=1/call.order-shipping.hedge_ms=400';
  const { page, context, faults } = await suite.open(hash);
  t.after(() => context.close());
  await record(page);
  await page.getByRole('combobox', { name: 'Order of the requests' }).selectOption('Failed first');
  await button(page, 'One that failed').click();
  await page.locator('.fall-head span', { hasText: /^timed out after/ }).waitFor();
  const rows = await fall(page);
  assert.deepEqual(rows.map((row) => row.label).filter((label) => label.startsWith('attempt')).slice(0, 2), ['attempt 1', 'attempt 2']);
  assert.ok(rows.some((row) => /^Payment.*timed out/.test(row.said)), rows.map((row) => row.said).join('\n'));
  assert.ok(await page.locator('.fall-mark.is-failed').count() > 0);
  await page.goto(`${suite.site.url}#caches`);
  await button(page, 'Record again').click();
  await player(page).waitFor();
  await button(page, 'A P50 request').click();
  await page.getByRole('button', { name: /hit in / }).first().waitFor();
  faults.none();
});

test('a change of the scenario drops the recording, and one can be made again', async (t) => {
  const { page, context, faults } = await suite.open();
  t.after(() => context.close());
  await record(page);
  await button(page, 'A P99 request').click();
  const before = await page.locator('.fall-head').innerText();
  await type(page, 'Checkout: Arrival rate', '100');
  await player(page).waitFor({ state: 'hidden' });
  assert.equal(await page.locator('.fall').count(), 0);
  await page.getByRole('status').filter({ hasText: 'There is no recording of the scenario as it is now.' }).waitFor();
  await button(page, 'Undo').click();
  await button(page, 'Record again').click();
  await player(page).waitFor();
  await button(page, 'A P99 request').click();
  assert.equal(await page.locator('.fall-head').innerText(), before, 'the same scenario, the same recording');
  await button(page, 'Close replay').click();
  await button(page, 'Replay').waitFor();
  assert.equal(await page.locator('.replay').count(), 0);
  assert.match(await page.locator('.node').first().textContent(), /%/, 'the answers are back');
  faults.none();
});

test('it fits, passes axe, and stands still where motion is not wanted', async (t) => {
  const { page, context, faults } = await suite.open('', { reducedMotion: 'reduce' });
  t.after(() => context.close());
  await record(page);
  assert.equal(await button(page, 'Play').count(), 0);
  await page.keyboard.press(' ');
  assert.equal(await clock(page), 0);
  await button(page, 'Step').click();
  assert.ok(await clock(page) > 0);
  assert.equal(await page.locator('.traveller').count(), 0);
  await button(page, 'The slowest').click();
  await page.locator('.fall').waitFor();
  for (const colorScheme of themes) {
    await page.emulateMedia({ colorScheme });
    assert.deepEqual(await axe(page), [], colorScheme);
  }
  for (const width of [...widths, 320]) {
    await page.setViewportSize({ width, height: 900 });
    await nextFrame(page);
    const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.ok(over <= 0, `${over} px too wide at ${width}`);
  }
  faults.none();
});
