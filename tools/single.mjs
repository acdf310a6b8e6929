// Writes the built page as one HTML file: `make single`, or `node tools/single.mjs FRAGMENT FILE` for another scenario
// than the default and another name than headroom.html.

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { assemble } from '../static/single.js';
import { dist } from './site.mjs';

const [fragment = '', file = 'headroom.html'] = process.argv.slice(2);
const bytes = async (name) => readFileSync(join(dist, name));
const html = await assemble({ html: (await bytes('index.html')).toString(), bytes, fragment: fragment.replace(/^#/, '') });
writeFileSync(file, html);
console.log(`${file}: ${html.length} bytes`);
