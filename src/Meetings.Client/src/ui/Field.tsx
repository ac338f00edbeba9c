import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import { t } from '../lib/i18n';

export interface Common {
  label: string;
  hint?: string;
  error?: string | null;
  required?: boolean;
  /** Shown to screen readers only, where the place tells the rest what the field is. */
  hideLabel?: boolean;
}

/** Label above, hint, error, control: the order in which people read a form. Optional fields say so; required ones are the rule. */
export function Wrapper({ id, label, hint, error, required, hideLabel, children }: Common & { id: string; children: ComponentChildren }) {
  return (
    <div class={`field${error ? ' field-wrong' : ''}`}>
      <label for={id} class={hideLabel ? 'unseen' : undefined}>
        {label}
        {required === false && <span class="muted"> {t('field.optional')}</span>}
      </label>
      {hint && <p id={`${id}-hint`} class="hint">{hint}</p>}
      {error && <p id={`${id}-error`} class="error">{error}</p>}
      {children}
    </div>
  );
}

export const described = (id: string, { hint, error }: Common) =>
  [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ') || undefined;

interface TextProps extends Common {
  value: string;
  onInput: (value: string) => void;
  type?: 'text' | 'password' | 'search' | 'number' | 'tel' | 'email';
  autocomplete?: string;
  maxLength?: number;
  min?: number | string;
  max?: number | string;
  step?: number;
  autofocus?: boolean;
  readOnly?: boolean;
  placeholder?: string;
}

export function TextField(props: TextProps) {
  const id = useId();
  return (
    <Wrapper id={id} {...props}>
      <input
        id={id}
        type={(props.type ?? 'text') as 'text'}
        value={props.value}
        onInput={(e) => props.onInput(e.currentTarget.value)}
        autocomplete={props.autocomplete ?? 'off'}
        maxLength={props.maxLength}
        min={props.min}
        max={props.max}
        step={props.step}
        readOnly={props.readOnly}
        placeholder={props.placeholder}
        autofocus={props.autofocus}
        aria-describedby={described(id, props)}
        aria-invalid={props.error ? true : undefined}
      />
    </Wrapper>
  );
}

export function TextArea(props: Common & { value: string; onInput: (value: string) => void; rows?: number; maxLength?: number }) {
  const id = useId();
  return (
    <Wrapper id={id} {...props}>
      <textarea
        id={id}
        rows={props.rows ?? 3}
        value={props.value}
        maxLength={props.maxLength}
        onInput={(e) => props.onInput(e.currentTarget.value)}
        aria-describedby={described(id, props)}
        aria-invalid={props.error ? true : undefined}
      />
    </Wrapper>
  );
}

export interface Option<T extends string> { value: T; label: string }

export function Select<T extends string>(props: Common & { value: T; options: Option<T>[]; onChange: (value: T) => void }) {
  const id = useId();
  return (
    <Wrapper id={id} {...props}>
      <select
        id={id}
        value={props.value}
        onChange={(e) => props.onChange(e.currentTarget.value as T)}
        aria-describedby={described(id, props)}
      >
        {props.options.map((o) => <option key={o.value} value={o.value} selected={o.value === props.value}>{o.label}</option>)}
      </select>
    </Wrapper>
  );
}

export function Checkbox({ label, checked, onChange }: { label: string; checked: boolean; onChange: (checked: boolean) => void }) {
  return (
    <label class="checkbox">
      <input type="checkbox" checked={checked} onChange={(e) => onChange(e.currentTarget.checked)} />
      <span>{label}</span>
    </label>
  );
}
