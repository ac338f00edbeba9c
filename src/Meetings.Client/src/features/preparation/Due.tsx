import { t } from '../../lib/i18n';
import { DateField, TimeField } from '../../ui/DateField';
import { isWhole } from './model';

/** The end of a working day, where only a day was chosen. */
const usualTime = '17:00';

/** A deadline as day and time; `value` is "yyyy-MM-ddTHH:mm", one of its halves missing while it is typed, or empty. */
export function Due({ label, value, required = true, onInput }: { label: string; value: string; required?: boolean; onInput: (value: string) => void }) {
  const [day = '', clock = ''] = value.split('T');
  const change = (newDay: string, newClock: string) => onInput(newDay || newClock ? `${newDay}T${newClock}` : '');
  return (
    <fieldset class="due">
      <legend>{label}{!required && <span class="muted due-mark"> {t('field.optional')}</span>}</legend>
      {/* Clearing the day clears the deadline; a first day brings the usual time along. */}
      <DateField label={t('preparation.day')} value={day} onInput={(picked) => change(picked, picked ? clock || (day ? '' : usualTime) : '')} />
      <TimeField label={t('preparation.time')} value={clock} error={!isWhole(value) && day ? t('field.timeWrong') : undefined} onInput={(typed) => change(day, typed)} />
    </fieldset>
  );
}
