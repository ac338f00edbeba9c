import { t } from '../../lib/i18n';
import type { AgendaItemView } from '../../wire/contracts';
import { useCall } from './context';
import { usePaper } from './PaperStage';
import { elapsed } from './times';

/** The agenda with the running item, its timer, and the papers of each item. */
export function AgendaPanel() {
  const { meeting } = useCall();
  const agenda = meeting.value?.agenda ?? [];
  if (agenda.length === 0) return <p class="muted">{t('agenda.empty')}</p>;
  return <ol class="agenda" data-test="agenda">{agenda.map(item => <Item key={item.id} item={item} />)}</ol>;
}

function Item({ item }: { item: AgendaItemView }) {
  const call = useCall();
  const { session, ownPage, tick } = call;
  const { show } = usePaper();
  const room = session.room.value;
  if (!room) return null;
  const current = room.item?.id === item.id;
  const done = room.itemsDone.includes(item.id);
  if (current) void tick.value;
  const spent = current ? session.now() - room.item!.beganAt : 0;
  const over = spent - item.minutes * 60_000;
  const presenter = item.presenter ? [item.presenter.name, item.presenter.position].filter(Boolean).join(', ') : item.presenterText;
  return (
    <li class={`agenda-item${current ? ' agenda-current' : ''}`} data-test="agenda-item" data-item={item.id} data-current={current} aria-current={current ? 'step' : undefined}>
      <p><b>{item.number}. {item.title}</b></p>
      <p class="muted">
        {[presenter, current ? null : t('agenda.minutes', { minutes: item.minutes })].filter(Boolean).join(' · ')}
        {done && !current && <span class="role">{t('agenda.done')}</span>}
      </p>
      {current && (
        <p class={over > 0 ? 'agenda-over' : 'agenda-time'} data-test="item-timer">
          {t('agenda.current')}: <span class="number">{t('agenda.elapsed', { time: elapsed(spent), minutes: item.minutes })}</span>
          {over > 0 && <b> · {t('agenda.over', { time: elapsed(over) })}</b>}
        </p>
      )}
      {session.can('BeginItem') && room.status === 'inSession' && !current && (
        <button type="button" class="btn" data-test="begin-item" onClick={() => void session.command('BeginItem', item.id)}>{t(done ? 'agenda.again' : 'agenda.begin')}</button>
      )}
      {current && session.can('EndItem') && <button type="button" class="btn" data-test="end-item" onClick={() => void session.command('EndItem')}>{t('agenda.end')}</button>}
      {item.documents.map(d => (
        <div key={d.id} class="agenda-paper" data-test="document" data-document={d.id}>
          <span>{d.name} <small class="muted">{d.status === 'ready' ? t('agenda.pages', { count: d.pages }) : t('agenda.processing')}</small></span>
          {d.status === 'ready' && (
            <span class="row">
              <button type="button" class="btn btn-quiet" data-test="view-document" onClick={() => { ownPage.value = { documentId: d.id, page: 1 }; closeSheet(call); }}>{t('agenda.view')}</button>
              {session.can('Show') && <button type="button" class="btn" data-test="present-document" onClick={() => { void show({ documentId: d.id, page: 1 }); closeSheet(call); }}>{t('agenda.present')}</button>}
            </span>
          )}
        </div>
      ))}
    </li>
  );
}

function closeSheet(call: ReturnType<typeof useCall>) {
  if (matchMedia('(max-width: 820px)').matches) call.panel.value = null;
}
