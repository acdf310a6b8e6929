// What is read off one chart is marked on the others; axes on either scale; small pictures in the gallery.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { charts, csv, drawn, nextFrame, openExample, picture, pressed, quantity, simulated } from './driver.mjs';
import { axe, useSuite } from './support.mjs';

const suite = useSuite(test);
const chart = (page, name) => page.getByRole('region', { name, exact: true });
const reader = (page, name) => page.getByRole('slider', { name: `Read ${name}` });
const first = (page, name) => chart(page, name).locator('.chart-word').first();
const cross = (page, name) => chart(page, name).locator('.chart-cross');
const image = (one) => one.evaluate((canvas) => canvas.toDataURL());

suite.onPage('the latency that is read off the distribution is marked on the other charts of latency', '', async (page) => {
  await simulated(page);
  const load = picture(chart(page, 'Latency against load'));
  await drawn(page, load);
  const before = await image(load);
  await reader(page, 'Latency distribution').focus();
  await page.keyboard.press('PageDown');
  await cross(page, 'Latency against load').waitFor({ state: 'attached' });
  const read = quantity(await first(page, 'Latency distribution').innerText().then((text) => text.replace(/^Latency\s/, '')));
  for (const _ of [1, 2]) {
    // The same value, in the same words, wherever it has a place.
    const own = (await first(page, 'Latency distribution').innerText()).replace(/^Latency\s/, '');
    const there = (await first(page, 'Latency against load').innerText()).replace(/^Latency\s/, '');
    assert.equal(there, own);
    await page.keyboard.press('ArrowRight');
    await nextFrame(page);
  }
  assert.ok(quantity((await first(page, 'Latency distribution').innerText()).replace(/^Latency\s/, '')) > read);
  assert.equal(await cross(page, 'Utilisation by service').count(), 0);
  // What moves lies over the curves, which are not drawn again.
  assert.equal(await image(load), before);
  await page.keyboard.press('Escape');
  await cross(page, 'Latency against load').waitFor({ state: 'detached' });
});

suite.onPage('a pointer over the curve over load marks its latency in the distribution', '', async (page) => {
  await simulated(page);
  const surface = reader(page, 'Latency against load');
  await surface.scrollIntoViewIfNeeded();
  const { x, y, width, height } = await surface.boundingBox();
  await page.mouse.move(x + width / 3, y + height / 2);
  await cross(page, 'Latency distribution').waitFor({ state: 'attached' });
  const word = chart(page, 'Latency against load').locator('.chart-word').filter({ hasText: 'P99' });
  const p99 = (await word.innerText()).replace(/^P99\s/, '');
  assert.equal((await first(page, 'Latency distribution').innerText()).replace(/^Latency\s/, ''), p99);
  await page.mouse.move(x + width / 3, y - 200);
  await cross(page, 'Latency distribution').waitFor({ state: 'detached' });
});

suite.onPage('a service that is read off one chart is marked in the rows of the others', '', async (page) => {
  await reader(page, 'Utilisation by service').focus();
  await page.keyboard.press('Home');
  const words = (name) => chart(page, name).locator('.chart-word').first();
  const busiest = await words('Utilisation by service').innerText();
  for (const name of ['Where the time goes', 'Cost by part']) {
    await chart(page, name).locator('.chart-row').waitFor({ state: 'attached' });
    assert.equal(await words(name).innerText(), busiest, name);
  }
  await page.keyboard.press('Escape');
  await chart(page, 'Cost by part').locator('.chart-row').waitFor({ state: 'detached' });
});

suite.onPage('what a finger reads stays when it is lifted, until something else is touched', '', async (page) => {
  const surface = reader(page, 'Latency distribution');
  await surface.scrollIntoViewIfNeeded();
  await surface.tap();
  await cross(page, 'Latency distribution').waitFor({ state: 'attached' });
  const there = (await chart(page, 'Latency distribution').locator('.chart-word').allInnerTexts()).join();
  const { x, y, width, height } = await surface.boundingBox();
  await page.touchscreen.tap(x + width * 0.8, y + height / 2);
  await page.waitForFunction((old) => {
    const words = [...document.querySelectorAll('[aria-label="Latency distribution"] .chart-word')];
    return words.length > 0 && words.map((word) => word.innerText).join() !== old;
  }, there);
  await page.getByRole('heading', { name: 'Latency distribution' }).tap();
  await cross(page, 'Latency distribution').waitFor({ state: 'detached' });
}, { hasTouch: true, isMobile: true, viewport: { width: 390, height: 844 } });

suite.onPage('an axis is switched between logarithmic and linear, and what is saved follows', '#caches', async (page) => {
  await simulated(page);
  const save = async (one) => {
    const arriving = page.waitForEvent('download');
    await one.getByRole('button', { name: /as SVG$/ }).click();
    return readFileSync(await (await arriving).path(), 'utf8');
  };
  // The label of the axis where it begins at zero, which a logarithmic one never does.
  const zeros = { 'Latency distribution': />0 ms</, 'Latency against load': />0 ms</, 'Cache funnel': />0\/s</ };
  for (const [name, zero] of Object.entries(zeros)) {
    const one = chart(page, name);
    const canvas = picture(one);
    await drawn(page, canvas);
    const before = await image(canvas);
    const numbers = name === 'Latency distribution' ? await csv(page, one) : undefined;
    assert.doesNotMatch(await save(one), zero, name);
    const log = one.getByRole('button', { name: /^Log scale for / });
    await pressed(log);
    await log.press('Enter');
    await pressed(log, false);
    await nextFrame(page);
    assert.notEqual(await image(canvas), before, name);
    assert.match(await save(one), zero, name);
    if (numbers !== undefined) assert.equal(await csv(page, one), numbers, name);
  }
  // It is how this page looks at any scenario.
  await openExample(page, 'Caching at the edge');
  assert.equal(await chart(page, 'Latency distribution').getByRole('button', { name: /^Log/ }).getAttribute('aria-pressed'), 'false');
  assert.equal(await chart(page, 'Cost by part').getByRole('button', { name: /^Log/ }).count(), 0);
  assert.ok((await charts(page).count()) >= 5);
});

for (const colorScheme of ['light', 'dark']) {
  suite.onPage(`every example shows its answer as a small picture and in words, ${colorScheme}`, '', async (page) => {
    await page.getByRole('button', { name: 'Examples' }).click();
    const dialog = page.getByRole('dialog', { name: 'Examples' });
    const cards = dialog.getByRole('listitem');
    const count = await cards.count();
    assert.ok(count >= 9);
    for (let i = 0; i < count; i += 1) {
      const card = cards.nth(i);
      await card.locator('.preset-answer').filter({ hasText: /^(P99 \d|overloaded|no request)/ }).waitFor();
      const { inked, colours } = await drawn(page, card.locator('canvas'));
      assert.ok(inked > 100 && colours > 4, `${await card.locator('strong').innerText()}: ${inked} pixels`);
    }
    assert.deepEqual(await axe(page), []);
    await cards.first().getByRole('button').click();
    await dialog.waitFor({ state: 'hidden' });
  }, { colorScheme });
}
