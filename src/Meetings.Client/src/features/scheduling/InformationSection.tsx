import './planning.catalogue';
import { longDate } from '../../lib/dates';
import { t } from '../../lib/i18n';
import type { MeetingKind, MeetingMode, QuorumRule } from '../../wire/contracts';
import { Combobox } from '../../ui/Combobox';
import { DateField, TimeField } from '../../ui/DateField';
import { Select, TextArea, TextField } from '../../ui/Field';
import { findInDirectory } from '../organisation';
import type { Draft } from './draft';
import { SecrecyField } from './SecrecyField';
import { RecurrenceField } from './RecurrenceField';
import { UrgentField } from './UrgentField';

/** Urgent is a switch of its own, not a kind to choose; an older plan keeps it. */
const kinds: MeetingKind[] = ['briefing', 'session', 'thematic', 'review', 'rollout', 'training', 'other'];
const quorums: QuorumRule[] = ['none', 'twoThirds', 'majority'];
const modes: MeetingMode[] = ['hybrid', 'online', 'inPerson'];

export function InformationSection({ draft: d, change }: { draft: Draft; change: (part: Partial<Draft>) => void }) {
  return (
    <section id="information" class="card stack">
      <h2>{t('editor.information')}</h2>
      <TextField label={t('editor.title')} value={d.title} onInput={(title) => change({ title })} maxLength={300} />
      <div class="columns">
        <Select label={t('editor.kind')} value={d.kind} options={(d.kind === 'urgent' ? [...kinds, d.kind] : kinds).map((k) => ({ value: k, label: t(`kind.${k}`) }))} onChange={(kind) => change({ kind })} />
        <Select label={t('meeting.mode')} value={d.mode} options={modes.map((m) => ({ value: m, label: t(`mode.${m}`) }))} onChange={(mode) => change({ mode })} />
      </div>
      <SecrecyField value={d.secrecy} onChange={(secrecy) => change({ secrecy })} />
      <UrgentField draft={d} change={change} />
      <div class="columns">
        <DateField label={t('editor.day')} hint={d.day && longDate(`${d.day}T00:00:00Z`, 'UTC')} value={d.day} onInput={(day) => change({ day })} />
        <TimeField label={t('editor.start')} value={d.start} onInput={(start) => change({ start })} />
        <TextField label={t('editor.minutes')} type="number" min={5} max={1440} step={5} value={d.minutes} onInput={(minutes) => change({ minutes })} />
      </div>
      {!d.series && <RecurrenceField draft={d} change={change} />}
      <Combobox label={t('meeting.host')} value={d.host?.name ?? ''} find={findInDirectory('unit')} onPick={({ id, name }) => change({ host: { id, name } })} />
      <div class="columns">
        <Combobox
          label={t('meeting.chair')}
          value={d.chair?.name ?? ''}
          find={findInDirectory('person')}
          onPick={({ id, name }) => change({ chair: { id, name } })}
          onClear={() => change({ chair: null })}
        />
        <Combobox
          label={t('meeting.secretary')}
          value={d.secretary?.name ?? ''}
          find={findInDirectory('person')}
          onPick={({ id, name }) => change({ secretary: { id, name } })}
          onClear={() => change({ secretary: null })}
        />
      </div>
      <Select label={t('editor.quorum')} value={d.quorum ?? 'none'} options={quorums.map((q) => ({ value: q, label: t(`quorum.${q}`) }))} onChange={(quorum) => change({ quorum })} />
      <TextField label={t('editor.place')} hint={t('editor.placeHint')} required={false} value={d.place} onInput={(place) => change({ place })} maxLength={300} />
      <TextArea label={t('editor.notes')} required={false} value={d.notes} onInput={(notes) => change({ notes })} maxLength={4000} />
    </section>
  );
}
