import { useEffect, useRef, useState } from 'preact/hooks';
import { time } from '../../lib/dates';
import { t } from '../../lib/i18n';
import { useCall } from './context';
import { CallIcon } from './icons';

/** Chat; a line may be marked for the minutes by those who lead. */
export function ChatPanel() {
  const { session, chatSeen, writes } = useCall();
  const input = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    if (!writes.value) return;
    writes.value = false;
    input.current?.focus();
  }, [writes.value]);
  const [text, setText] = useState('');
  const list = useRef<HTMLOListElement>(null);
  const room = session.room.value;
  const lines = room?.chat ?? [];
  const last = lines.at(-1)?.number ?? 0;
  const waitingLines = session.unsent.value.filter(e => e.kind === 'chat' && !lines.some(line => line.clientId === e.id));
  useEffect(() => {
    chatSeen.value = Math.max(chatSeen.value, last);
    list.current?.scrollTo(0, list.current.scrollHeight);
  }, [last, waitingLines.length]);
  const send = () => {
    const trimmed = text.normalize('NFC').trim();
    if (!trimmed) return;
    session.chat(trimmed);
    setText('');
  };
  return (
    <div class="chat">
      <ol class="chat-lines" ref={list} data-test="chat" tabIndex={0} aria-label={t('panel.chat')}>
        {lines.length + waitingLines.length === 0 && <li class="muted">{t('chat.empty')}</li>}
        {lines.map(line => (
          <li key={line.number} class={line.marked ? 'chat-line chat-marked' : 'chat-line'} data-test="chat-line">
            <p class="chat-who"><b>{line.name}</b> <span class="muted number">{time(line.at)}</span>{line.marked && <span class="role">{t('chat.marked')}</span>}</p>
            <p class="chat-text">{line.text}</p>
            {session.can('MarkChat') && (
              <button type="button" class="link" aria-pressed={line.marked} data-test="mark-chat" onClick={() => void session.command('MarkChat', line.number, !line.marked)}>{t(line.marked ? 'chat.unmark' : 'chat.mark')}</button>
            )}
          </li>
        ))}
        {waitingLines.map(e => e.kind === 'chat' && (
          <li key={e.id} class="chat-line chat-waiting" data-test="chat-waiting"><p class="chat-text">{e.text}</p><small class="muted">{t('chat.waiting')}</small></li>
        ))}
      </ol>
      <form class="chat-form" onSubmit={e => { e.preventDefault(); send(); }}>
        <label class="unseen" for="chat-input">{t('chat.write')}</label>
        <textarea
          ref={input} id="chat-input" data-test="chat-input" rows={2} maxLength={2000} placeholder={t('chat.write')} value={text}
          onInput={e => setText(e.currentTarget.value)}
          onKeyDown={e => {
            if (e.key !== 'Enter' || e.shiftKey || e.isComposing) return;
            e.preventDefault();
            send();
          }}
        />
        <button type="submit" class="btn btn-primary" data-test="chat-send" aria-label={t('chat.send')}><CallIcon name="right" /></button>
      </form>
    </div>
  );
}
