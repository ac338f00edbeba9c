import { useEffect, useRef, useState } from 'preact/hooks';
import { t } from '../../lib/i18n';
import { Button } from '../../ui/Button';
import { Checkbox } from '../../ui/Field';

/** The files that were chosen, held until the person says that none of them holds a state secret; asked anew for each batch. */
export function ConfirmBatch({ names, onSend, onDrop }: { names: string[]; onSend: () => void; onDrop: () => void }) {
  const [confirmed, setConfirmed] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  // The button that opened the choice is gone: go on where the question stands.
  useEffect(() => box.current?.querySelector('input')?.focus(), []);
  return (
    <div class="stack-tight" ref={box} role="group" aria-label={t('document.batch', { count: names.length })}>
      <p class="batch-names">{t('document.batch', { count: names.length })}: {names.join('; ')}</p>
      <Checkbox label={t('document.noSecrets')} checked={confirmed} onChange={setConfirmed} />
      <div class="row">
        <Button kind="primary" icon="upload" disabled={!confirmed} onClick={onSend}>{t('document.send')}</Button>
        <Button kind="quiet" onClick={onDrop}>{t('action.cancel')}</Button>
      </div>
    </div>
  );
}
