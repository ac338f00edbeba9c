import { t } from '../../lib/i18n';
import type { MinutesPerson } from '../../wire/contracts';
import { Button } from '../../ui/Button';
import { Checkbox, TextField } from '../../ui/Field';
import type { SectionProps } from './Sections';

/** Who was there, by unit, and who was not. */
export function Attendance({ body, change }: SectionProps) {
  const present = body.attendance.reduce((sum, unit) => sum + unit.people.length, 0);
  const editUnit = (at: number, part: Partial<(typeof body.attendance)[number]>) =>
    change({ attendance: body.attendance.map((u, i) => (i === at ? { ...u, ...part } : u)) });
  const editPerson = (unit: number, at: number, part: Partial<MinutesPerson>) =>
    editUnit(unit, { people: body.attendance[unit]!.people.map((p, i) => (i === at ? { ...p, ...part } : p)) });
  const editAbsent = (at: number, part: Partial<(typeof body.absent)[number]>) =>
    change({ absent: body.absent.map((a, i) => (i === at ? { ...a, ...part } : a)) });
  return (
    <section class="card stack">
      <div>
        <h2>{t('minutes.attendance')}</h2>
        <p class="muted">{t('minutes.attendanceText', { present, units: body.attendance.length, absent: body.absent.length })}</p>
      </div>
      {body.attendance.map((unit, u) => (
        <details key={u} class="minutes-unit" open={body.attendance.length <= 4}>
          <summary><strong>{unit.unit || '…'}</strong> <span class="muted">({unit.people.length})</span></summary>
          <div class="stack-tight">
            <div class="row">
              <div class="grow"><TextField label={t('minutes.unit')} value={unit.unit} onInput={(name) => editUnit(u, { unit: name })} /></div>
              <Button kind="quiet" icon="trash" label={t('minutes.removeUnit', { name: unit.unit })} onClick={() => change({ attendance: body.attendance.filter((_, i) => i !== u) })} />
            </div>
            <ul>
              {unit.people.map((person, p) => (
                <li key={p} class="minutes-person">
                  <TextField label={t('minutes.name')} value={person.name} onInput={(name) => editPerson(u, p, { name })} />
                  <TextField label={t('minutes.position')} value={person.position ?? ''} onInput={(position) => editPerson(u, p, { position })} />
                  <TextField label={t('minutes.personRole')} value={person.role} onInput={(role) => editPerson(u, p, { role })} />
                  <TextField label={t('minutes.from')} value={person.from ?? ''} onInput={(from) => editPerson(u, p, { from })} />
                  <TextField label={t('minutes.to')} value={person.to ?? ''} onInput={(to) => editPerson(u, p, { to })} />
                  <Button kind="quiet" icon="trash" label={t('minutes.removePerson', { name: person.name })} onClick={() => editUnit(u, { people: unit.people.filter((_, i) => i !== p) })} />
                </li>
              ))}
            </ul>
            <div><Button kind="quiet" icon="plus" onClick={() => editUnit(u, { people: [...unit.people, { name: '', role: t('role.delegate') }] })}>{t('minutes.addPerson')}</Button></div>
          </div>
        </details>
      ))}
      <div><Button icon="plus" onClick={() => change({ attendance: [...body.attendance, { unit: '', people: [] }] })}>{t('minutes.addUnit')}</Button></div>
      <h3>{t('minutes.absent')}</h3>
      {body.absent.length === 0 && <p class="muted">{t('minutes.noneAbsent')}</p>}
      <ul>
        {body.absent.map((absent, a) => (
          <li key={a} class="minutes-absent">
            <TextField label={t('minutes.name')} value={absent.name} onInput={(name) => editAbsent(a, { name })} />
            <TextField label={t('minutes.unit')} value={absent.unit} onInput={(unit) => editAbsent(a, { unit })} />
            <Checkbox label={t('minutes.excused')} checked={absent.excused} onChange={(excused) => editAbsent(a, { excused })} />
            <Button kind="quiet" icon="trash" label={t('minutes.removePerson', { name: absent.name })} onClick={() => change({ absent: body.absent.filter((_, i) => i !== a) })} />
          </li>
        ))}
      </ul>
      <div><Button icon="plus" onClick={() => change({ absent: [...body.absent, { name: '', unit: '', excused: false }] })}>{t('minutes.addAbsent')}</Button></div>
    </section>
  );
}
