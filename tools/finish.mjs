// Finishes what Trunk has built; Trunk calls it (Trunk.toml) before it moves its output to dist/.
//
// The style sheets become one and, like the scripts that are fetched first, are made short. Trunk gives the page's files
// names with a hash, but not the worker's, so a browser could run an old worker beside a new page. Here they get one too, the
// page is told their names, what is kept for times without a network is listed, and a release is compressed and weighed.

import { transformSync } from 'esbuild';
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { split } from './split.mjs';

const dir = process.env.TRUNK_STAGING_DIR;
if (!dir) throw new Error('finish.mjs is called by Trunk; run `make build`');

const read = (name) => readFileSync(join(dir, name));

/** Writes a file's hash into its name and returns the new name. */
function hashed(name, pattern) {
  const hash = createHash('sha256').update(read(name)).digest('hex').slice(0, 16);
  const renamed = pattern.replace('HASH', hash);
  renameSync(join(dir, name), join(dir, renamed));
  return renamed;
}

/** Replaces `from` in a text that must have it. */
function replaced(text, from, to) {
  if (!text.includes(from)) throw new Error(`“${from}” was expected: has the output of Trunk or wasm-bindgen changed?`);
  return text.replaceAll(from, to);
}

/** A text without what only its readers need, in words that these browsers know. */
function short(text, loader, target) {
  return transformSync(text, { loader, target, minify: true, legalComments: 'none', charset: 'utf8' }).code;
}

/** The page with the names of a file's old and new text exchanged, after the file was. */
function exchanged(html, old, pattern, text) {
  writeFileSync(join(dir, old), text);
  return replaced(html, old, hashed(old, pattern));
}

let html = read('index.html').toString();

/** One file instead of the many that a pattern finds in the page, in their order: what the first picture waits for is asked for once. */
function merged(pattern, name, loader, target) {
  const found = [...html.matchAll(pattern)];
  const text = found.map(([, file]) => read(file).toString()).join('\n');
  for (const [tag, file] of found.slice(1)) {
    rmSync(join(dir, file));
    html = replaced(html, tag, '');
  }
  html = exchanged(html, found[0][1], name, short(text, loader, target));
}

merged(/ *<link rel="stylesheet" href="\.\/([^"]+)"[^>]*>\n?/g, 'style-HASH.css', 'css', ['chrome111', 'firefox114', 'safari16.4']);
// The program's script is a module of today; those that start it also run in browsers that are too old, to say so.
const [, app] = html.match(/ data-app="\.\/([^"]+)"/);
const [, appWasm] = html.match(/ data-app-wasm="\.\/([^"]+)"/);
const program = await split();
html = exchanged(html, app, 'app-HASH.js', program.script);
html = exchanged(html, appWasm, 'app-HASH_bg.wasm', program.first);
writeFileSync(join(dir, 'workbench.wasm'), program.second);
const workbench = hashed('workbench.wasm', 'workbench-HASH.wasm');
merged(/ *<script src="\.\/([^"]+)"[^>]*><\/script>\n?/g, 'start-HASH.js', 'js', 'es2017');

// The worker is one script: wasm-bindgen's, then ours that starts it.
const workerWasm = hashed('worker_bg.wasm', 'worker-HASH_bg.wasm');
const starter = replaced(read('worker-start.js').toString(), './worker_bg.wasm', `./${workerWasm}`);
writeFileSync(join(dir, 'worker.js'), short(read('worker.js') + starter, 'js', 'es2022'));
rmSync(join(dir, 'worker-start.js'));
const worker = hashed('worker.js', 'worker-HASH.js');

const single = hashed('single.js', 'single-HASH.js');

const files = '<meta name="headroom-files"';
writeFileSync(join(dir, 'index.html'), replaced(
  html,
  files,
  `${files} data-app-bytes="${program.first.length}" data-workbench="./${workbench}" data-workbench-bytes="${program.second.length}" data-worker="./${worker}" data-worker-wasm="./${workerWasm}" data-single="./${single}" data-offline="./sw.js"`,
));

// What is kept is this version and no other: each file with the hash of what is in it.
const hasHash = /-[0-9a-f]{8,}(_bg)?\.[a-z]+$/;
const kept = readdirSync(dir, { withFileTypes: true })
  .filter((entry) => entry.isFile() && !['sw.js', 'embed.js'].includes(entry.name) && !/\.(br|gz)$/.test(entry.name))
  .map(({ name }) => ({
    name: name === 'index.html' ? './' : `./${name}`,
    integrity: `sha256-${createHash('sha256').update(read(name)).digest('base64')}`,
    fixed: hasHash.test(name),
  }))
  .sort((a, b) => (a.name < b.name ? -1 : 1));
const keeper = read('sw.js').toString();
const id = createHash('sha256').update(keeper).update(JSON.stringify(kept)).digest('hex').slice(0, 16);
writeFileSync(join(dir, 'sw.js'), replaced(keeper, '{ id: "", files: [] }', JSON.stringify({ id, files: kept })));

if (process.env.TRUNK_PROFILE === 'release') {
  const brotli = { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } };
  const rows = readdirSync(dir, { withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(html|js|wasm|css|svg|webmanifest|json)$/.test(entry.name))
    .map(({ name }) => {
      const raw = read(name);
      const br = brotliCompressSync(raw, brotli);
      const gz = gzipSync(raw, { level: 9 });
      writeFileSync(join(dir, `${name}.br`), br);
      writeFileSync(join(dir, `${name}.gz`), gz);
      return { name, raw: raw.length, gzip: gz.length, brotli: br.length };
    })
    .sort((a, b) => b.raw - a.raw);
  // The workbench is fetched once the first numbers stand, the worker when the first simulation starts, the price book when
  // somebody opens it, the rest by other pages, once the page stands, or when somebody asks for the one file.
  const sum = (name, of) => of.reduce((t, r) => ({ name, raw: t.raw + r.raw, gzip: t.gzip + r.gzip, brotli: t.brotli + r.brotli }), { raw: 0, gzip: 0, brotli: 0 });
  const later = rows.filter((row) => row.name.startsWith('worker'));
  const besides = [workbench, 'prices.json', 'scenario.schema.json', 'embed.js', 'sw.js', single];
  const page = rows.filter((row) => !later.includes(row) && !besides.includes(row.name));
  const table = [...rows, sum('the page', page), sum('the worker', later)];
  const width = Math.max(...table.map((row) => row.name.length));
  const line = (name, ...cells) => console.log(name.padEnd(width), ...cells.map((cell) => String(cell).padStart(9)));
  line('bytes', 'raw', 'gzip', 'brotli');
  for (const row of table) line(row.name, row.raw, row.gzip, row.brotli);
}
