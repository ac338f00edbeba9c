import './planning.catalogue';
import { date } from '../../lib/dates';
import { t, type Key } from '../../lib/i18n';
import type { Id, MeetingSummary, TemplateView } from '../../wire/contracts';
import { asRefused, get, refusalText, remove } from '../../wire/http';
import { Button } from '../../ui/Button';
import { Combobox } from '../../ui/Combobox';
import { Select } from '../../ui/Field';
import { Problem } from '../../ui/Notice';
import { toast } from '../../ui/toast';
import { useLoad } from '../../ui/use';
import { useAction } from '../../ui/useAction';

/** Latest first: it is nearly always last week's. */
async function findEarlier(query: string) {
  const found = await get<MeetingSummary[]>(`/api/meetings?view=all&q=${encodeURIComponent(query)}`);
  return found.filter((m) => m.mayManage && m.status !== 'cancelled').sort((a, b) => b.start.localeCompare(a.start)).slice(0, 12)
    .map((m) => ({ id: m.id, name: m.title, detail: `${date(m.start, m.zone)} · ${m.hostUnitName}` }));
}

const nameOf = (template: TemplateView) => template.name ?? t(`template.${template.key}` as Key);

/** Offers to begin a new plan with an earlier meeting's people, roles and agenda, or with a template. */
export function EarlierSection({ onPick, onTemplate }: { onPick: (id: Id) => void; onTemplate: (which: string, name: string) => void }) {
  const templates = useLoad(() => get<TemplateView[]>('/api/templates'), 'templates');
  const removing = useAction();
  const all = templates.value ?? [];
  const own = all.filter((x) => x.id);
  const take = (which: string) => {
    const template = all.find((x) => (x.id ?? x.key) === which);
    if (template) onTemplate(which, nameOf(template));
  };
  const erase = (template: TemplateView) => void removing.run(() => remove(`/api/templates/${template.id}`)).then((ok) => {
    if (!ok) return;
    toast(t('template.removed', { name: nameOf(template) }));
    void templates.reload();
  });
  return (
    <section class="card stack">
      <Combobox label={t('earlier.label')} hint={t('earlier.hint')} value="" find={findEarlier} onPick={({ id }) => onPick(id)} />
      <Select
        label={t('template.label')}
        hint={t('template.hint')}
        value=""
        options={[{ value: '', label: t('template.none') }, ...all.map((x) => ({ value: (x.id ?? x.key)!, label: [nameOf(x), x.unitName].filter(Boolean).join(' – ') }))]}
        onChange={take}
      />
      {own.length > 0 && (
        <details>
          <summary>{t('template.own', { count: own.length })}</summary>
          <ul>
            {own.map((x) => (
              <li key={x.id} class="row row-apart">
                <span>{nameOf(x)}</span>
                <Button kind="quiet" icon="trash" busy={removing.busy} label={t('template.remove', { name: nameOf(x) })} onClick={() => erase(x)} />
              </li>
            ))}
          </ul>
        </details>
      )}
      {removing.error && <Problem text={refusalText(asRefused(removing.error))} />}
    </section>
  );
}
