import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import { t } from '../lib/i18n';
import { Button } from './Button';

/** The browser's own modal dialog: focus trap, Escape and return of focus come with it. Mounted means open. */
export function Dialog({ title, children, footer, onClose }: {
  title: string;
  children: ComponentChildren;
  footer?: ComponentChildren;
  onClose: () => void;
}) {
  const ref = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const dialog = ref.current!;
    if (!dialog.open) dialog.showModal();
    return () => dialog.close();
  }, []);
  return (
    <dialog
      ref={ref}
      aria-labelledby={id}
      onCancel={(e) => {
        e.preventDefault();
        onClose();
      }}
    >
      <header>
        <h2 id={id}>{title}</h2>
        <Button kind="quiet" icon="close" label={t('action.close')} onClick={onClose} />
      </header>
      <div class="dialog-body">{children}</div>
      {footer && <footer>{footer}</footer>}
    </dialog>
  );
}

/** Asks before something that cannot be taken back. The safe answer comes first and has the focus. */
export function Confirm({ title, children, action, busy, onConfirm, onClose }: {
  title: string;
  children: ComponentChildren;
  action: string;
  busy?: boolean;
  onConfirm: () => void;
  onClose: () => void;
}) {
  return (
    <Dialog
      title={title}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('action.back')}</Button>
          <Button kind="danger" busy={busy} onClick={onConfirm}>{action}</Button>
        </>
      }
    >
      {children}
    </Dialog>
  );
}
