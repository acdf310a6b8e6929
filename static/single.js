// Puts the whole planner into one HTML file that opens from a disk: the page fetches this when somebody asks for the file,
// and tools/single.mjs uses it for `make single`.
//
// Styles and scripts stand in the file as they are, under a policy that names their hashes; WebAssembly and the worker
// stand in it compressed, as data. Nothing of it is fetched, and static/start.js knows where it is.

const blocks = /<link rel="(?:stylesheet|manifest|icon)"[^>]*>\s*|<script[^>]* src="[^"]*"[^>]*><\/script>\s*/g;

/** The one file: from the text of index.html, what reads the files beside it, and the fragment that it shall open with. */
export async function assemble({ html, bytes, fragment }) {
  const text = async (name) => new TextDecoder().decode(await bytes(name));
  const names = (pattern) => [...html.matchAll(pattern)].map((found) => found[1]);
  const files = Object.fromEntries([...html.match(/<meta name="headroom-files"[^>]*>/)[0].matchAll(/data-([a-z-]+)="([^"]*)"/g)]
    .map(([, name, value]) => [name, value]));

  const sheets = names(/<link rel="stylesheet" href="([^"]+)"/g);
  const style = (await Promise.all(sheets.map(text))).join("\n");
  const start = await text(names(/<script[^>]* src="([^"]+)"/g)[0]);
  const module = handsItself(await text(files.app));
  for (const script of [start, module]) {
    if (/<\/script|<!--/i.test(script)) throw new Error("a script holds what would end it within a page");
  }

  const policy = [
    "default-src 'none'",
    `script-src ${await hash(start)} ${await hash(module)} 'wasm-unsafe-eval'`,
    `style-src ${await hash(style)}`,
    "img-src data: blob:", "worker-src blob:", "base-uri 'none'", "form-action 'none'",
    "require-trusted-types-for 'script'", "trusted-types headroom",
  ].join("; ");
  const icon = btoa(await text("icon.svg"));
  const prices = (await text("prices.json")).replaceAll("<", "\\u003c");
  const carried = await Promise.all(["app-wasm", "workbench", "worker", "worker-wasm"].map(async (part) => (
    `<script type="application/octet-stream" data-carried="${part}">${await packed(await bytes(files[part]))}</script>`
  )));

  const head = `<link rel="icon" href="data:image/svg+xml;base64,${icon}">\n    <style>${style}</style>\n  </head>`;
  const body = `${carried.join("\n")}
<script type="application/json" data-carried="prices.json">${prices}</script>
<script>${start}</script>
<script type="module">${module}</script>
</body>`;
  const replace = (whole, pattern, by) => {
    if (!pattern.test(whole)) throw new Error(`index.html has no ${pattern}`);
    return whole.replace(pattern, () => by);
  };
  let page = html.replace(blocks, "").replace(/<!--[^]*?-->\s*/g, "");
  page = replace(page, /(?<=http-equiv="Content-Security-Policy" content=")[^"]*/, policy);
  page = replace(page, /<meta name="headroom-files"[^>]*>/, `<meta name="headroom-files" data-scenario="${quoted(fragment)}">`);
  page = replace(page, /<\/head>/, head);
  return replace(page, /<\/body>/, body);
}

/** The program as a script that hands its beginning over instead of exporting it. */
function handsItself(module) {
  const exported = /export\s*\{[^}]*?([\w$]+) as default[^}]*\};?\s*$/;
  const name = module.match(exported)?.[1];
  if (!name) throw new Error("the program exports no beginning");
  return `${module.replace(exported, "")}\nself.headroomModule(${name});\n`;
}

async function hash(text) {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return `'sha256-${base64(new Uint8Array(digest))}'`;
}

async function packed(bytes) {
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream("gzip"));
  return base64(new Uint8Array(await new Response(stream).arrayBuffer()));
}

function base64(bytes) {
  let text = "";
  for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(text);
}

const quoted = (text) => text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");
