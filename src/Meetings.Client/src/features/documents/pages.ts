import type { DocumentDetails, Id, SheetView } from '../../wire/contracts';
import { get, post, warm } from '../../wire/http';

/** `svg` draws the words in 1-3 kB, `small` is the smallest legible picture of the page, `large` the sharp one, `txt` the bare words. */
export type Tier = 'svg' | 'small' | 'large' | 'txt';

/** Named by what is on the page: the same page of a newer version has the same address and travels only once. */
export const partUrl = (documentId: Id, sheet: SheetView, tier: Tier) => `/api/documents/${documentId}/p/${sheet.hash}.${tier}`;
export const originalUrl = (documentId: Id) => `/api/documents/${documentId}/original`;

const sameMoment = 2000;
const known = new Map<Id, Promise<DocumentDetails>>();

/** What is known of a document. Asked again while something may still come: pages, their images, a newer version. */
export function documentDetails(id: Id): Promise<DocumentDetails> {
  const kept = known.get(id);
  if (kept) return kept;
  const asked = get<DocumentDetails>(`/api/documents/${id}`);
  known.set(id, asked);
  const forget = () => known.get(id) === asked && known.delete(id);
  // Whoever asks in the same moment (a page and its frame) is given the same answer: on a thin line each costs a second.
  asked.then((d) => isMoving(d) && setTimeout(forget, sameMoment), forget);
  return asked;
}

/** Forget what is known, so that the next look asks the server: the document was changed here or is opened anew. */
export const forgetDocument = (id: Id): void => void known.delete(id);

let ahead: Id | undefined;
/** A link to the document was pressed: its answer travels together with the code of the page that shows it. */
export function openAhead(id: Id): void {
  forgetDocument(id);
  ahead = id;
  documentDetails(id).catch(() => undefined);
}

/** Opened anew, it is asked for anew, as it may have been withdrawn or replaced; unless the link that led here just asked. */
export function openAnew(id: Id): void {
  if (ahead !== id) forgetDocument(id);
  ahead = undefined;
}

/** True while pages or pictures are still being made. */
export const isMoving = (d: DocumentDetails): boolean =>
  d.status === 'processing' || (d.latest > d.version && !d.problem) || d.sheets.some((s) => s.kind !== 'text' && s.small === 0);

/** The tiers to try, best first. A drawing says all of a text page; of scans and slides only the picture does. */
export const tiersOf = (sheet: SheetView): Tier[] => (sheet.kind !== 'text' && sheet.small > 0 ? ['small', 'svg'] : ['svg', 'small']);

/** Brings pages into the cache one after the other, quietly, so that turning to them takes no time. */
export async function prefetch(documentId: Id, pages: number[]): Promise<void> {
  const details = await documentDetails(documentId).catch(() => null);
  for (const page of pages) {
    const sheet = details?.sheets[page - 1];
    if (sheet) await warm(partUrl(documentId, sheet, tiersOf(sheet)[0]!));
  }
}

/** True where the sharp picture may follow by itself: a line of more than a megabit, and nobody asked to save data. */
export const isWideLine = (): boolean => {
  const line = (navigator as { connection?: { downlink?: number; saveData?: boolean } }).connection;
  return !!line && !line.saveData && (line.downlink ?? 0) > 1;
};

/** Seconds a number of bytes takes on a line of the given bit rate. */
export const secondsToLoad = (size: number, bitsPerSecond = 1e6) => Math.ceil((size * 8) / bitsPerSecond);

const opened = new Set<Id>();

/** Tells the secretary's board that the paper was opened; kept for later where there is no line. */
export function noteOpened(id: Id): void {
  if (opened.has(id)) return;
  opened.add(id);
  post(`/api/documents/${id}/opened`).catch(() => opened.delete(id));
}
