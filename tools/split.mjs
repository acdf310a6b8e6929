// Makes two modules of the page's program: the first shows numbers, the second is fetched while they are read. What belongs to
// which follows from src/ui/app/workbench.rs: whatever only that can reach is in the second.
//
// Trunk knows programs of one module only, so this does once more what Trunk has done with the whole: its command of
// wasm-bindgen, then wasm-opt.

import { buildSync } from 'esbuild';
import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** What links the modules, and the word in it that static/start.js answers. */
const LINK = '__wasm_split.js';
const FETCHES = /\(\) => \{\s*const src = fetch\(new URL\("\.\/split_workbench\.wasm", import\.meta\.url\)\);[^]*?\n\}\n/;
const ASKS = '() => (imports) => self.headroom.workbench(imports)\n';

const OPTIONS = [
  '-O2', '--converge', '--reorder-functions', '--one-caller-inline-max-function-size=30', '--low-memory-unused',
  '--enable-bulk-memory', '--enable-nontrapping-float-to-int', '--enable-sign-ext', '--enable-mutable-globals',
  '--enable-reference-types', '--enable-multivalue', '--enable-simd', '--strip-debug',
];

/** The program's script and its two modules. */
export async function split() {
  const run = (command, ...args) => execFileSync(command, args, { encoding: 'utf8', maxBuffer: 1 << 28, stdio: ['ignore', 'pipe', 'inherit'] });
  const { target_directory: target } = JSON.parse(run('cargo', 'metadata', '--format-version', '1', '--no-deps'));
  const dir = mkdtempSync(join(tmpdir(), 'headroom-'));
  try {
    run('wasm-split-cli', join(target, 'wasm32-unknown-unknown', 'page', 'app.wasm'), dir, '--out-name', 'app');
    const modules = readdirSync(dir).filter((name) => name.endsWith('.wasm')).sort();
    const link = readFileSync(join(dir, LINK), 'utf8');
    if (modules.join() !== 'app.wasm,split_workbench.wasm' || !FETCHES.test(link)) {
      throw new Error(`two modules were expected, not ${modules}: has the output of wasm-split-cli changed?`);
    }
    writeFileSync(join(dir, LINK), link.replace(FETCHES, ASKS));
    run('wasm-bindgen', '--target', 'web', '--no-typescript', '--keep-lld-exports', '--out-dir', dir, '--out-name', 'app', join(dir, 'app.wasm'));
    // The linking script is one with the program's: it has to be there before the first module is.
    const { outputFiles: [script] } = buildSync({
      stdin: { contents: "export { default } from './app.js';", resolveDir: dir },
      bundle: true, write: false, format: 'esm', target: 'es2022', minify: true, legalComments: 'none', charset: 'utf8',
    });
    const small = async (name, ...options) => {
      await promisify(execFile)('wasm-opt', [...OPTIONS, ...options, join(dir, name), '-o', join(dir, `small-${name}`)]);
      return readFileSync(join(dir, `small-${name}`));
    };
    // Memory is all zero before the first module is there, and no longer before the second is.
    const [first, second] = await Promise.all([small('app_bg.wasm', '--zero-filled-memory'), small('split_workbench.wasm')]);
    return { script: script.text, first, second };
  } finally {
    rmSync(dir, { recursive: true });
  }
}
