import { useState } from 'preact/hooks';
import { dateTime } from '../../lib/dates';
import { t } from '../../lib/i18n';
import type { ReplyInput, ReplyKind, ReplyView } from '../../wire/contracts';
import { asRefused, refusalText } from '../../wire/http';
import { Button } from '../../ui/Button';
import { TextArea, TextField } from '../../ui/Field';
import { Chip, Problem, type Tone } from '../../ui/Notice';
import { toast } from '../../ui/toast';
import { useAction } from '../../ui/useAction';

const kinds = ['accepted', 'delegated', 'tentative', 'declined'] as const;
const looks: Record<ReplyKind, { tone: Tone; icon: 'check' | 'users' | 'help' | 'ban' | 'clock' }> = {
  accepted: { tone: 'good', icon: 'check' },
  delegated: { tone: 'accent', icon: 'users' },
  tentative: { tone: 'warn', icon: 'help' },
  declined: { tone: 'bad', icon: 'ban' },
  none: { tone: 'neutral', icon: 'clock' },
};

export const ReplyChip = ({ reply }: { reply: ReplyView }) => (
  <Chip tone={looks[reply.reply].tone} icon={looks[reply.reply].icon}>{t(`reply.${reply.reply}`)}</Chip>
);

/** What was answered, in words: the substitute, the reason. */
export const replyDetail = (reply: ReplyView) =>
  [reply.substituteName && [reply.substituteName, reply.substitutePosition].filter(Boolean).join(', '), reply.reason].filter(Boolean).join(' – ');

interface ReplyFormProps {
  name: string;
  reply: ReplyView;
  mayReply: boolean;
  open: boolean;
  onOpen: () => void;
  send: (input: ReplyInput) => Promise<void>;
}

/** Dự họp, cử người dự thay, chưa chắc, xin vắng: one choice, with what belongs to it. */
export function ReplyForm({ name, reply, mayReply, open, onOpen, send }: ReplyFormProps) {
  const [kind, setKind] = useState<ReplyKind>(reply.reply);
  const [reason, setReason] = useState(reply.reason ?? '');
  const [substitute, setSubstitute] = useState(reply.substituteName ?? '');
  const [position, setPosition] = useState(reply.substitutePosition ?? '');
  const { busy, error, run } = useAction();
  if (!open || !mayReply)
    return (
      <div class="row row-apart">
        <div>
          <p>{name} <ReplyChip reply={reply} /></p>
          {replyDetail(reply) && <p class="muted">{replyDetail(reply)}</p>}
          {reply.repliedAt && <p class="muted">{t('reply.at', { at: dateTime(reply.repliedAt) })}</p>}
        </div>
        {mayReply && <Button icon="edit" onClick={onOpen}>{t('reply.change')}</Button>}
      </div>
    );
  const submit = (event: Event) => {
    event.preventDefault();
    if (kind === 'none') return;
    const input: ReplyInput = { reply: kind };
    if (kind !== 'accepted' && reason.trim()) input.reason = reason.trim();
    if (kind === 'delegated') Object.assign(input, { substituteName: substitute.trim(), substitutePosition: position.trim() });
    void run(() => send(input)).then((ok) => ok && toast(t('reply.sent')));
  };
  const complete = kind !== 'none' && (kind !== 'declined' || !!reason.trim()) && (kind !== 'delegated' || !!substitute.trim());
  return (
    <form class="stack" onSubmit={submit} noValidate data-test="reply-form">
      <fieldset class="choices">
        <legend>{t('reply.question', { name })}</legend>
        {kinds.map((k) => (
          <label key={k} class="checkbox">
            <input type="radio" name="reply" value={k} checked={kind === k} onChange={() => setKind(k)} data-test={`reply-${k}`} />
            <span>{t(`reply.${k}`)}</span>
          </label>
        ))}
      </fieldset>
      {kind === 'delegated' && (
        <div class="columns">
          <TextField label={t('reply.substitute')} value={substitute} onInput={setSubstitute} maxLength={200} autocomplete="off" />
          <TextField label={t('reply.position')} required={false} value={position} onInput={setPosition} maxLength={200} />
        </div>
      )}
      {(kind === 'declined' || kind === 'tentative' || kind === 'delegated') && (
        <TextArea label={t('reply.reason')} required={kind === 'declined'} value={reason} onInput={setReason} rows={2} maxLength={500} />
      )}
      {error ? <Problem text={refusalText(asRefused(error))} /> : null}
      <div><Button kind="primary" type="submit" icon="check" busy={busy} disabled={!complete}>{t('reply.send')}</Button></div>
    </form>
  );
}
