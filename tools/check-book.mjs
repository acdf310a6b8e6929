// Whether every link of the built manual leads somewhere: pages, places in them, files; nothing from another host; every
// page of docs/ in the book; every planner in a page with a link in it that opens the same. Addresses of other hosts
// that a reader may follow are not tried. `node tools/check-book.mjs FOLDER` prints what is wrong and fails.

import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const entities = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'", '#x27': "'" };
const decoded = (text) => text.replace(/&(#?\w+);/g, (whole, name) => entities[name] ?? whole);

/** The attributes of the text of a tag. */
function attributes(tag) {
  const found = tag.matchAll(/\s([\w-]+)(?:=(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?/g);
  return Object.fromEntries([...found].map(([, name, a, b, c]) => [name, decoded(a ?? b ?? c ?? '')]));
}

/** The tags of a page, as names with attributes. Code in it is escaped and scripts are left out, so none is a text. */
function tags(html) {
  const bare = html.replace(/<!--[\s\S]*?-->/g, '').replace(/(<script\b[^>]*>)[\s\S]*?<\/script>/g, '$1');
  return [...bare.matchAll(/<([a-z][\w-]*)((?:"[^"]*"|'[^']*'|[^'">])*)>/g)]
    .map(([, name, rest]) => ({ name, ...attributes(rest) }));
}

/** What is wrong with the book in a folder whose pages came from another, each as a line. */
export function faults(book, docs) {
  const wrong = [];
  const pages = new Map(readdirSync(book).filter((name) => name.endsWith('.html'))
    .map((name) => [join(book, name), tags(readFileSync(join(book, name), 'utf8'))]));
  const places = new Map([...pages].map(([path, all]) => [path, new Set(all.map(({ id }) => id))]));

  const follow = (page, { name, href, src }) => {
    const address = href ?? src;
    const say = (why) => wrong.push(`${relative(book, page)}: ${address}: ${why}`);
    if (/^[a-z][a-z0-9+.-]*:|^\/\//i.test(address)) {
      if (name !== 'a' && !address.startsWith('data:')) say('comes from another host');
      return;
    }
    const [, path, place] = /^([^?#]*)(?:\?[^#]*)?(?:#(.*))?$/s.exec(address);
    if (path.startsWith('/')) return say('is no relative address');
    let file = path ? resolve(dirname(page), decodeURIComponent(path)) : page;
    if (existsSync(file) && statSync(file).isDirectory()) file = join(file, 'index.html');
    if (!existsSync(file)) return say('leads nowhere');
    if (place && places.has(file) && !places.get(file).has(decodeURIComponent(place))) say('names no place there');
  };

  for (const [page, all] of pages) {
    for (const tag of all) if ('href' in tag || 'src' in tag) follow(page, tag);
    all.forEach(({ name, scenario }, at) => {
      if (name !== 'headroom-planner' || all[at + 1]?.href === `planner/#${scenario}`) return;
      wrong.push(`${relative(book, page)}: the planner of ${scenario} has no link in it that opens the same`);
    });
  }
  for (const name of readdirSync(docs).filter((file) => file.endsWith('.md') && file !== 'SUMMARY.md')) {
    if (!pages.has(join(book, name.replace(/md$/, 'html')))) wrong.push(`docs/${name} is not in SUMMARY.md`);
  }
  return wrong;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const wrong = faults(resolve(process.argv[2]), fileURLToPath(new URL('../docs', import.meta.url)));
  for (const line of wrong) console.error(`manual: ${line}`);
  process.exitCode = wrong.length ? 1 : 0;
}
