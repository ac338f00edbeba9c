import { t } from '../../lib/i18n';
import { Checkbox, TextArea } from '../../ui/Field';
import type { DraftInvitee, DraftItem } from './draft';

/** What few items need: a description, who attends, and that the rest should not know. */
export function ItemDetails({ item, invitees, edit }: { item: DraftItem; invitees: DraftInvitee[]; edit: (part: Partial<DraftItem>) => void }) {
  const audience = item.audience ?? [];
  const attends = (i: DraftInvitee) => audience.some((a) => a.kind === i.kind && a.targetId === i.targetId);
  const toggle = (i: DraftInvitee, on: boolean) =>
    edit({ audience: on ? [...audience, { kind: i.kind, targetId: i.targetId }] : audience.filter((a) => a.kind !== i.kind || a.targetId !== i.targetId) });
  const chosen = invitees.filter(attends);
  const summary = [
    item.description?.trim() && t('editor.itemDescribed'),
    chosen.length > 0 && t('editor.itemAudienceCount', { count: chosen.length }),
    item.isRestricted && t('editor.itemRestrictedShort'),
  ].filter(Boolean).join(' · ');
  return (
    <details class="item-more">
      <summary>{t('editor.itemMore')}{summary && <span class="muted"> – {summary}</span>}</summary>
      <div class="stack">
        <TextArea label={t('editor.itemDescription')} required={false} rows={3} maxLength={4000} value={item.description ?? ''} onInput={(description) => edit({ description })} />
        <fieldset>
          <legend>{t('editor.itemAudience')}</legend>
          <p class="hint">{t(invitees.length > 0 ? 'editor.itemAudienceHint' : 'editor.itemAudienceNone')}</p>
          <div class="item-audience">
            {invitees.map((i) => <Checkbox key={i.kind + i.targetId} label={i.name} checked={attends(i)} onChange={(on) => toggle(i, on)} />)}
          </div>
        </fieldset>
        {(chosen.length > 0 || item.isRestricted) && <Checkbox label={t('editor.itemRestricted')} checked={!!item.isRestricted} onChange={(isRestricted) => edit({ isRestricted })} />}
      </div>
    </details>
  );
}
