import { signal } from '@preact/signals';
import { t } from '../lib/i18n';
import { Button } from './Button';

interface Toast { id: number; text: string; kind: 'done' | 'wrong' }

const toasts = signal<Toast[]>([]);
let last = 0;

/** Says shortly what happened. Good news leaves by itself; bad news stays until it is closed. */
export function toast(text: string, kind: Toast['kind'] = 'done'): void {
  const id = ++last;
  toasts.value = [...toasts.value.slice(-1), { id, text, kind }];
  if (kind === 'done') setTimeout(() => dismiss(id), 5000);
}

const dismiss = (id: number) => (toasts.value = toasts.value.filter((entry) => entry.id !== id));

export function Toasts() {
  return (
    <div class="toasts" role="status" aria-live="polite">
      {toasts.value.map((entry) => (
        <div key={entry.id} class={`toast toast-${entry.kind}`}>
          <span>{entry.text}</span>
          <Button kind="quiet" icon="close" label={t('action.close')} onClick={() => dismiss(entry.id)} />
        </div>
      ))}
    </div>
  );
}
