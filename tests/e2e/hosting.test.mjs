// Where planner and manual are hosted: nginx with the very configuration of hosting/, under a path; a whole session under its
// policy; and that every configuration says what tools/headers.json says.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { fileURLToPath } from 'node:url';
import { book, dist, headers } from '../../tools/site.mjs';
import { charts, drawn, openExample, picture, simulated, slider, tile, type } from './driver.mjs';
import { knowsTour, launch, started, watch } from './support.mjs';

const read = (name) => readFileSync(fileURLToPath(new URL(`../../${name}`, import.meta.url)), 'utf8');
const policy = headers['every file']['Content-Security-Policy'];
const policyOfManual = headers['pages of the manual']['Content-Security-Policy'];
const nginx = process.env.NGINX_COMMAND || '/usr/sbin/nginx';

/** A port that is free now. */
function freePort() {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

/**
 * nginx as hosting/nginx.conf has it, save for port, name and folder; the planner is at the path /tools/headroom/, the manual
 * in the folder manual/ there.
 */
async function startNginx(t) {
  const folder = mkdtempSync(join(tmpdir(), 'headroom-nginx-'));
  const root = join(folder, 'srv/tools/headroom');
  mkdirSync(root, { recursive: true });
  for (const name of readdirSync(dist)) symlinkSync(join(dist, name), join(root, name));
  symlinkSync(book, join(root, 'manual'));
  const port = await freePort();
  const site = read('hosting/nginx.conf')
    .replace('listen 80;', `listen 127.0.0.1:${port};`)
    .replace('root /srv/headroom;', `root ${folder}/srv;`);
  assert.ok(site.includes(`127.0.0.1:${port}`) && site.includes(`${folder}/srv;`));
  writeFileSync(join(folder, 'site.conf'), site);
  const modules = '/etc/nginx/modules-enabled';
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((kind) => `${kind}_temp_path ${folder}/${kind};`).join(' ');
  const user = process.getuid?.() === 0 ? 'user root;' : '';
  writeFileSync(join(folder, 'nginx.conf'), `daemon off; ${user} pid ${folder}/pid; error_log stderr warn;
    ${existsSync(modules) ? `include ${modules}/*.conf;` : ''}
    events {} http { access_log off; ${temporary} include ${folder}/site.conf; }`);
  const server = spawn(nginx, ['-e', 'stderr', '-c', join(folder, 'nginx.conf')], { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  server.stderr.on('data', (text) => (said += text));
  const ended = new Promise((resolve) => server.once('exit', resolve));
  t.after(async () => {
    server.kill('SIGQUIT');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  });
  const url = `http://127.0.0.1:${port}/tools/headroom/`;
  for (let up = false; !up;) {
    assert.equal(server.exitCode, null, said);
    up = await fetch(url).then((response) => response.ok, () => false);
  }
  return { url, said: () => said };
}

test('every configuration has the policies of tools/headers.json, the page has its own, and the manual prints both', () => {
  assert.ok(read('index.html').includes(`"${policy}"`));
  for (const file of ['hosting/nginx.conf', 'hosting/Caddyfile']) {
    for (const one of [policy, policyOfManual]) assert.equal(read(file).split(`"${one}"`).length, 2, `${file} has not once ${one}`);
  }
  const blocks = [...read('docs/hosting.md').matchAll(/```text\n(default-src[^`]*)```/g)];
  assert.deepEqual(blocks.map(([, text]) => text.trim().replace(/\s+/g, ' ')), [policy, policyOfManual]);
  for (const [name, value] of Object.entries(headers['every file']).slice(1)) {
    for (const file of ['hosting/nginx.conf', 'hosting/Caddyfile']) assert.ok(read(file).includes(`${name} "${value}"`), `${file}: ${name}`);
  }
});

test('nginx serves every file with its type, compressed, with its headers and its caching', async (t) => {
  const { url } = await startNginx(t);
  const types = {
    html: 'text/html; charset=utf-8', js: /^text\/javascript/, css: /^text\/css/, wasm: 'application/wasm',
    svg: 'image/svg+xml', webmanifest: 'application/manifest+json', json: /^application\/json/,
  };
  const names = readdirSync(dist).filter((name) => name.split('.').pop() in types);
  assert.deepEqual(new Set(names.map((name) => name.split('.').pop())), new Set(Object.keys(types)), 'some of each');
  for (const name of names) {
    for (const coding of ['br', 'gzip']) {
      const response = await fetch(url + name, { headers: { 'Accept-Encoding': coding } });
      const body = Buffer.from(await response.arrayBuffer());
      const sent = response.headers;
      assert.equal(sent.get('content-encoding'), coding, name);
      assert.deepEqual(body, readFileSync(join(dist, name)), name);
      assert.match(sent.get('content-type'), typeof types[name.split('.').pop()] === 'string'
        ? new RegExp(`^${types[name.split('.').pop()].replace('+', '\\+')}$`) : types[name.split('.').pop()], name);
      for (const [header, value] of Object.entries(headers['every file'])) assert.equal(sent.get(header), value, `${name}: ${header}`);
      const isFixed = /-[0-9a-f]{8,}(_bg)?\.[a-z]+$/.test(name);
      assert.equal(sent.get('cache-control'), isFixed ? 'public, max-age=31536000, immutable' : 'no-cache', name);
    }
  }
});

test('nginx serves the pages of the manual with their policy, and the planner in it with the planner\'s', async (t) => {
  const { url } = await startNginx(t);
  const expected = { ...headers['every file'], ...headers['pages of the manual'] };
  const fonts = readdirSync(join(book, 'fonts')).map((name) => `fonts/${name}`);
  const names = [...readdirSync(book).filter((name) => /\.(html|js|css|svg)$/.test(name)), ...fonts];
  for (const name of ['', ...names]) {
    const { ok, headers: sent } = await fetch(`${url}manual/${name}`);
    assert.ok(ok, name);
    for (const [header, value] of Object.entries(expected)) assert.equal(sent.get(header), value, `${name}: ${header}`);
    if (name.endsWith('.woff2')) assert.equal(sent.get('content-type'), 'font/woff2', name);
  }
  for (const name of ['', 'index.html', 'embed.js', 'sw.js']) {
    const { ok, headers: sent } = await fetch(`${url}manual/planner/${name}`);
    assert.ok(ok, name);
    for (const [header, value] of Object.entries(headers['every file'])) assert.equal(sent.get(header), value, `${name}: ${header}`);
  }
});

test('a page of the manual under nginx has its planner and its search, and breaks no policy', async (t) => {
  const { url, said } = await startNginx(t);
  const browser = await launch();
  t.after(() => browser.close());
  const page = await browser.newPage();
  const faults = await watch(page, url);
  await page.goto(`${url}manual/introduction.html`);
  const planner = page.locator('headroom-planner');
  await planner.scrollIntoViewIfNeeded();
  await planner.locator('iframe').contentFrame().locator('.tile').first().waitFor();
  await page.keyboard.press('s');
  await page.getByRole('searchbox').pressSequentially('stampede');
  await page.locator('#mdbook-searchresults a').filter({ hasText: 'Caches' }).first().waitFor();
  faults.none();
  assert.equal(said(), '');
});

test('a whole session under nginx, in a path, asks nothing of other hosts, keeps no cookie, and breaks no policy', async (t) => {
  const { url, said } = await startNginx(t);
  const browser = await launch();
  t.after(() => browser.close());
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  await knowsTour(context);
  const page = await context.newPage();
  const faults = await watch(page, url);
  const asked = new Set();
  context.on('request', (request) => {
    const { protocol, origin, pathname } = new URL(request.url());
    if (['data:', 'blob:'].includes(protocol)) return;
    asked.add(pathname);
    assert.equal(origin, new URL(url).origin, request.url());
    assert.ok(pathname.startsWith('/tools/headroom/'), pathname);
  });
  await page.goto(url);
  await started(page);
  await simulated(page);
  await slider(page, 'Shipping: Replicas').press('ArrowRight');
  await type(page, 'Checkout: Arrival rate', '97');
  for (const chart of await charts(page).all()) await drawn(page, picture(chart));
  await tile(page, 'P99').click();
  await page.getByRole('dialog').waitFor();
  await page.keyboard.press('Escape');
  await openExample(page, /^Fan-out/);
  await page.getByRole('searchbox', { name: 'Filter parameters' }).fill('price');
  await page.getByRole('button', { name: /^List prices for/ }).first().click();
  await page.getByRole('dialog').getByRole('link').first().waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: /^Theme/ }).click();
  await page.getByRole('button', { name: 'Undo' }).click();
  await simulated(page);
  assert.ok([...asked].some((path) => /worker-.*_bg\.wasm$/.test(path)) && [...asked].some((path) => path.endsWith('prices.json')));
  assert.deepEqual(await context.cookies(), []);
  faults.none();
  assert.equal(said(), '');
});
