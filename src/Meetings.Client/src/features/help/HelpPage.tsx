import './catalogue';
import { t, type Key } from '../../lib/i18n';
import { useTitle } from '../../ui/use';
import './help.css';

/** A part of the page: its paragraph, then its points where there are steps or choices. */
const parts: { part: string; title: Key; text: Key; points?: Key[]; ordered?: boolean }[] = [
  { part: 'enter', title: 'guide.enter.title', text: 'guide.enter.text', points: ['guide.enter.1', 'guide.enter.2', 'guide.enter.3'], ordered: true },
  { part: 'ways', title: 'guide.ways.title', text: 'guide.ways.text', points: ['guide.ways.audio', 'guide.ways.speaker', 'guide.ways.full'] },
  { part: 'weak', title: 'guide.weak.title', text: 'guide.weak.text', points: ['guide.weak.1', 'guide.weak.2', 'guide.weak.3'] },
  { part: 'floor', title: 'guide.floor.title', text: 'guide.floor.text', points: ['guide.floor.give', 'guide.floor.take', 'guide.floor.mute'] },
  { part: 'site', title: 'guide.site.title', text: 'guide.site.text' },
  { part: 'papers', title: 'guide.papers.title', text: 'guide.papers.text', points: ['guide.papers.before', 'guide.papers.show', 'guide.papers.read'] },
  { part: 'minutes', title: 'guide.minutes.title', text: 'guide.minutes.text', points: ['guide.minutes.notes', 'guide.minutes.chat', 'guide.minutes.edit'] },
  { part: 'guest', title: 'guide.guest.title', text: 'guide.guest.text' },
  { part: 'trouble', title: 'guide.trouble.title', text: 'guide.trouble.text', points: ['guide.trouble.sound', 'guide.trouble.microphone', 'guide.trouble.picture', 'guide.trouble.blocked'] },
];

/** Single keys of the meeting room, as the room itself lists them. */
const roomKeys: [string, Key][] = [
  ['M', 'guide.key.microphone'], ['V', 'guide.key.camera'], ['H', 'guide.key.hand'], ['F', 'guide.key.give'], ['Shift + F', 'guide.key.take'],
  ['Page Up, Page Down', 'guide.key.page'], ['T', 'guide.key.follow'], ['C', 'guide.key.chat'], ['1 2 3 4', 'guide.key.panels'], ['?', 'guide.key.list'],
];
const otherKeys: [string, Key][] = [
  ['Tab, Enter, Esc', 'guide.key.everywhere'], ['← →, + −', 'guide.key.reader'], ['Alt + ↑ ↓ → ←', 'guide.key.agenda'],
];

/** Short and true: what people ask the technician before and during a meeting. */
export default function HelpPage() {
  useTitle(t('guide.title'));
  return (
    <div class="page help">
      <h1>{t('guide.title')}</h1>
      <nav aria-label={t('guide.contents')}>
        <ul class="row">
          {parts.map(({ part, title }) => <li key={part}><a href={`#${part}`}>{t(title)}</a></li>)}
          <li><a href="#keys">{t('guide.keys.title')}</a></li>
        </ul>
      </nav>
      {parts.map(({ part, title, text, points, ordered }) => {
        const List = ordered ? 'ol' : 'ul';
        return (
          <section key={part} id={part} class="stack-tight">
            <h2>{t(title)}</h2>
            <p>{t(text)}</p>
            {points && <List>{points.map((point) => <li key={point}>{t(point)}</li>)}</List>}
          </section>
        );
      })}
      <section id="keys" class="stack-tight">
        <h2>{t('guide.keys.title')}</h2>
        <p>{t('guide.keys.text')}</p>
        <KeyTable caption={t('guide.keys.room')} keys={roomKeys} />
        <KeyTable caption={t('guide.keys.other')} keys={otherKeys} />
      </section>
    </div>
  );
}

const KeyTable = ({ caption, keys }: { caption: string; keys: [string, Key][] }) => (
  <table class="table">
    <caption>{caption}</caption>
    <tbody>
      {keys.map(([key, what]) => <tr key={key}><th scope="row"><kbd>{key}</kbd></th><td>{t(what)}</td></tr>)}
    </tbody>
  </table>
);
