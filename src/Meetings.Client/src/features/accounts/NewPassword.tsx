import { useState } from 'preact/hooks';
import { t } from '../../lib/i18n';
import { TextField } from '../../ui/Field';

/** A new password typed twice; `value` is null until both agree. */
export function useNewPassword() {
  const [first, setFirst] = useState('');
  const [second, setSecond] = useState('');
  const [checked, setChecked] = useState(false);
  const value = first && first === second ? first : null;
  const fields = (
    <>
      <TextField
        label={t('account.next')}
        hint={t('password.rule')}
        type="password"
        value={first}
        onInput={setFirst}
        autocomplete="new-password"
      />
      <TextField
        label={t('setup.repeat')}
        error={checked && first !== second ? t('setup.mismatch') : null}
        type="password"
        value={second}
        onInput={setSecond}
        autocomplete="new-password"
      />
    </>
  );
  const check = () => {
    setChecked(true);
    return value;
  };
  const reset = () => {
    setFirst('');
    setSecond('');
    setChecked(false);
  };
  return { fields, check, reset };
}
