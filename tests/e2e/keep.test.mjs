// Nothing is lost: reload, leave and return, two tabs of one browser, a storage that keeps nothing.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { addressChanged, box, hash, nextFrame, openExample, slider, type } from './driver.mjs';
import { started, useSuite, watch } from './support.mjs';

const suite = useSuite(test);
const rate = 'Checkout: Arrival rate';

/** Another tab of the same browser. */
async function tab(context, fragment = '') {
  const page = await context.newPage();
  const faults = await watch(page, suite.site.url);
  await page.goto(suite.site.url + fragment);
  await started(page);
  return { page, faults };
}

const rateOf = async (page) => Number.parseFloat(await box(page, rate).inputValue());
const shelf = async (page) => {
  await page.getByRole('button', { name: 'Scenarios', exact: true }).click();
  return page.getByRole('dialog', { name: 'Scenarios' });
};
const names = (dialog) => dialog.getByRole('textbox').evaluateAll((all) => all.map((one) => one.value));

test('what was changed is there after a reload, and after leaving and coming back', async (t) => {
  const { page, context, faults } = await suite.open();
  t.after(() => context.close());
  await type(page, rate, '77');
  const address = await addressChanged(page, '');
  assert.match(address, /^#checkout\/journey\.checkout\.arrival_rps=77\/!seen=1-/);
  await page.reload();
  await started(page);
  assert.equal(await rateOf(page), 77);
  // Left at once, before any wait is over.
  await type(page, rate, '78');
  await page.goto('about:blank');
  await page.goto(suite.site.url);
  await started(page);
  assert.equal(await rateOf(page), 78);
  assert.match(await hash(page), /arrival_rps=78/);
  assert.deepEqual(await names(await shelf(page)), ['Checkout']);
  // A link that is none overwrites nothing.
  await page.goto('about:blank');
  await page.goto(`${suite.site.url}#v1.zzz`);
  await page.getByRole('alert').getByText(/^This link could not be opened/).waitFor();
  assert.equal(await rateOf(page), 78);
  // A page that is left at once drops what it is still loading.
  faults.none();
});

test('scenarios are made, opened, renamed, duplicated, deleted and had back', async (t) => {
  const { page, context, faults } = await suite.open('#caches');
  t.after(() => context.close());
  await type(page, 'Name of the scenario', 'Ours');
  await addressChanged(page, '#caches');
  let dialog = await shelf(page);
  await dialog.getByRole('button', { name: 'New', exact: true }).click();
  await page.waitForFunction(() => document.title.startsWith('New scenario'));
  dialog = await shelf(page);
  assert.deepEqual(await names(dialog), ['New scenario', 'Ours']);
  await dialog.getByRole('textbox', { name: 'Name of Ours' }).fill('Theirs');
  await dialog.getByRole('textbox', { name: 'Name of Ours' }).press('Tab');
  await dialog.getByRole('button', { name: 'Duplicate Theirs', exact: true }).click();
  await dialog.getByRole('textbox', { name: 'Name of Theirs 2' }).waitFor();
  await dialog.getByRole('button', { name: 'Delete Theirs', exact: true }).click();
  await dialog.getByText('“Theirs” is deleted.').waitFor();
  assert.deepEqual(await names(dialog), ['Theirs 2', 'New scenario']);
  await dialog.getByRole('button', { name: 'Undo' }).click();
  await dialog.getByRole('button', { name: 'Open Theirs', exact: true }).click();
  await page.waitForFunction(() => document.title.startsWith('Theirs'));
  await page.goBack();
  await page.waitForFunction(() => document.title.startsWith('New scenario'));
  faults.none();
});

test('a scenario is saved as a file and opened from one; a bad one is refused', async (t) => {
  const { page, context, faults } = await suite.open('#checkout/service.payment.replicas=9');
  t.after(() => context.close());
  await page.getByRole('button', { name: 'Share', exact: true }).click();
  const arriving = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Scenario (JSON)' }).click();
  const file = await arriving;
  assert.equal(file.suggestedFilename(), 'checkout.json');
  const text = readFileSync(await file.path(), 'utf8');
  assert.equal(JSON.parse(text).services.find(({ key }) => key === 'payment').replicas, 9);
  await page.keyboard.press('Escape');
  await openExample(page, /^Fan-out/);
  const open = async (content) => {
    const dialog = await shelf(page);
    await dialog.locator('input[type=file]').setInputFiles({
      name: 'x.json', mimeType: 'application/json', buffer: Buffer.from(content),
    });
    await dialog.waitFor({ state: 'hidden' });
  };
  await open(text);
  await page.waitForFunction(() => document.title.startsWith('Checkout'));
  assert.match(await hash(page), /^#checkout\/service\.payment\.replicas=9/);
  await open(text.replace('"replicas": 9', '"replicas": 0'));
  await page.getByRole('alert').getByText(/^This file could not be opened: service\.payment\.replicas: 0 is outside/).waitFor();
  await open(' '.repeat(2 ** 21));
  await page.getByRole('alert').getByText(/it has 2097152 bytes; at most 1048576 are read/).waitFor();
  assert.match(await page.title(), /^Checkout/);
  faults.none();
});

test('a file is opened where it is dropped, and kept; what is no scenario in UTF-8 is refused', async (t) => {
  const { page, context, faults } = await suite.open();
  t.after(() => context.close());
  const drop = (...files) => page.evaluate((all) => {
    const dataTransfer = new DataTransfer();
    for (const bytes of all) dataTransfer.items.add(new File([new Uint8Array(bytes)], 'x.json'));
    const happens = (type) => {
      const event = new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true });
      document.querySelector('main').dispatchEvent(event);
      return event.defaultPrevented;
    };
    return happens('dragover') && happens('drop');
  }, files.map((file) => [...file]));
  const says = (words) => page.getByRole('alert').getByText(words).waitFor();
  const file = Buffer.from('{ "headroom": 1, "name": "Café" }');
  assert.ok(await drop(Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), file])));
  await page.waitForFunction(() => document.title.startsWith('Café'));
  const dialog = await shelf(page);
  assert.deepEqual(await names(dialog), ['Café']);
  await page.keyboard.press('Escape');
  await drop(Buffer.from(file.toString(), 'latin1'));
  await says(/^This file could not be opened: it is no text in UTF-8/);
  await drop(Buffer.from('PNG'));
  await says(/^This file could not be opened: /);
  await drop(file, file);
  await says(/one file at a time/);
  assert.match(await page.title(), /^Café/);
  // What is not a file is none of ours.
  assert.equal(await drop(), false);
  faults.none();
});

test('what cannot be read is listed with its fault, saved as it is, and deleted', async (t) => {
  const { page, context, faults } = await suite.blank();
  t.after(() => context.close());
  await page.addInitScript(() => {
    localStorage['headroom.scenario.4294967295'] = '4294967295 3 Ours\nv1.abc';
    localStorage['headroom.last'] = '4294967295';
  });
  await page.goto(suite.site.url);
  await started(page);
  await type(page, rate, '50');
  await addressChanged(page, '');
  const dialog = await shelf(page);
  await dialog.getByText('Cannot be opened: it is damaged').waitFor();
  const arriving = page.waitForEvent('download');
  await dialog.getByRole('button', { name: 'Save Ours', exact: true }).click();
  assert.equal(readFileSync(await (await arriving).path(), 'utf8'), '4294967295 3 Ours\nv1.abc');
  await dialog.getByRole('button', { name: 'Delete Ours', exact: true }).click();
  await dialog.getByText('“Ours” is deleted.').waitFor();
  assert.deepEqual(await names(dialog), ['Checkout']);
  faults.none();
});

test('a full storage is said in the list too, and made up for when there is room', async (t) => {
  const { page, context, faults } = await suite.open();
  t.after(() => context.close());
  await type(page, rate, '50');
  await addressChanged(page, '');
  await page.evaluate(() => {
    const { setItem } = Storage.prototype;
    Storage.prototype.setItem = function full(name, text) {
      if (localStorage['headroom.scenario.0']) throw new DOMException('full', 'QuotaExceededError');
      setItem.call(this, name, text);
    };
  });
  const dialog = await shelf(page);
  await dialog.getByText('Kept in this browser as you change them').waitFor();
  await dialog.getByRole('button', { name: 'Duplicate Checkout', exact: true }).click();
  await dialog.getByText('There is no room left').waitFor();
  assert.deepEqual(await names(dialog), ['Checkout']);
  await dialog.getByRole('button', { name: 'Delete Checkout', exact: true }).click();
  await dialog.getByRole('textbox', { name: 'Name of Checkout 2' }).waitFor();
  await dialog.getByText('Kept in this browser as you change them').waitFor();
  faults.none();
});

test('a name that is typed in the list is not lost by leaving', async (t) => {
  const { page, context } = await suite.open();
  t.after(() => context.close());
  await type(page, rate, '50');
  await addressChanged(page, '');
  for (const [name, leave] of [
    ['By Escape', (dialog) => dialog.press('Escape')],
    ['By its button', (dialog) => dialog.getByRole('button', { name: 'Close', exact: true }).click()],
    ['By a click beside it', () => page.mouse.click(5, 500)],
    ['By a reload', async () => {
      await page.reload();
      await started(page);
    }],
  ]) {
    const dialog = await shelf(page);
    await dialog.getByRole('textbox').fill(name);
    // The page is drawn anew while it is typed.
    for (const colorScheme of ['dark', 'light']) {
      await page.emulateMedia({ colorScheme });
      await nextFrame(page);
    }
    assert.equal(await dialog.getByRole('textbox').inputValue(), name);
    await leave(dialog);
    await dialog.waitFor({ state: 'hidden' });
    assert.deepEqual(await names(await shelf(page)), [name]);
    await page.keyboard.press('Escape');
  }
});

test('two tabs never write over each other', async (t) => {
  const one = await suite.open();
  t.after(() => one.context.close());
  await type(one.page, rate, '50');
  await addressChanged(one.page, '');
  const two = await tab(one.context);
  assert.equal(await rateOf(two.page), 50);
  await type(two.page, rate, '60');
  await one.page.getByRole('status').getByText('“Checkout” was changed in another tab.').waitFor();
  const before = await hash(one.page);
  await type(one.page, rate, '70');
  await addressChanged(one.page, before);
  const dialog = await shelf(two.page);
  await dialog.getByRole('textbox', { name: 'Name of Checkout 2' }).waitFor();
  assert.deepEqual(await names(dialog), ['Checkout 2', 'Checkout']);
  await dialog.getByRole('button', { name: 'Open Checkout 2' }).click();
  await two.page.waitForFunction(() => document.title.startsWith('Checkout 2'));
  assert.equal(await rateOf(two.page), 70);
  one.faults.none();
  two.faults.none();
});

const refusals = {
  'no room': [/no room left/, () => {
    Storage.prototype.setItem = () => {
      throw new DOMException('full', 'QuotaExceededError');
    };
  }],
  'no storage at all': [/keeps nothing for this page/, () => {
    Object.defineProperty(window, 'localStorage', {
      get() {
        throw new DOMException('not here', 'SecurityError');
      },
    });
  }],
};
for (const [name, [words, spoil]] of Object.entries(refusals)) {
  test(`${name}: said once and survived`, async (t) => {
    const { page, context, faults } = await suite.blank();
    t.after(() => context.close());
    await page.addInitScript(spoil);
    await page.goto(suite.site.url);
    await started(page);
    assert.equal(await page.getByRole('alert').count(), 0);
    await type(page, rate, '50');
    const alert = page.getByRole('alert');
    await alert.getByText(words).waitFor();
    await alert.getByRole('button', { name: 'Dismiss' }).click();
    const before = await hash(page);
    await slider(page, rate).press('ArrowRight');
    assert.match(await addressChanged(page, before), /arrival_rps=/);
    assert.equal(await alert.count(), 0);
    faults.none();
  });
}
