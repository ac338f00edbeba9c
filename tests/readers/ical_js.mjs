// Reads an iCalendar file with ical.js and prints every start in a time as "UTC instant|minutes|summary".
// usage: node ical_js.mjs FILE FROM TO   (ISO dates)
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const require = createRequire(join(import.meta.dirname, '../../src/Meetings.Client/package.json'));
const { default: ICAL } = await import(pathToFileURL(require.resolve('ical.js')).href);
const [file, from, to] = process.argv.slice(2);
const calendar = new ICAL.Component(ICAL.parse(readFileSync(file, 'utf8')));
for (const zone of calendar.getAllSubcomponents('vtimezone')) ICAL.TimezoneService.register(zone);
const [first, last] = [new Date(from), new Date(to)];
for (const component of calendar.getAllSubcomponents('vevent')) {
  const event = new ICAL.Event(component);
  const minutes = event.duration.toSeconds() / 60;
  const say = (start) => {
    const at = start.toJSDate();
    if (at >= first && at < last) console.log(`${at.toISOString().replace('.000', '')}|${minutes}|${event.summary}`);
  };
  if (!event.isRecurring()) say(event.startDate);
  else for (let each = event.iterator(), start; (start = each.next()) && start.toJSDate() < last;) say(start);
}
