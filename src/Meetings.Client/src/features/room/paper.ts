import type { RoomState } from './state';

export interface PaperPage { documentId: string; page: number }

/** Which page is on the stage, and whether the reader follows the presenter. `own` is a page the reader turned to. */
export interface PaperView {
  page: PaperPage | null;
  following: boolean;
  /** We are the one whose page all others follow. */
  presenting: boolean;
  /** Somebody presents something else than what we look at: the chip back is shown. */
  canFollow: boolean;
}

export function paperView(room: Pick<RoomState, 'shown' | 'you'>, own: PaperPage | null): PaperView {
  const shown = room.shown ? { documentId: room.shown.documentId, page: room.shown.page } : null;
  const presenting = room.shown?.by === room.you && (own === null || own.documentId === shown?.documentId);
  // A presenter's own turn shows at once, before the server has told it back.
  return { page: own ?? shown, following: own === null && shown !== null, presenting, canFollow: own !== null && shown !== null && room.shown?.by !== room.you };
}

export const turned = (from: PaperPage, by: number, pages: number): PaperPage =>
  ({ documentId: from.documentId, page: Math.min(Math.max(1, from.page + by), Math.max(1, pages)) });

/** Shows a page to all: at once to ourselves, and from the server's answer on we follow what everybody sees; its event may come after the answer. */
export async function showToAll(command: (method: string, ...args: unknown[]) => Promise<boolean>, own: { value: PaperPage | null }, page: PaperPage) {
  own.value = page;
  if (await command('Show', page.documentId, page.page) && own.value === page) own.value = null;
}
