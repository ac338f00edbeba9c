import { t } from '../../lib/i18n';
import { useCall, type PanelName } from './context';
import { CallIcon } from './icons';
import { later } from '../../ui/later';

const agenda = () => import('./AgendaPanel').then(m => m.AgendaPanel);
const chat = () => import('./ChatPanel').then(m => m.ChatPanel);
const people = () => import('./PeoplePanel').then(m => m.PeoplePanel);
const PeoplePanel = later(people);
const AgendaPanel = later(agenda);
const ChatPanel = later(chat);
const BoardPanel = later(() => import('./BoardPanel').then(m => m.BoardPanel));
const NotesPanel = later(() => import('./NotesPanel').then(m => m.NotesPanel));

/** Fetches what must be there even when the line is cut; called once sound flows. */
export const warmPanels = () => void Promise.all([people(), agenda(), chat()]).catch(() => undefined);

/** The side panel; on a narrow page a sheet over the stage. */
export function Panel({ name }: { name: PanelName }) {
  const { panel } = useCall();
  return (
    <aside class="panel" aria-label={t(`panel.${name}`)} data-test={`panel-${name}-open`}>
      <header class="panel-head">
        <h2>{t(`panel.${name}`)}</h2>
        <button type="button" class="btn btn-quiet btn-icon" aria-label={t('panel.close')} title={t('panel.close')} onClick={() => { panel.value = null; }}><CallIcon name="close" /></button>
      </header>
      <div class="panel-body">
        {name === 'people' ? <PeoplePanel /> : name === 'agenda' ? <AgendaPanel /> : name === 'chat' ? <ChatPanel /> : name === 'board' ? <BoardPanel /> : <NotesPanel />}
      </div>
    </aside>
  );
}
