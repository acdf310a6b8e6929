// The diagram as the editor: by mouse, by keys and by touch, small systems and large ones. Every wait is for a condition.

import assert from 'node:assert/strict';
import test from 'node:test';
import { headline, nextFrame, nothingToUndo, openExample, pressed, tiles, until, value } from './driver.mjs';
import { call, handle, middle, node, nodes, picture, pull, system, undo } from './board.mjs';
import { axe, themes, useSuite } from './support.mjs';

const suite = useSuite(test);
const { onPage } = suite;

onPage('a service is added, called by dragging, renamed, duplicated and deleted; each is one step of undo', '', async (page) => {
  await page.getByRole('button', { name: 'Add a database' }).click();
  await node(page, 'Database').waitFor();
  await pull(page, await handle(page, 'Payment'), node(page, 'Database'), async () => {
    await page.getByText('Payment calls Database').waitFor();
  });
  await call(page, 'Payment', 'Database').waitFor();
  await node(page, 'Database').dblclick();
  const name = page.getByRole('textbox', { name: 'Name of the service' });
  await name.fill('Ledger');
  await name.press('Enter');
  await node(page, 'Ledger').waitFor();
  await page.getByRole('button', { name: 'Duplicate' }).click();
  await node(page, 'Ledger 2').waitFor();
  await page.getByRole('button', { name: 'Delete', exact: true }).click();
  await node(page, 'Ledger 2').waitFor({ state: 'detached' });
  const six = ['Inventory', 'Order', 'Payment', 'Shipping'];
  for (const there of [['Ledger', 'Ledger 2'], ['Ledger'], ['Database']]) {
    await undo(page);
    await node(page, there.at(-1)).waitFor();
    assert.deepEqual((await nodes(page)).sort(), [...six, ...there].sort());
  }
  await undo(page);
  await call(page, 'Payment', 'Database').waitFor({ state: 'detached' });
  await undo(page);
  await node(page, 'Database').waitFor({ state: 'detached' });
  await nothingToUndo(page);
});

onPage('a call that would close a cycle is refused, with the reason', '', async (page) => {
  await pull(page, await handle(page, 'Payment'), node(page, 'Order'), async () => {
    await page.getByText('A call to Order would close a cycle').waitFor();
  });
  await page.getByRole('alert').getByText('Not done: this call would close a cycle: Payment → Order → Payment.').waitFor();
  for (const colorScheme of themes) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    assert.deepEqual(await axe(page), [], colorScheme);
  }
  await page.getByRole('button', { name: 'Dismiss' }).click();
  await page.getByRole('alert').waitFor({ state: 'detached' });
  await node(page, 'Order').click();
  await page.keyboard.press('Delete');
  await page.getByRole('alert').getByText(/^Not done: all requests enter at Order/).waitFor();
});

onPage('the end of a call is drawn to another service, and the entry of a journey too', '', async (page) => {
  await call(page, 'Order', 'Shipping').press('Enter');
  await pull(page, page.locator('.edge.is-selected .handle-touch'), node(page, 'Inventory'));
  await call(page, 'Order', 'Inventory').nth(1).waitFor();
  assert.equal(await call(page, 'Order', 'Shipping').count(), 0);
  await undo(page);
  await call(page, 'Order', 'Shipping').waitFor();
  await page.getByRole('button', { name: /^Requests of Checkout/ }).click();
  await pull(page, page.locator('.edge.is-entry .handle-touch'), node(page, 'Shipping'));
  await node(page, 'Payment').locator('.node-latency').getByText('no visits').waitFor();
});

onPage('a cache is dropped in front of a call, and the median falls', '', async (page) => {
  const before = await value(page, 'P50');
  await pull(page, page.getByRole('button', { name: 'Add a cache' }), call(page, 'Order', 'Shipping'), async () => {
    await page.getByText('A cache in front of this call').waitFor();
  });
  await page.getByRole('button', { name: /^Cache Cache, 80.0 % hits/ }).waitFor();
  await until(page, 'P50', (now) => now < before);
  await page.getByRole('textbox', { name: 'Name of the cache' }).waitFor();
  await undo(page);
  await until(page, 'P50', (now) => now === before);
});

onPage('calls are made in turn and at once', '', async (page) => {
  const before = await value(page, 'P50');
  await node(page, 'Order').click();
  await page.getByRole('button', { name: 'Calls in turn' }).click();
  await until(page, 'P50', (now) => now > before * 1.3);
  assert.deepEqual((await page.locator('.edge-turn').allTextContents()).sort(), ['1', '2', '3']);
  await page.getByRole('button', { name: 'Calls at once' }).click();
  await until(page, 'P50', (now) => now === before);
  await call(page, 'Order', 'Payment').click({ force: true });
  await page.getByRole('button', { name: 'After the others' }).click();
  await until(page, 'P50', (now) => now > before);
  assert.deepEqual((await page.locator('.edge-turn').allTextContents()).sort(), ['1', '1', '2']);
  await page.getByRole('button', { name: /^Together with / }).click();
  await until(page, 'P50', (now) => now === before);
});

onPage('a whole system is built by keys alone', '', async (page) => {
  await page.getByRole('button', { name: 'Add a third party' }).focus();
  await page.keyboard.press('Enter');
  await node(page, 'Third party').waitFor();
  await page.waitForFunction(() => document.activeElement.id.startsWith('at-service-'));
  await page.keyboard.press('Home');
  // The first service of the first column is the one that nobody calls yet; Order is the next.
  while (!/^Order, /.test(await page.evaluate(() => document.activeElement.querySelector('title').textContent))) {
    await page.keyboard.press('ArrowDown');
  }
  await page.keyboard.press('c');
  await page.waitForFunction(() => document.activeElement.id === 'object-call');
  await page.keyboard.type('Third');
  await page.keyboard.press('Enter');
  await call(page, 'Order', 'Third party').waitFor();
  await page.waitForFunction(() => document.activeElement.id.startsWith('at-call-'));
  await page.keyboard.press('k');
  await page.getByRole('button', { name: /^Cache Cache, / }).waitFor();
  await page.waitForFunction(() => document.activeElement.id.startsWith('at-level-'));
  await page.keyboard.press('F2');
  await page.keyboard.type('Redis');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: /^Cache Redis, / }).waitFor();
  await page.waitForFunction(() => document.activeElement.id.startsWith('at-level-'));
  await page.keyboard.press('ArrowLeft');
  await page.waitForFunction(() => document.activeElement.id.startsWith('at-call-'));
  await page.keyboard.press('l');
  await page.locator('.edge-turn').first().waitFor();
  await page.keyboard.press('d');
  await call(page, 'Order', 'Third party').nth(1).waitFor();
  await page.keyboard.press('Delete');
  await call(page, 'Order', 'Third party').nth(1).waitFor({ state: 'detached' });
  await page.waitForFunction(() => document.activeElement.id.startsWith('at-'));
  for (let i = 0; i < 7; i += 1) await undo(page);
  await nothingToUndo(page);
  assert.deepEqual((await nodes(page)).length, 4);
});

onPage('the picture is moved, enlarged and shown whole; clicks on nothing select nothing', '', async (page) => {
  const lies = () => picture(page).locator('> g').getAttribute('transform');
  const first = await lies();
  const { x, y, width, height } = await picture(page).boundingBox();
  await node(page, 'Payment').click();
  await pressed(node(page, 'Payment'));
  await page.mouse.move(x + 20, y + height - 20);
  await page.mouse.down();
  await page.mouse.move(x + 120, y + height - 60, { steps: 4 });
  await page.mouse.up();
  const moved = await lies();
  assert.notEqual(moved, first);
  assert.equal(await node(page, 'Payment').getAttribute('aria-pressed'), 'true', 'a move is no click');
  await page.mouse.click(x + 20, y + height - 20);
  await pressed(node(page, 'Payment'), false);
  const at = await middle(node(page, 'Payment'));
  await page.mouse.move(...at);
  await page.keyboard.down('Control');
  await page.mouse.wheel(0, -200);
  await page.keyboard.up('Control');
  await page.waitForFunction((old) => document.querySelector('.system-svg > g').getAttribute('transform') !== old, moved);
  const now = await middle(node(page, 'Payment'));
  assert.ok(Math.hypot(now[0] - at[0], now[1] - at[1]) < 3, 'what is under the pointer stays there');
  await page.getByRole('button', { name: 'Show all (0)' }).click();
  for (const box of await page.locator('.node-box').all()) {
    const inside = await box.boundingBox();
    assert.ok(inside.x >= x && inside.x + inside.width <= x + width && inside.y >= y && inside.y + inside.height <= y + height);
  }
  await openExample(page, /^Six levels of cache/);
  await node(page, 'Catalogue').waitFor();
});

onPage('what breaks first is said and marked, and follows', '', async (page) => {
  const whole = /^Breaks first: P99 of Checkout passes 1.50 s at .*\. Then Shipping is full at 128\/s, 1.14 × today's load\.$/;
  await page.locator('.breaks').filter({ hasText: whole }).waitFor();
  await node(page, 'Shipping').locator('.node-tag').getByText('full first').waitFor();
  assert.match(await headline(page).innerText(), /Meets/);
});

onPage('two hundred services: some are put away, the search finds and centres one, and all can be shown', system(200), async (page) => {
  const shown = (await nodes(page)).length;
  assert.ok(shown > 20 && shown <= 60, `${shown} services`);
  const search = page.getByRole('searchbox', { name: 'Find a service' });
  await search.fill('ledger 199');
  await page.getByText('1 found').waitFor();
  await search.press('Enter');
  const found = node(page, 'Ledger 199');
  await found.waitFor();
  await page.waitForFunction(() => {
    const box = document.querySelector('.node.is-selected')?.getBoundingClientRect();
    const room = document.querySelector('.system-svg').getBoundingClientRect();
    return box && Math.abs(box.x + box.width / 2 - room.x - room.width / 2) < 20
      && Math.abs(box.y + box.height / 2 - room.y - room.height / 2) < 20;
  });
  await search.fill('');
  await page.getByRole('button', { name: 'Unfold all' }).click();
  assert.equal((await nodes(page)).length, 200);
  await page.getByRole('button', { name: 'Show all (0)' }).click();
  await page.locator('.system-svg.is-far').waitFor();
  await page.getByRole('button', { name: 'Fold all' }).click();
  await nextFrame(page);
  assert.ok((await nodes(page)).length < 10);
  const first = page.locator('.node').first();
  await first.focus();
  await page.keyboard.press('e');
  assert.ok((await nodes(page)).length < 10);
  assert.ok(Object.keys(await tiles(page)).length === 8);
});

onPage('fingers move and pinch the picture', '', async (page) => {
  const session = await page.context().newCDPSession(page);
  const box = await picture(page).boundingBox();
  const touch = (type, points) => session.send('Input.dispatchTouchEvent', {
    type, touchPoints: points.map(([x, y], id) => ({ x: box.x + x, y: box.y + y, id })),
  });
  const scale = () => picture(page).locator('> g').getAttribute('transform').then((t) => Number(/scale\(([\d.]+)\)/.exec(t)[1]));
  const before = await scale();
  await touch('touchStart', [[60, 30], [120, 30]]);
  for (const apart of [80, 110, 140, 180]) await touch('touchMove', [[60, 30], [60 + apart, 30]]);
  await touch('touchEnd', []);
  await nextFrame(page);
  assert.ok(await scale() > before * 1.5, `${before} to ${await scale()}`);
}, { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
