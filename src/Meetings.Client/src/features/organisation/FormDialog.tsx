import type { ComponentChildren } from 'preact';
import { t } from '../../lib/i18n';
import { asRefused, refusalText } from '../../wire/http';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { Problem } from '../../ui/Notice';
import { toast } from '../../ui/toast';
import { useAction } from '../../ui/useAction';

/** A form in a dialog that saves, says so and closes; refused, it stays with everything typed. */
export function FormDialog({ title, children, save, onSaved, onClose, extra, ready = true }: {
  title: string;
  children: ComponentChildren;
  /** Returning `stay` keeps the dialog open (it has something more to show). */
  save: () => Promise<void | 'stay'>;
  onSaved: () => void;
  onClose: () => void;
  extra?: ComponentChildren;
  ready?: boolean;
}) {
  const { busy, error, run } = useAction();
  const submit = () =>
    void run(async () => {
      const result = await save();
      toast(t('org.saved'));
      onSaved();
      if (result !== 'stay') onClose();
    });
  return (
    <Dialog
      title={title}
      onClose={onClose}
      footer={<>{extra}<Button onClick={onClose}>{t('action.close')}</Button><Button kind="primary" busy={busy} disabled={!ready} onClick={submit}>{t('action.save')}</Button></>}
    >
      {error ? <Problem text={refusalText(asRefused(error))} /> : null}
      {children}
    </Dialog>
  );
}
