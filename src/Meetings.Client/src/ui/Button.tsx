import type { ComponentChildren } from 'preact';
import { Icon, type IconName } from './icons';

interface ButtonProps {
  children?: ComponentChildren;
  kind?: 'primary' | 'plain' | 'danger' | 'quiet';
  icon?: IconName;
  /** Spoken and shown as a tooltip when the button has no text. */
  label?: string;
  type?: 'button' | 'submit';
  busy?: boolean;
  disabled?: boolean;
  pressed?: boolean;
  onClick?: (event: MouseEvent) => void;
}

/** At least 44 px in both directions. A busy button keeps its width and stays focusable, so that the keyboard is not lost. */
export function Button({ children, kind = 'plain', icon, label, type = 'button', busy, disabled, pressed, onClick }: ButtonProps) {
  return (
    <button
      type={type}
      class={`btn btn-${kind}${children ? '' : ' btn-icon'}`}
      aria-label={label}
      title={label}
      aria-busy={busy}
      aria-disabled={busy || undefined}
      aria-pressed={pressed}
      disabled={disabled}
      onClick={(e) => {
        if (busy) e.preventDefault();
        else onClick?.(e);
      }}
    >
      {icon && <Icon name={icon} />}
      {children && <span>{children}</span>}
    </button>
  );
}

/** A link that looks like a button: it goes somewhere, so it stays a link. */
export function ButtonLink({ href, children, kind = 'plain', icon, download }: {
  href: string;
  children: ComponentChildren;
  kind?: 'primary' | 'plain' | 'quiet';
  icon?: IconName;
  download?: boolean;
}) {
  return (
    <a class={`btn btn-${kind}`} href={href} {...(download ? { download: '' } : {})}>
      {icon && <Icon name={icon} />}
      <span>{children}</span>
    </a>
  );
}
