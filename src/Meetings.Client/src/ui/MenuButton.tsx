import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { Icon, type IconName } from './icons';

export interface MenuItem { label: string; icon?: IconName; danger?: boolean; onSelect: () => void }

/** A button that opens a menu, by the ARIA pattern: arrows, Home, End, Escape; leaving it closes it. */
export function MenuButton({ label, icon, text, items }: { label: string; icon?: IconName; text?: string; items: MenuItem[] }) {
  const id = useId();
  const [open, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const entries = () => [...(root.current?.querySelectorAll<HTMLElement>('[role=menuitem]') ?? [])];
  const close = (refocus: boolean) => {
    setOpen(false);
    if (refocus) root.current?.querySelector('button')?.focus();
  };
  useEffect(() => {
    if (open) entries()[0]?.focus();
  }, [open]);
  const move = (event: KeyboardEvent) => {
    const all = entries();
    const index = all.indexOf(document.activeElement as HTMLElement);
    if (event.key === 'Escape' && open) {
      event.stopPropagation();
      return close(true);
    }
    const next = { ArrowDown: index + 1, ArrowUp: index - 1, Home: 0, End: all.length - 1 }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    if (open) all[(next + all.length) % all.length]?.focus();
    else setOpen(true);
  };
  return (
    <div
      class="menu"
      ref={root}
      onKeyDown={move}
      onFocusOut={(e) => !root.current?.contains(e.relatedTarget as Node | null) && setOpen(false)}
    >
      <button
        type="button"
        class={`btn btn-quiet${text ? '' : ' btn-icon'}`}
        aria-haspopup="menu"
        aria-expanded={open}
        aria-controls={id}
        aria-label={label}
        title={label}
        onClick={() => setOpen(!open)}
      >
        {icon && <Icon name={icon} />}
        {text && <span class="menu-text">{text}</span>}
      </button>
      {open && (
        <div role="menu" id={id} aria-label={label}>
          {items.map((item) => (
            <button
              key={item.label}
              type="button"
              role="menuitem"
              tabIndex={-1}
              class={item.danger ? 'danger' : undefined}
              onClick={() => {
                close(true);
                item.onSelect();
              }}
            >
              {item.icon && <Icon name={item.icon} />}
              <span>{item.label}</span>
            </button>
          ))}
        </div>
      )}
    </div>
  );
}
