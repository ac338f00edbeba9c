import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { t } from '../lib/i18n';
import { Button } from './Button';

export interface Choice { id: string; name: string; detail?: string | undefined; group?: string }

interface ComboboxProps<T extends Choice> {
  label: string;
  hint?: string;
  error?: string | null;
  /** The name shown while nobody types. */
  value: string;
  /** Finds choices for what was typed; folding is the finder's business. */
  find: (query: string) => Promise<T[]>;
  onPick: (choice: T) => void;
  /** When given, a button empties the choice. */
  onClear?: () => void;
  placeholder?: string;
  required?: boolean;
  hideLabel?: boolean;
}

/** Milliseconds of silence before a search: Vietnamese input methods rewrite a word several times while it is typed. */
const pause = 250;

/** An editable combobox with a list, by the ARIA pattern. A picked choice empties the box when `value` stays empty. */
export function Combobox<T extends Choice>({ label, hint, error, value, find, onPick, onClear, placeholder, required, hideLabel }: ComboboxProps<T>) {
  const id = useId();
  const [typed, setTyped] = useState<string | null>(null);
  const [choices, setChoices] = useState<T[]>([]);
  const [active, setActive] = useState(-1);
  const [open, setOpen] = useState(false);
  const asked = useRef(0);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);

  const ask = (query: string, delay: number) => {
    clearTimeout(timer.current);
    const number = ++asked.current;
    timer.current = setTimeout(() => {
      void find(query.normalize('NFC').trim()).then((found) => {
        if (number !== asked.current) return;
        setChoices(found);
        setActive(found.length > 0 && query ? 0 : -1);
        setOpen(true);
      }, () => number === asked.current && setChoices([]));
    }, delay);
  };
  const close = () => {
    asked.current++;
    clearTimeout(timer.current);
    setOpen(false);
    setTyped(null);
  };
  const pick = (choice: T) => {
    close();
    onPick(choice);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.isComposing) return;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      if (!open) return ask(typed ?? '', 0);
      const step = event.key === 'ArrowDown' ? 1 : -1;
      setActive(choices.length ? (active + step + choices.length) % choices.length : -1);
    } else if (event.key === 'Enter' && open && choices[active]) {
      event.preventDefault();
      pick(choices[active]);
    } else if (event.key === 'Escape' && open) {
      event.preventDefault();
      event.stopPropagation();
      close();
    }
  };
  return (
    <div class={`field combobox${error ? ' field-wrong' : ''}`} onFocusOut={(e) => !e.currentTarget.contains(e.relatedTarget as Node | null) && close()}>
      <label for={id} class={hideLabel ? 'unseen' : undefined}>
        {label}
        {required === false && <span class="muted"> {t('field.optional')}</span>}
      </label>
      {hint && <p class="hint" id={`${id}-hint`}>{hint}</p>}
      {error && <p class="error" id={`${id}-error`}>{error}</p>}
      <div class="combobox-row">
        <input
          id={id}
          role="combobox"
          aria-autocomplete="list"
          aria-expanded={open}
          aria-controls={`${id}-list`}
          aria-activedescendant={open && active >= 0 ? `${id}-${active}` : undefined}
          aria-describedby={error ? `${id}-error` : hint ? `${id}-hint` : undefined}
          aria-invalid={error ? true : undefined}
          autocomplete="off"
          placeholder={placeholder ?? t('combobox.placeholder')}
          value={typed ?? value}
          onFocus={(e) => e.currentTarget.select()}
          onInput={(e) => {
            setTyped(e.currentTarget.value);
            ask(e.currentTarget.value, pause);
          }}
          onClick={() => !open && ask('', 0)}
          onKeyDown={onKeyDown}
        />
        {onClear && value && (
          <Button kind="quiet" icon="close" label={`${t('action.clear')}: ${value}`} onClick={() => { close(); onClear(); }} />
        )}
      </div>
      {open && (
        <ul role="listbox" id={`${id}-list`} aria-label={label}>
          {choices.length === 0 && <li class="muted nothing" role="presentation">{t('combobox.nothing')}</li>}
          {choices.map((choice, i) => (
            <li
              key={`${choice.group ?? ''}${choice.id}`}
              id={`${id}-${i}`}
              role="option"
              aria-selected={i === active}
              onMouseDown={(e) => e.preventDefault()}
              onClick={() => pick(choice)}
            >
              <strong>{choice.name}</strong>
              {choice.detail && <span class="muted"> {choice.detail}</span>}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
