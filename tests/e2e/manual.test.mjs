// The manual as `make docs` builds it: every page with its planners live in it. It is the first host of the planner.

import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { faults as broken } from '../../tools/check-book.mjs';
import { book, serveManual } from '../../tools/site.mjs';
import { axe, shoot, themes, useSuite } from './support.mjs';

const suite = useSuite(test, serveManual);
const pages = readdirSync(book).filter((name) => name.endsWith('.html') && !['index.html', 'toc.html'].includes(name));

/** A page of the manual that remembers what its planners say. */
async function read(name, options = {}) {
  const opened = await suite.blank(options);
  await opened.page.addInitScript(() => {
    window.heard = [];
    for (const type of ['ready', 'change', 'error']) {
      document.addEventListener(`headroom-${type}`, ({ target, detail }) => window.heard.push({ type, target, ...detail }));
    }
  });
  await opened.page.goto(suite.site.url + name);
  return opened;
}

/** Waits until a planner is ready; its frame. */
async function live(page, planner) {
  await planner.scrollIntoViewIfNeeded();
  await planner.evaluate(async (element) => {
    const isReady = () => window.heard.some(({ type, target }) => type === 'ready' && target === element);
    while (!isReady()) await new Promise((later) => setTimeout(later, 50));
  });
  return planner.locator('iframe').contentFrame();
}

for (const name of pages) {
  test(`${name} opens and its planners are live`, async (t) => {
    const { page, context, faults } = await read(name);
    t.after(() => context.close());
    await page.locator('main h1').waitFor();
    for (const planner of await page.locator('headroom-planner').all()) {
      const frame = await live(page, planner);
      await frame.locator('.tile').first().waitFor();
      // What a link or a flag of the page's author gets wrong is said in the frame.
      assert.deepEqual(await frame.getByRole('alert').allInnerTexts(), []);
      const knobs = await planner.getAttribute('knobs');
      assert.equal(await frame.locator('.frame-knobs input[type=range]').count(), knobs.split(',').length, knobs);
    }
    for (const plain of await page.locator('main iframe').all()) {
      await plain.scrollIntoViewIfNeeded();
      await plain.contentFrame().locator('.tile').first().waitFor();
      assert.deepEqual(await plain.contentFrame().getByRole('alert').allInnerTexts(), []);
    }
    assert.deepEqual(await page.evaluate(() => window.heard.filter(({ type }) => type === 'error')), []);
    faults.none();
  });
}

test('a knob of a page changes the result beside it', async (t) => {
  const { page, context, faults } = await read('stations.html');
  t.after(() => context.close());
  const planner = page.locator('headroom-planner');
  const frame = await live(page, planner);
  const value = frame.locator('.tile').filter({ hasText: 'P99' }).first().locator('.tile-value');
  const before = await value.innerText();
  await frame.getByRole('slider', { name: 'Browse: Arrival rate' }).press('PageUp');
  await page.waitForFunction(() => window.heard.some(({ type }) => type === 'change'));
  assert.notEqual(await value.innerText(), before);
  const full = await frame.getByRole('link', { name: 'Open in full' }).getAttribute('href');
  const shown = await planner.evaluate((element) => element.get());
  assert.equal(full, `${suite.site.url}planner/#${shown.scenario}`);
  faults.none();
});

test('the planners follow the theme of the manual, and axe finds nothing in its pages', async (t) => {
  for (const colorScheme of themes) {
    const { page, context, faults } = await read('introduction.html', { colorScheme });
    t.after(() => context.close());
    const frame = await live(page, page.locator('headroom-planner'));
    await frame.locator(`html[data-theme=${colorScheme}]`).waitFor({ state: 'attached' });
    assert.deepEqual(await axe(page, 'main'), []);
    await shoot(page, `manual-${colorScheme}`);
    faults.none();
  }
});

test('words are found in the manual', async (t) => {
  const { page, context, faults } = await read('introduction.html');
  t.after(() => context.close());
  await page.keyboard.press('s');
  await page.getByRole('searchbox').pressSequentially('stampede');
  await page.locator('#mdbook-searchresults a').filter({ hasText: 'Caches' }).first().waitFor();
  faults.none();
});

test('what README says of the errors stands in the manual, word for word', () => {
  const rows = (path) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8').split('\n').filter((line) => line.startsWith('| '));
  const [inManual, inReadme] = [rows('docs/trust.md'), rows('README.md')];
  assert.ok(inReadme.length > 3);
  for (const row of inReadme) assert.ok(inManual.includes(row), row);
});

test('the check of the manual sees what leads nowhere', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'headroom-book-'));
  t.after(() => rmSync(folder, { recursive: true }));
  mkdirSync(join(folder, 'planner'));
  for (const [name, text] of [
    ['planner/index.html', ''],
    ['a.html', '<h1 id="top">A</h1><a href="b.html#here">b</a><a href="#top">up</a><a href="https://example.com/">out</a>'],
    ['b.html', '<p id=here></p><a href="planner/#checkout">plan</a><code>&lt;a href="no.html"&gt;</code>'],
    ['a.md', ''], ['b.md', ''], ['SUMMARY.md', ''],
  ]) writeFileSync(join(folder, name), text);
  assert.deepEqual(broken(folder, folder), []);
  writeFileSync(join(folder, 'c.md'), '');
  writeFileSync(join(folder, 'b.html'), `<a href="c.html">c</a><a href="a.html#nowhere">a</a><script src="//example.com/x.js"></script>
    <a href="/a.html">root</a><headroom-planner scenario="checkout"><a href="planner/#caches">plan</a></headroom-planner>`);
  assert.deepEqual(broken(folder, folder).map((line) => line.split(': ').pop()), [
    'names no place there', 'leads nowhere', 'names no place there', 'comes from another host', 'is no relative address',
    'the planner of checkout has no link in it that opens the same', 'docs/c.md is not in SUMMARY.md',
  ]);
});
