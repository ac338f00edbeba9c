import { useId, useRef, useState } from 'preact/hooks';
import { t } from '../lib/i18n';
import { typedDay, typedTime, writtenDay } from '../lib/typed';
import { described, Wrapper, type Common } from './Field';
import { Icon } from './icons';

type Props = Common & { value: string; onInput: (value: string) => void; test?: string };

/**
 * Days as dd/mm/yyyy and times by 24 hours. The browser's own fields follow the browser's language, not the page's: on many machines of
 * this country that is month first and AM or PM. What cannot be read empties the value, so that no old day stands behind a wrong one.
 */
function useTyped(value: string, write: (value: string) => string, read: (text: string) => string | null, onInput: (value: string) => void) {
  const [typed, setTyped] = useState<string | null>(null);
  const [wrong, setWrong] = useState(false);
  return {
    wrong,
    shown: typed ?? write(value),
    input(text: string) {
      setTyped(text);
      setWrong(false);
      const understood = read(text);
      if (understood !== null || !text.trim()) onInput(understood ?? '');
    },
    leave() {
      const unreadable = !!typed?.trim() && read(typed) === null;
      setWrong(unreadable);
      if (unreadable) onInput('');
      else setTyped(null);
    },
    pick(picked: string) {
      setTyped(null);
      setWrong(false);
      onInput(picked);
    },
  };
}

/** `value` is yyyy-MM-dd or empty. */
export function DateField(props: Props) {
  const id = useId();
  const picker = useRef<HTMLInputElement>(null);
  const { shown, wrong, input, leave, pick } = useTyped(props.value, writtenDay, typedDay, props.onInput);
  const error = wrong ? t('field.dayWrong') : props.error;
  return (
    <Wrapper id={id} {...props} error={error}>
      <div class="date">
        <input
          id={id} type="text" inputMode="numeric" autocomplete="off" maxLength={10} placeholder={t('field.day')} value={shown} data-test={props.test}
          onInput={(e) => input(e.currentTarget.value)} onBlur={leave} aria-describedby={described(id, { ...props, error })} aria-invalid={error ? true : undefined}
        />
        <button type="button" class="btn btn-quiet btn-icon" aria-label={`${t('field.pickDay')}: ${props.label}`} title={t('field.pickDay')} onClick={() => picker.current?.showPicker()}>
          <Icon name="calendar" />
        </button>
        <input ref={picker} class="date-picker" type="date" tabIndex={-1} aria-hidden="true" value={props.value} onChange={(e) => pick(e.currentTarget.value)} />
      </div>
    </Wrapper>
  );
}

/** `value` is HH:mm or empty. */
export function TimeField(props: Props) {
  const id = useId();
  const { shown, wrong, input, leave } = useTyped(props.value, (value) => value, typedTime, props.onInput);
  const error = wrong ? t('field.timeWrong') : props.error;
  return (
    <Wrapper id={id} {...props} error={error}>
      <input
        id={id} type="text" autocomplete="off" maxLength={12} placeholder={t('field.time')} value={shown} data-test={props.test}
        onInput={(e) => input(e.currentTarget.value)} onBlur={leave} aria-describedby={described(id, { ...props, error })} aria-invalid={error ? true : undefined}
      />
    </Wrapper>
  );
}
