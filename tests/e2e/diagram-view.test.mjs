// The diagram as a picture: what of it is in sight, what lies over what, and where the focus stays. Every wait is for a condition.

import assert from 'node:assert/strict';
import test from 'node:test';
import { handle, middle, node, nodes, picture, pull, system, undo } from './board.mjs';
import { eachFrame, nextFrame, nothingToUndo, pressed } from './driver.mjs';
import { useSuite } from './support.mjs';

const suite = useSuite(test);
const { onPage } = suite;

/** How many services can be seen in the window, and of how many. */
const inSight = (page) => picture(page).evaluate((svg) => {
  const room = svg.getBoundingClientRect();
  const boxes = [...svg.querySelectorAll('.node-box')].map((box) => box.getBoundingClientRect());
  const seen = boxes.filter((box) => box.right > room.left && box.left < room.right && box.bottom > room.top && box.top < room.bottom);
  return [seen.length, boxes.length];
});

onPage('whatever becomes of the system or the window, something is in sight', system(200), async (page) => {
  const size = (width, height) => page.setViewportSize({ width, height });
  await page.getByRole('button', { name: 'Unfold all' }).click();
  await page.getByRole('button', { name: 'Show all (0)' }).click();
  await page.getByRole('button', { name: 'Fold all' }).click();
  await page.waitForFunction(() => document.querySelectorAll('.node').length < 10);
  const [seen, all] = await inSight(page);
  assert.equal(seen, all);
  assert.equal(await page.locator('.system-svg.is-far').count(), 0, 'and can be read');
  // Moved to its far end, and the system or the window becomes small.
  await page.getByRole('button', { name: 'Unfold all' }).click();
  await page.waitForFunction(() => document.querySelectorAll('.node').length === 200);
  await page.locator('.node').last().focus();
  assert.ok((await inSight(page))[0] > 0);
  await size(390, 844);
  await page.waitForFunction(() => document.querySelector('.system-svg').clientWidth < 390);
  await eachFrame(page, 'a service in sight', async () => (await inSight(page))[0] > 0 || undefined);
  await size(1440, 900);
  await page.waitForFunction(() => document.querySelector('.system-svg').clientWidth > 1000);
  await eachFrame(page, 'a service in sight', async () => (await inSight(page))[0] > 0 || undefined);
});

onPage('who looks at all of it sees what comes to it', '', async (page) => {
  await page.getByRole('button', { name: 'Show all (0)' }).click();
  // Each is called by the one before.
  for (let count = 5; count < 12; count += 1) {
    await page.getByRole('button', { name: 'Add a service' }).click();
    await page.waitForFunction((now) => document.querySelectorAll('.node').length === now, count);
    assert.deepEqual(await inSight(page), [count, count]);
  }
});

onPage('what one folds stays where it is and keeps the focus, and so through undo', system(30), async (page) => {
  const focused = (name) => node(page, name).and(page.locator(':focus')).waitFor();
  const folding = page.locator('.node:has(.fold-chip)').nth(1);
  const name = (await folding.locator('title').first().textContent()).split(',')[0];
  await folding.focus();
  await nextFrame(page);
  const [at, before] = [await middle(node(page, name)), (await nodes(page)).length];
  await page.keyboard.press('e');
  await page.waitForFunction((count) => document.querySelectorAll('.node').length < count, before);
  await nextFrame(page);
  const now = await middle(node(page, name));
  assert.ok(Math.hypot(now[0] - at[0], now[1] - at[1]) < 2, `${at} to ${now}`);
  await focused(name);
  await page.keyboard.press('d');
  const copy = await eachFrame(page, 'the copy', async () => {
    const [now] = await page.locator('.node:focus > title').allTextContents();
    return now && !now.startsWith(`${name},`) ? now.split(',')[0] : undefined;
  });
  await node(page, name).focus();
  await undo(page);
  await node(page, copy).waitFor({ state: 'detached' });
  await focused(name);
  await page.keyboard.press('Control+Shift+z');
  await node(page, copy).waitFor();
  await focused(name);
  await node(page, copy).focus();
  await undo(page);
  await node(page, copy).waitFor({ state: 'detached' });
  // What had the focus is gone.
  await page.locator('#system:focus').waitFor();
});

onPage('a thread is let go by Escape, and when the document changes', '', async (page) => {
  await pull(page, page.getByRole('button', { name: 'Add a queue' }), node(page, 'Payment'), async () => {
    await page.getByText('A queue that Payment calls').waitFor();
    await page.keyboard.press('Escape');
    await page.locator('.is-pulling').first().waitFor({ state: 'detached' });
  });
  await page.getByRole('button', { name: 'Add a database' }).click();
  await node(page, 'Database').waitFor();
  // The call to Database, held when its undo takes it away.
  await pull(page, await handle(page, 'Database'), node(page, 'Payment'), async () => {
    await page.getByText('Database calls Payment').waitFor();
    await undo(page);
    await node(page, 'Database').waitFor({ state: 'detached' });
  });
  await nextFrame(page);
  assert.equal(await page.locator('.edge.at').count(), 3);
  assert.equal(await page.getByRole('alert').count(), 0);
  await nothingToUndo(page);
});

onPage('a call is taken away by its part behind the caches', '#caches', async (page) => {
  const behind = page.locator('.edge[id$="-behind"]').first();
  const before = await page.locator('.edge.at').count();
  const [x, y] = await behind.locator('.edge-line').evaluate((line) => {
    const at = line.getPointAtLength(line.getTotalLength() / 2).matrixTransform(line.getScreenCTM());
    return [at.x, at.y];
  });
  await page.mouse.click(x, y);
  await pressed(behind);
  await page.keyboard.press('Delete');
  await page.waitForFunction((old) => document.querySelectorAll('.edge.at').length === old - 2, before);
});

onPage('names stay in their boxes, whatever their letters', '#caches', async (page) => {
  for (const letter of ['W', '中', '@']) {
    for (const thing of ['.node', '.journey', '.level']) {
      await page.locator(thing).first().dblclick();
      const name = page.locator('#object-name');
      await name.fill(letter.repeat(30));
      await name.press('Enter');
      const cut = page.locator(`${thing} text`, { hasText: `${letter}…` }).first();
      await cut.waitFor();
      const out = await cut.evaluate((text) => {
        const [words, box] = [text.getBoundingClientRect(), text.parentElement.querySelector('rect').getBoundingClientRect()];
        const hit = text.parentElement.querySelector('.level-hit')?.getBoundingClientRect().left;
        return [box.left - words.left, words.right - (hit ?? box.right)];
      });
      assert.ok(out.every((by) => by < 0), `${letter} in ${thing}: ${out}`);
      await page.locator(`${thing} > title`, { hasText: letter.repeat(30) }).first().waitFor({ state: 'attached' });
    }
  }
});

onPage('the critical path lies over the other lines, and what they say over all', '', async (page) => {
  const order = await page.locator('.edge, .edge-words').evaluateAll((all) => all.map((one) => (
    one.matches('.edge-words') ? 2 : Number(one.matches('.is-critical'))
  )));
  assert.ok(order.includes(1) && order.includes(2));
  assert.deepEqual(order, order.toSorted());
});

onPage('why something was not done is seen where it was tried', '', async (page) => {
  await page.locator('.tools-row').evaluate((row) => row.scrollIntoView({ block: 'start' }));
  await node(page, 'Order').evaluate((order) => order.focus({ preventScroll: true }));
  await page.keyboard.press('Delete');
  const box = await page.getByRole('alert').boundingBox();
  const { bottom } = await page.locator('.board').evaluate((board) => board.getBoundingClientRect());
  assert.ok(bottom > 580, `the foot of the picture is out of sight: ${bottom}`);
  assert.ok(box.y > 200 && box.y + box.height <= 560, JSON.stringify(box));
}, { viewport: { width: 1440, height: 560 } });
