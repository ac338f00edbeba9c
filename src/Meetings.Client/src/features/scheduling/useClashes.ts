import { useRef } from 'preact/hooks';
import type { ClashReport, Id } from '../../wire/contracts';
import { post } from '../../wire/http';
import { useLoad, useSettled } from '../../ui/use';
import { clashQuery } from './clashes';
import type { Draft } from './draft';

/** What the server says of the plan's time; the old answer stands until the new one is here, so that the page does not jump at every change. */
export function useClashes(id: Id | null, draft: Draft | null): ClashReport | null {
  const query = useSettled(draft ? clashQuery(draft) : '', 600);
  const path = `/api/meetings/clashes${id ? `?except=${id}` : ''}`;
  const asked = useLoad<ClashReport | null>(async () => (query ? post<ClashReport>(path, JSON.parse(query)).catch(() => null) : null), path + query);
  const shown = useRef<ClashReport | null>(null);
  if (asked.value !== undefined) shown.current = asked.value;
  return shown.current;
}
