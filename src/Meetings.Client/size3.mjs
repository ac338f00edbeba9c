// What a commune on a thin line has to wait for, held against a budget. Bytes are Brotli 11, as served.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';

const kB = 1000;
/** `check` is the device check usable; `call` adds the live call, fetched while the check is on the screen (the goal is 60 kB). */
const budget = { entry: 25 * kB, check: 60 * kB, call: 75 * kB, signalr: 13.5 * kB, page: 12 * kB };

const web = join(import.meta.dirname, '../../wwwroot');
const size = (path) => brotliCompressSync(readFileSync(path), { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length;
const html = readFileSync(join(web, 'index.html'), 'utf8');
const chunks = new Map(readdirSync(join(web, 'assets')).filter((f) => /\.(js|css)$/.test(f)).map((f) => [f, size(join(web, 'assets', f))]));
const source = (file) => readFileSync(join(web, 'assets', file), 'utf8');
const entry = [...chunks.keys()].find((f) => f.endsWith('.js') && html.includes(f));

/** Chunks a chunk needs at once: its static imports, and style that its loader names. */
function needs(file, seen = new Set()) {
  if (seen.has(file)) return seen;
  seen.add(file);
  for (const [, name] of source(file).matchAll(/(?:import|from)\s*["']\.\/([\w.-]+\.js)["']/g)) if (chunks.has(name)) needs(name, seen);
  return seen;
}
const sum = (files) => [...files].reduce((total, file) => total + chunks.get(file), 0);
const named = (prefix) => [...chunks.keys()].filter((f) => f.startsWith(prefix));

const entryFiles = needs(entry);
const rows = [['entry: HTML, style, script, Vietnamese', size(join(web, 'index.html')) + sum(entryFiles), budget.entry]];
const signalr = [...chunks.keys()].filter((f) => f.endsWith('.js') && source(f).includes('ServerSentEvents'));
// The device check and the call behind it, which is fetched while the check is on the screen.
const check = new Set(entryFiles);
for (const file of named('RoomPage')) for (const f of needs(file)) check.add(f);
const call = new Set(check);
for (const file of [...signalr, ...named('live')]) for (const f of needs(file)) call.add(f);
rows.push(['device check of a call, direct link', size(join(web, 'index.html')) + sum(check), budget.check]);
rows.push(['the call behind it, all before media', size(join(web, 'index.html')) + sum(call), budget.call]);
for (const file of signalr) rows.push([`hub library ${file}`, chunks.get(file), budget.signalr]);
for (const [file, bytes] of chunks) if (!entryFiles.has(file) && !call.has(file)) rows.push([file, bytes, budget.page]);

let over = 0;
for (const [name, bytes, limit] of rows) {
  if (bytes > limit) over++;
  if (bytes > limit || bytes > 1500) console.log(`${bytes > limit ? 'OVER ' : '     '}${(bytes / kB).toFixed(3).padStart(6)} of ${String(limit / kB).padStart(5)} kB  ${name}`);
}
console.log(`size: ${rows.length} checked, ${over} over budget`);
process.exit(over ? 1 : 0);
