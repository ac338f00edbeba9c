import type { DocumentDetails, Id } from '../../wire/contracts';
import { get, warm } from '../../wire/http';

/** `svg` draws the words in 1-2 kB, `png` is the picture of the page (the server answers with the best it made), `txt` the bare words. */
export type Tier = 'svg' | 'png' | 'txt';

export const pageUrl = (documentId: Id, page: number, tier: Tier) => `/api/documents/${documentId}/pages/${page}.${tier}`;
export const originalUrl = (documentId: Id) => `/api/documents/${documentId}/original`;

const known = new Map<Id, Promise<DocumentDetails>>();

/** What is known of a document; pages never change once they are ready, so that answer is kept. */
export function documentDetails(id: Id): Promise<DocumentDetails> {
  const kept = known.get(id);
  if (kept) return kept;
  const asked = get<DocumentDetails>(`/api/documents/${id}`);
  known.set(id, asked);
  asked.then((d) => d.status === 'processing' && known.delete(id), () => known.delete(id));
  return asked;
}

/** The tier a page is shown in: its picture where the drawing does not say all (scans, slides), else the drawing. */
export const tierOf = (details: DocumentDetails, page: number): Tier =>
  details.pageKinds[page - 1] !== 'text' && details.pageTiers[page - 1]?.includes('image') ? 'png' : 'svg';

/** Brings pages into the cache one after the other, quietly, so that turning to them takes no time. */
export async function prefetch(documentId: Id, pages: number[]): Promise<void> {
  const details = await documentDetails(documentId).catch(() => null);
  if (!details) return;
  for (const page of pages) if (page >= 1 && page <= details.pages) await warm(pageUrl(documentId, page, tierOf(details, page)));
}

/** Seconds the original takes on a line of the given bit rate. */
export const secondsToLoad = (size: number, bitsPerSecond = 1e6) => Math.ceil((size * 8) / bitsPerSecond);
