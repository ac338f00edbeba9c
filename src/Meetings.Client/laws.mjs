// The client's laws that TypeScript cannot hold: who may import whom, where browser doors stand, no dead exports.
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

const root = join(import.meta.dirname, 'src');
const layers = ['lib', 'ui', 'media', 'wire', 'features', 'app', 'main.tsx'];
/** Features in the server's order; a feature sees those before it, through their index only. */
const order = [['accounts', 'notifications'], ['help'], ['organisation'], ['scheduling'], ['invitations', 'documents'], ['preparation'], ['room'], ['minutes']];
const rankOf = (feature) => order.findIndex((rank) => rank.includes(feature));
/** Doors of the browser and the folders that may open them. */
const doors = [
  [/\bfetch\(|new XMLHttpRequest|\bsendBeacon\(/, ['wire'], 'network calls live in wire/'],
  [/new RTCPeerConnection|getUserMedia|getDisplayMedia/, ['media'], 'media devices live in media/'],
  [/@microsoft\/signalr/, ['wire'], 'the hub lives in wire/'],
];
const tests = /\.test\.tsx?$/;

const files = readdirSync(root, { recursive: true, withFileTypes: true })
  .filter((e) => e.isFile() && /\.tsx?$/.test(e.name))
  .map((e) => relative(root, join(e.parentPath, e.name)).replaceAll('\\', '/'));
const text = new Map(files.map((f) => [f, readFileSync(join(root, f), 'utf8')]));
const problems = [];
const imports = [];

for (const [file, source] of text) {
  for (const [, names, from] of source.matchAll(/(?:import|export)\s+(?:type\s+)?([^'";]*?)\s*from\s*'([^']+)'/g)) note(file, from, names);
  for (const [, from] of source.matchAll(/import\('([^']+)'\)/g)) note(file, from, '*');
  for (const [door, homes, law] of doors)
    if (door.test(source.replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '')) && !homes.includes(file.split('/')[0]) && !tests.test(file)) problems.push(`${file}: ${law}`);
  const lines = source.split('\n').length;
  if (lines > 500 && !file.endsWith('.gen.ts')) problems.push(`${file}: ${lines} lines; split it`);
  if (/\bTODO\b|\bFIXME\b|@ts-ignore|: any\b|\bas any\b/.test(source)) problems.push(`${file}: unfinished or untyped code`);
}

function note(file, from, names) {
  if (!from.startsWith('.')) return;
  const base = relative(root, resolve(root, dirname(file), from)).replaceAll('\\', '/');
  const target = [base, `${base}.ts`, `${base}.tsx`, `${base}/index.ts`].find((candidate) => text.has(candidate));
  if (target) imports.push({ file, target, names });
}

for (const { file, target } of imports) {
  const [a, b] = [layers.indexOf(file.split('/')[0]), layers.indexOf(target.split('/')[0])];
  const [, mine] = file.split('/');
  const [, theirs] = target.split('/');
  // What the hub says is data that the media link may know; nothing else of the wire.
  if (file.startsWith('media/') && target === 'wire/hubContracts.ts') continue;
  if (b > a && !tests.test(file)) problems.push(`${file} -> ${target}: arrows point from app to lib`);
  if (file.startsWith('media/') && target.startsWith('wire/')) problems.push(`${file} -> ${target}: media and wire do not know each other`);
  if (file.startsWith('wire/') && target.startsWith('media/')) problems.push(`${file} -> ${target}: media and wire do not know each other`);
  if (!file.startsWith('features/') || !target.startsWith('features/') || mine === theirs) continue;
  if (rankOf(mine) < 0 || rankOf(theirs) < 0) problems.push(`${file} -> ${target}: name the feature's place in laws.mjs`);
  if (rankOf(theirs) >= rankOf(mine)) problems.push(`${file} -> ${target}: features see earlier features only`);
  if (!target.endsWith('/index.ts')) problems.push(`${file} -> ${target}: another feature is seen through its index.ts`);
}

// An export that neither its own file nor another one uses is dead. Types are left alone: they name parts of signatures.
for (const [file, source] of text) {
  // A fake of a seam stands ready for tests; generated contracts are whole by design.
  if (tests.test(file) || file.endsWith('.gen.ts') || /\/Fake\w+\.ts$/.test(file)) continue;
  for (const [, name] of source.matchAll(/^export (?:async )?(?:function|const|class|enum) (\w+)/gm)) {
    const used = imports.some((i) => i.target === file && new RegExp(`(^|[^\\w])${name}([^\\w]|$)|\\*`).test(i.names));
    const contract = file === 'wire/contracts.ts' || file === 'wire/hubContracts.ts';
    const inside = source.split(new RegExp(`\\b${name}\\b`)).length > 2;
    if (!used && !inside && !contract) problems.push(`${file}: export ${name} is used nowhere`);
  }
}

for (const problem of problems) console.error(problem);
console.log(`laws: ${files.length} files, ${imports.length} imports, ${problems.length} problems`);
process.exit(problems.length ? 1 : 0);
