import { effect, signal } from '@preact/signals';
import { here } from '../../lib/router';
import type { Id, MeetingPacket, MeetingSummary, SheetView } from '../../wire/contracts';
import { asking, asRefused, get, search } from '../../wire/http';
import { canKeep, forget, keep, keepOnly, keepValue, keptPaths, keptValue, startWorker } from '../../wire/keeping';
import { user } from '../accounts';
import { partUrl } from './pages';

/** What is kept of a meeting. Lies beside the papers, so that it is there without a network. */
export interface KeptMeeting { id: Id; title: string; start: string; papers: { id: Id; name: string }[]; bytes: number; stored: number }

export interface KeepingSettings { mode: 'night' | 'always' | 'off'; from: number; to: number; /** kB/s. */ rate: number }

const days = 7;
const soonHours = 12;
const every = 15 * 60_000;
const defaults: KeepingSettings = { mode: 'night', from: 22, to: 5, rate: 15 };

export const settings = signal<KeepingSettings>({ ...defaults, ...(JSON.parse(localStorage.getItem('keeping') ?? '{}') as Partial<KeepingSettings>) });
export function change(part: Partial<KeepingSettings>): void {
  settings.value = { ...settings.value, ...part };
  localStorage.setItem('keeping', JSON.stringify(settings.value));
}

/** The meetings kept on this device, by start; changes as papers come and go. */
export const keptMeetings = signal<KeptMeeting[]>([]);
/** The meeting being fetched right now. */
export const fetching = signal<Id | null>(null);

const metaPath = (id: Id) => `/kept/${id}`;

/** The parts of a page a reader needs: the drawing, and the small picture where the drawing does not say all. */
export const partsOf = (documentId: Id, sheet: SheetView): [string, number][] => [
  [partUrl(documentId, sheet, 'svg'), sheet.drawing],
  ...(sheet.kind !== 'text' && sheet.small > 0 ? [[partUrl(documentId, sheet, 'small'), sheet.small] as [string, number]] : []),
];

/** True in the night hours, also when they pass midnight. */
export const isNight = ({ from, to }: Pick<KeepingSettings, 'from' | 'to'>, hour: number): boolean =>
  from <= to ? hour >= from && hour < to : hour >= from || hour < to;

/** True where fetching ahead by itself would cost the reader money. */
export const isMetered = (line = (navigator as { connection?: { saveData?: boolean; type?: string } }).connection): boolean =>
  !!line && (line.saveData === true || line.type === 'cellular');

/** Whether the papers of a meeting may be fetched now without being asked for. */
export function mayFetch(start: string, now: Date, { mode, from, to }: KeepingSettings, metered: boolean): boolean {
  if (mode === 'off' || metered) return false;
  return mode === 'always' || isNight({ from, to }, now.getHours()) || Date.parse(start) - now.getTime() < soonHours * 3_600_000;
}

const pause = (seconds: number) => new Promise<void>((done) => setTimeout(done, seconds * 1000));

const isBusy = () => here.value.endsWith('/room') || asking > 0 || [...document.images].some((image) => !image.complete);

/** Waits until nobody has waited for an answer or a picture for some quarters of a second, and no call is going on: a thin line belongs to the reader first. */
async function quiet(quarters = 4): Promise<void> {
  for (let still = isBusy() ? 0 : 1; still < quarters && pressed === 0; still = isBusy() ? 0 : still + 1) await pause(0.25);
}

/** Buttons pressed whose work has not begun: what runs by itself gives way. */
let pressed = 0;
let running: Promise<void> = Promise.resolve();
let started = false;

/** One after the other: two runs at once would fetch everything twice. */
const inTurn = (work: () => Promise<void>): Promise<void> => (running = running.then(work, work));

/** Starts the service worker and looks, now and every quarter of an hour, what is to be fetched and what is to go. */
export function startKeeping(): void {
  if (started || !canKeep()) return;
  started = true;
  // The worker fetches the whole application, which is many times the page that is being opened.
  void quiet().then(startWorker);
  effect(() => {
    const account = user.value?.accountId ?? null;
    void keepOnly(account).then(() => (account ? reload(account) : void (keptMeetings.value = [])));
  });
  look();
  setInterval(look, every);
  addEventListener('online', look);
}

let looking = false;
function look(): void {
  if (looking) return;
  looking = true;
  void inTurn(async () => {
    await quiet();
    looking = false;
    if (pressed === 0) await lookAhead().catch((error: unknown) => void asRefused(error));
  });
}

/** Somebody pressed a button: that comes first, and what ran by itself is taken up again after. */
async function atOnce(work: (account: Id) => Promise<void>): Promise<void> {
  pressed++;
  await inTurn(async () => {
    pressed--;
    const account = user.value?.accountId;
    if (account) await work(account);
  });
  look();
}

/** Fetches all papers of a meeting at once and at full rate. */
export const fetchNow = (id: Id): Promise<void> => atOnce((account) => bring(account, id, Infinity));

export const removeKept = (ids: Id[]): Promise<void> =>
  atOnce(async (account) => {
    for (const id of ids) await drop(account, id);
    await reload(account);
  });

async function reload(account: Id): Promise<void> {
  const kept: KeptMeeting[] = [];
  for (const path of await keptPaths(account))
    if (path.startsWith('/kept/')) {
      const meeting = await keptValue<KeptMeeting>(account, path);
      if (meeting) kept.push(meeting);
    }
  keptMeetings.value = kept.sort((a, b) => a.start.localeCompare(b.start));
}

/** Removes what may no longer be read or is long over, then fetches what is coming and allowed now. */
async function lookAhead(): Promise<void> {
  const account = user.value?.accountId;
  if (!account || user.value?.kind === 'guest' || !navigator.onLine) return;
  await reload(account);
  const today = new Date();
  const iso = (ahead: number) => new Date(today.getTime() + ahead * 86_400_000).toISOString().slice(0, 10);
  const coming = (await get<MeetingSummary[]>(`/api/meetings${search({ view: 'mine', from: iso(-1), to: iso(days) })}`))
    .filter((m) => m.status !== 'draft' && m.status !== 'cancelled' && m.documentCount > 0);
  for (const kept of keptMeetings.value) {
    const over = Date.parse(kept.start) < today.getTime() - 2 * 86_400_000;
    // Withdrawn papers and changed pages: asked for at every contact, whatever the hour.
    if (over) await drop(account, kept.id);
    else if (pressed === 0) await bring(account, kept.id, mayFetch(kept.start, today, settings.value, isMetered()) ? settings.value.rate : 0);
  }
  for (const meeting of coming)
    if (pressed === 0 && !keptMeetings.value.some((k) => k.id === meeting.id) && mayFetch(meeting.start, today, settings.value, isMetered()))
      await bring(account, meeting.id, settings.value.rate);
  await reload(account);
}

/** Brings what is kept of a meeting in line with what the server would give now. With a rate of 0 it only removes. */
async function bring(account: Id, id: Id, rate: number): Promise<void> {
  let packet: MeetingPacket;
  try {
    packet = await get<MeetingPacket>(`/api/meetings/${id}/packet`);
  } catch (error) {
    if ([403, 404].includes(asRefused(error).status)) await drop(account, id);
    return reload(account);
  }
  const parts = new Map(packet.papers.flatMap((p) => p.sheets.flatMap((s) => partsOf(p.id, s))));
  const kept = new Set(await keptPaths(account));
  const before = await keptValue<KeptMeeting>(account, metaPath(id));
  const papers = new Set(packet.papers.map((p) => p.id));
  await forget(account, [...kept].filter((path) => {
    const document = /^\/api\/documents\/(\w+)/.exec(path)?.[1];
    // Pages that are no longer of this meeting's papers, and papers that are no longer among them.
    return document && (papers.has(document) ? path.includes('/p/') && !parts.has(path) : before?.papers.some((p) => p.id === document));
  }));
  const weigh = async (stored: number, title = before?.title ?? '', start = before?.start ?? '') => {
    const meta: KeptMeeting = { id, title, start, papers: packet.papers.map(({ id: paper, name }) => ({ id: paper, name })), bytes: packet.bytes, stored };
    await keepValue(account, metaPath(id), meta);
    keptMeetings.value = [...keptMeetings.value.filter((m) => m.id !== id), meta].sort((a, b) => a.start.localeCompare(b.start));
    return meta;
  };
  let stored = [...parts].reduce((sum, [path, bytes]) => sum + (kept.has(path) ? bytes : 0), 0);
  if (rate === 0) return before ? void (await weigh(stored)) : undefined;
  fetching.value = id;
  try {
    for (const path of ['/api/session', `/api/meetings/${id}`, ...packet.papers.map((p) => `/api/documents/${p.id}`)]) await keep(account, path);
    const meeting = (await keptValue<{ title: string; start: string }>(account, `/api/meetings/${id}`))!;
    await weigh(stored, meeting.title, meeting.start);
    for (const [path, bytes] of parts) {
      if (kept.has(path) || user.value?.accountId !== account) continue;
      if (rate !== Infinity) await quiet(1);
      if (rate !== Infinity && pressed > 0) return;
      await pause((await keep(account, path)) / 1000 / rate);
      await weigh((stored += bytes), meeting.title, meeting.start);
    }
  } catch (error) {
    // The line went away, or a paper with it; what has come stays, the next look goes on.
    if (asRefused(error).code !== 'offline' && asRefused(error).status === 0) throw error;
  } finally {
    fetching.value = null;
  }
}

async function drop(account: Id, id: Id): Promise<void> {
  const meeting = await keptValue<KeptMeeting>(account, metaPath(id));
  const gone = meeting?.papers.map((p) => `/api/documents/${p.id}`) ?? [];
  const paths = (await keptPaths(account)).filter((path) => path === metaPath(id) || path === `/api/meetings/${id}` || gone.some((g) => path === g || path.startsWith(`${g}/`)));
  await forget(account, paths);
  keptMeetings.value = keptMeetings.value.filter((m) => m.id !== id);
}
