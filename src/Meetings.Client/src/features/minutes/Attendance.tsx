import { useState } from 'preact/hooks';
import { t } from '../../lib/i18n';
import type { MinutesBody, MinutesPerson } from '../../wire/contracts';
import { Button } from '../../ui/Button';
import { Checkbox, TextField } from '../../ui/Field';
import type { SectionProps } from './Sections';

type Unit = MinutesBody['attendance'][number];
type Absence = MinutesBody['absent'][number];

/** The list with one entry changed, or without it. */
const put = <T,>(list: T[], at: number, part: Partial<T>) => list.map((entry, i) => (i === at ? { ...entry, ...part } : entry));
const without = <T,>(list: T[], at: number) => list.filter((_, i) => i !== at);

/** Who was there, by unit, and who was not. */
export function Attendance({ body, change }: SectionProps) {
  const present = body.attendance.reduce((sum, unit) => sum + unit.people.length, 0);
  const units = (attendance: Unit[]) => change({ attendance });
  const absences = (absent: Absence[]) => change({ absent });
  return (
    <section class="card stack">
      <div>
        <h2>{t('minutes.attendance')}</h2>
        <p class="muted">{t('minutes.attendanceText', { present, units: body.attendance.length, absent: body.absent.length })}</p>
      </div>
      <div>
        {body.attendance.map((unit, u) => (
          <UnitPeople
            key={u}
            unit={unit}
            startsOpen={body.attendance.length <= 4 || !unit.unit}
            change={(part) => units(put(body.attendance, u, part))}
            remove={() => units(without(body.attendance, u))}
          />
        ))}
      </div>
      <div><Button icon="plus" onClick={() => units([...body.attendance, { unit: '', people: [emptyPerson()] }])}>{t('minutes.addUnit')}</Button></div>
      <h3>{t('minutes.absent')}</h3>
      {body.absent.length === 0 && <p class="muted">{t('minutes.noneAbsent')}</p>}
      <ul>
        {body.absent.map((absent, a) => (
          <li key={a} class="minutes-absent">
            <TextField label={t('minutes.name')} value={absent.name} onInput={(name) => absences(put(body.absent, a, { name }))} />
            <TextField label={t('minutes.unit')} value={absent.unit} onInput={(unit) => absences(put(body.absent, a, { unit }))} />
            <Checkbox label={t('minutes.excused')} checked={absent.excused} onChange={(excused) => absences(put(body.absent, a, { excused }))} />
            <Button kind="quiet" icon="trash" label={t('minutes.removePerson', { name: absent.name })} onClick={() => absences(without(body.absent, a))} />
          </li>
        ))}
      </ul>
      <div><Button icon="plus" onClick={() => absences([...body.absent, { name: '', unit: '', excused: false }])}>{t('minutes.addAbsent')}</Button></div>
    </section>
  );
}

const emptyPerson = (): MinutesPerson => ({ name: '', role: 'Đại biểu' });

/** One unit; its fields are made only when it is opened, because a conference has hundreds of people. */
function UnitPeople({ unit, startsOpen, change, remove }: { unit: Unit; startsOpen: boolean; change: (part: Partial<Unit>) => void; remove: () => void }) {
  const [open, setOpen] = useState(startsOpen);
  const person = (at: number, part: Partial<MinutesPerson>) => change({ people: put(unit.people, at, part) });
  return (
    <details class="minutes-unit" open={open} onToggle={(e) => setOpen(e.currentTarget.open)}>
      <summary><strong>{unit.unit || t('minutes.newUnit')}</strong> <span class="muted">({unit.people.length})</span></summary>
      {open && (
        <div class="stack-tight minutes-people">
          <div class="minutes-unit-name">
            <TextField label={t('minutes.unit')} value={unit.unit} onInput={(name) => change({ unit: name })} />
            <Button kind="quiet" icon="trash" label={t('minutes.removeUnit', { name: unit.unit })} onClick={remove} />
          </div>
          <ul>
            {unit.people.map((p, at) => (
              <li key={at} class="minutes-person">
                <TextField label={t('minutes.name')} value={p.name} onInput={(name) => person(at, { name })} />
                <TextField label={t('minutes.position')} value={p.position ?? ''} onInput={(position) => person(at, { position })} />
                <TextField label={t('minutes.personRole')} value={p.role} onInput={(role) => person(at, { role })} />
                <TextField label={t('minutes.from')} value={p.from ?? ''} onInput={(from) => person(at, { from })} />
                <TextField label={t('minutes.to')} value={p.to ?? ''} onInput={(to) => person(at, { to })} />
                <TextField label={t('minutes.note')} value={p.note ?? ''} onInput={(note) => person(at, { note })} />
                <Button kind="quiet" icon="trash" label={t('minutes.removePerson', { name: p.name })} onClick={() => change({ people: without(unit.people, at) })} />
              </li>
            ))}
          </ul>
          <div><Button kind="quiet" icon="plus" onClick={() => change({ people: [...unit.people, emptyPerson()] })}>{t('minutes.addPerson')}</Button></div>
        </div>
      )}
    </details>
  );
}
