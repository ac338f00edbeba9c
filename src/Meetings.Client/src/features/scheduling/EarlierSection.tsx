import { date } from '../../lib/dates';
import { t } from '../../lib/i18n';
import type { Id, MeetingSummary } from '../../wire/contracts';
import { get } from '../../wire/http';
import { Combobox } from '../../ui/Combobox';

/** Latest first: it is nearly always last week's. */
async function findEarlier(query: string) {
  const found = await get<MeetingSummary[]>(`/api/meetings?view=all&q=${encodeURIComponent(query)}`);
  return found.filter((m) => m.mayManage && m.status !== 'cancelled').sort((a, b) => b.start.localeCompare(a.start)).slice(0, 12)
    .map((m) => ({ id: m.id, name: m.title, detail: `${date(m.start, m.zone)} · ${m.hostUnitName}` }));
}

/** Offers to begin a new plan with an earlier meeting's people, roles and agenda. */
export function EarlierSection({ onPick }: { onPick: (id: Id) => void }) {
  return (
    <section class="card">
      <Combobox label={t('earlier.label')} hint={t('earlier.hint')} value="" find={findEarlier} onPick={({ id }) => onPick(id)} />
    </section>
  );
}
