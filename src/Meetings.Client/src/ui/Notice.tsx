import type { ComponentChildren } from 'preact';
import { t } from '../lib/i18n';
import { Button } from './Button';
import { Icon, type IconName } from './icons';

export type Tone = 'neutral' | 'accent' | 'good' | 'warn' | 'bad';

/** A status is always icon, word and colour together. */
export const Chip = ({ tone = 'neutral', icon, children }: { tone?: Tone; icon?: IconName; children: ComponentChildren }) => (
  <span class={`chip chip-${tone}`}>
    {icon && <Icon name={icon} size={16} />}
    <span>{children}</span>
  </span>
);

export const Notice = ({ tone = 'neutral', children }: { tone?: Tone; children: ComponentChildren }) => (
  <div class={`notice notice-${tone}`} role={tone === 'bad' ? 'alert' : undefined}>
    <Icon name={tone === 'good' ? 'check' : tone === 'neutral' || tone === 'accent' ? 'help' : 'warning'} />
    <div>{children}</div>
  </div>
);

export const Loading = () => <p class="loading" role="status">{t('loading')}</p>;

/** What went wrong, and the way to try again where there is one. */
export const Problem = ({ text, onRetry }: { text: string; onRetry?: (() => void) | undefined }) => (
  <Notice tone="bad">
    <p>{text}</p>
    {onRetry && <Button icon="refresh" onClick={onRetry}>{t('action.retry')}</Button>}
  </Notice>
);
