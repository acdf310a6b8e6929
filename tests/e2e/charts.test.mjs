// Charts: drawn, sharp, readable as tables, and saved as pictures and numbers.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { charts, csv, drawn, nextFrame, picture, quantity, simulated, slider, value } from './driver.mjs';
import { presets, useSuite } from './support.mjs';

const suite = useSuite(test);

for (const preset of presets) {
  test(`${preset}: every chart is drawn, and sharp on a fine screen`, async (t) => {
    const { page, context, faults } = await suite.open(`#${preset}`, { deviceScaleFactor: 2 });
    t.after(() => context.close());
    await page.getByText('finding the most…').waitFor({ state: 'hidden' });
    const all = await charts(page).all();
    assert.ok(all.length >= 4, `${all.length} charts`);
    for (const chart of all) {
      const name = await chart.getAttribute('aria-label');
      const { pixels, size, inked, colours } = await drawn(page, picture(chart));
      assert.deepEqual(pixels, size.map((length) => 2 * length), name);
      assert.ok(inked > 0.005 * pixels[0] * pixels[1] && colours > 4, `${name}: ${inked} pixels, ${colours} colours`);
    }
    faults.none();
  });
}

test('a chart is the same numbers as a table, as CSV and as PNG', async (t) => {
  const { page, context, faults } = await suite.open();
  t.after(() => context.close());
  // The file and the table are read one after the other: nothing may come in between.
  await simulated(page);
  for (const chart of await charts(page).all()) {
    const name = await chart.getAttribute('aria-label');
    const [title, ...lines] = (await csv(page, chart)).trimEnd().split('\r\n');
    assert.equal(title, `# ${name}: Checkout`);
    await chart.getByRole('button', { name: 'Table' }).click();
    const shown = chart.getByRole('region', { name: `${name}, table` });
    assert.equal(await shown.locator('tbody tr').count(), lines.length - 1, name);
    assert.ok(lines.length > 1, name);
    // The first number of the first row: shown with three digits, saved with all.
    const [cells, saved] = [await shown.locator('tbody tr').first().locator('.number').allTextContents(), lines[1].split(',')];
    const first = cells.find((cell) => cell !== '–');
    const near = (text) => Math.abs(Number(text) / quantity(first) - 1) < 0.006 || Number(text) === quantity(first);
    assert.ok(saved.some(near), `${name}: ${first} in ${lines[1]}`);
    await picture(chart).waitFor({ state: 'hidden' });
    await chart.getByRole('button', { name: 'Table' }).click();
    await drawn(page, picture(chart));

    const arriving = page.waitForEvent('download');
    await chart.getByRole('button', { name: /as PNG$/ }).click();
    const file = await arriving;
    assert.match(file.suggestedFilename(), /^headroom-[a-z-]+\.png$/);
    const png = readFileSync(await file.path());
    assert.equal(png.subarray(1, 4).toString('latin1'), 'PNG', name);
    assert.deepEqual([png.readUInt32BE(16), png.readUInt32BE(20)], [1800, 1040]);
    assert.ok(png.length > 10_000, `${name}: ${png.length} bytes`);
  }
  faults.none();
});

test('the distribution is saved with every digit, simulation included', async (t) => {
  const { page, context, faults } = await suite.open();
  t.after(() => context.close());
  const chart = page.getByRole('region', { name: 'Latency distribution', exact: true });
  await simulated(page);
  const text = await csv(page, chart);
  assert.match(text, /\d\.\d{10,}/);
  assert.match(text.split('\r\n')[1], /simulat/i);
  assert.equal(await csv(page, chart), text);
  faults.none();
});

test('keys and pointer read values off a chart', async (t) => {
  const { page, context, faults } = await suite.open();
  t.after(() => context.close());
  const chart = page.getByRole('region', { name: 'Latency distribution', exact: true });
  const reader = chart.getByRole('slider', { name: 'Read Latency distribution' });
  await reader.focus();
  await page.keyboard.press('Home');
  const first = await reader.getAttribute('aria-valuetext');
  await page.keyboard.press('End');
  // An upright line is no wider than nothing, which counts as not visible.
  const cross = (state) => chart.locator('.chart-cross').waitFor({ state });
  await cross('attached');
  const last = await reader.getAttribute('aria-valuetext');
  assert.notEqual(first, last);
  assert.match(last, /\d/);
  assert.equal((await chart.locator('.chart-word').allInnerTexts()).length > 0, true);
  await page.keyboard.press('Escape');
  await cross('detached');
  const { x, y, width, height } = await reader.boundingBox();
  await page.mouse.move(x + width / 2, y + height / 2);
  await cross('attached');
  faults.none();
});

test('the picture follows a slider', async (t) => {
  const { page, context, faults } = await suite.open();
  t.after(() => context.close());
  const canvas = picture(page).first();
  await drawn(page, canvas);
  const image = () => canvas.evaluate((one) => one.toDataURL());
  const before = await image();
  const p99 = await value(page, 'P99');
  await slider(page, 'Shipping: Replicas').press('PageUp');
  await nextFrame(page);
  assert.ok(await value(page, 'P99') < p99);
  assert.notEqual(await image(), before);
  faults.none();
});
