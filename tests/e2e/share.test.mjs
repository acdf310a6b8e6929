// Handing on: what the share dialog offers, what a link says of the numbers its author saw, paper and pictures.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { charts, simulated, tiles } from './driver.mjs';
import { presets, themes, useSuite } from './support.mjs';

const suite = useSuite(test);

const share = async (page) => {
  await page.getByRole('button', { name: 'Share', exact: true }).click();
  return page.getByRole('dialog', { name: 'Share' });
};

test('each text is copied as it stands, and opening the dialog stores nothing', async (t) => {
  const { page, context, faults } = await suite.open('#checkout/service.payment.replicas=9', {
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  t.after(() => context.close());
  const before = await page.evaluate(() => JSON.stringify(localStorage));
  const dialog = await share(page);
  const texts = {};
  for (const label of ['Link', 'Readable link', 'Markdown', 'Frame (HTML)', 'Picture with link (Markdown)']) {
    await dialog.getByRole('button', { name: `Copy: ${label}` }).click();
    await dialog.getByRole('button', { name: `Copied: ${label}` }).getByText('Copied').waitFor();
    texts[label] = await page.evaluate(() => navigator.clipboard.readText());
    assert.equal(texts[label], await dialog.getByRole('textbox', { name: label, exact: true }).inputValue());
  }
  const plain = `${suite.site.url}#checkout/service.payment.replicas=9`;
  assert.equal(texts['Readable link'], plain);
  assert.match(texts.Link, /^http:\/\/127\.0\.0\.1:\d+\/#checkout\/service\.payment\.replicas=9\/!seen=1-[\d.]+-112-0-\d+$/);
  assert.ok(texts.Markdown.startsWith('[Checkout: P99 ') && texts.Markdown.endsWith(`](${texts.Link})`), texts.Markdown);
  assert.ok(texts['Picture with link (Markdown)'].includes('](checkout.png)]('));
  // The frame is a frame in a page of another's.
  const host = await context.newPage();
  await host.setContent(texts['Frame (HTML)']);
  assert.equal(await host.locator('iframe').getAttribute('src'), `${texts.Link}/!view=latency`);
  assert.equal(await page.evaluate(() => JSON.stringify(localStorage)), before);
  const arriving = page.waitForEvent('download');
  await dialog.getByRole('button', { name: 'Picture (PNG)' }).click();
  assert.equal((await arriving).suggestedFilename(), 'checkout.png');
  faults.none();
});

test('the link shows the same elsewhere; other numbers are said beside today\'s', async (t) => {
  const { page, context, faults } = await suite.open('#checkout/service.payment.replicas=9');
  t.after(() => context.close());
  const link = await (await share(page)).getByRole('textbox', { name: 'Link', exact: true }).inputValue();
  const there = await suite.open(new URL(link).hash);
  t.after(() => there.context.close());
  assert.equal((await tiles(there.page)).P99.value, (await tiles(page)).P99.value);
  assert.equal(await there.page.getByText('The author of this link').count(), 0);
  await there.page.evaluate(() => (location.hash = 'checkout/!seen=0-9.5-112-0-1022'));
  await there.page.getByText(/The author of this link saw P99 9\.50 s; now it is P99 .* was made with version 0/).waitFor();
  faults.none();
  there.faults.none();
});

test('reports say every output, for people and for programs', async (t) => {
  const { page, context, faults } = await suite.open('#caches');
  t.after(() => context.close());
  await simulated(page);
  const dialog = await share(page);
  const saved = async (name) => {
    const arriving = page.waitForEvent('download');
    await dialog.getByRole('button', { name }).click();
    return readFileSync(await (await arriving).path(), 'utf8');
  };
  const csv = (await saved('Report (CSV)')).trimEnd().split('\r\n');
  assert.equal(csv[0], 'kind,object,output,unit,formula,simulated,half_width_95');
  assert.match(csv.find((line) => line.startsWith('journey,all journeys,p99_s,')), /^[^,]+,[^,]+,p99_s,s,0\.\d{6,},0\.\d{6,},0\.\d{6,}$/);
  const text = await saved('Report (Markdown)');
  for (const head of ['# ', '## Services', '## Caches', '## Costs', `<${suite.site.url}#caches>`]) assert.ok(text.includes(head), head);
  assert.match(text, /\| P99 \| [\d.]+ ms \| [\d.]+ ± [\d.]+ ms \|/);
  faults.none();
});

for (const preset of presets) {
  test(`${preset}: two clean pages of paper`, async (t) => {
    const { page, context, faults } = await suite.open(`#${preset}`, { colorScheme: themes.at(-1) });
    t.after(() => context.close());
    await simulated(page);
    const pdf = (await page.pdf({ preferCSSPageSize: true, printBackground: true })).toString('latin1');
    assert.equal(pdf.match(/\/Type\s*\/Page\b/g).length, 2);
    faults.none();
  });
}

test('every chart is saved as SVG, with title, legend and units', async (t) => {
  const { page, context, faults } = await suite.open();
  t.after(() => context.close());
  // The legend and the file are read one after the other: nothing may come in between.
  await simulated(page);
  const viewer = await context.newPage(); // under no policy of ours
  for (const chart of await charts(page).all()) {
    const name = await chart.getAttribute('aria-label');
    const arriving = page.waitForEvent('download');
    await chart.getByRole('button', { name: /as SVG$/ }).click();
    const file = await arriving;
    assert.match(file.suggestedFilename(), /^headroom-[a-z-]+\.svg$/);
    const svg = readFileSync(await file.path(), 'utf8');
    // A parser of XML takes it, and it is a picture of a size.
    const seen = await viewer.evaluate(async (source) => {
      const parsed = new DOMParser().parseFromString(source, 'image/svg+xml');
      const image = new Image();
      image.src = URL.createObjectURL(new Blob([source], { type: 'image/svg+xml' }));
      await image.decode();
      return {
        texts: [...parsed.querySelectorAll('text')].map((one) => one.textContent),
        shapes: parsed.querySelectorAll('polyline, polygon, rect, circle').length,
        size: [image.width, image.height],
      };
    }, svg);
    assert.deepEqual(seen.size, [900, 520], name);
    assert.ok(seen.texts.includes(`Checkout: ${name}`), `${name}: ${seen.texts}`);
    assert.ok(seen.shapes > 5 && seen.texts.length > 5, name);
    for (const entry of await chart.locator('.chart-legend li').allInnerTexts()) assert.ok(seen.texts.includes(entry), `${name}: ${entry}`);
  }
  faults.none();
});
