import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { t } from '../../lib/i18n';
import { matches } from '../../lib/text';
import { asRefused, refusalText } from '../../wire/http';
import { Button } from '../../ui/Button';
import { TextField } from '../../ui/Field';
import { Loading, Problem } from '../../ui/Notice';
import type { Loaded } from '../../ui/use';

/** Rows drawn at once; a long list is narrowed by searching, not by scrolling. */
const most = 100;

/** A searched list with an add button: the shape all parts of the organisation share. */
export function ListPart<T>({ loaded, textOf, keyOf, row, add, onAdd, filters, tools }: {
  loaded: Loaded<T[]>;
  /** What the search looks in. */
  textOf: (entry: T) => string;
  keyOf: (entry: T) => string;
  row: (entry: T) => ComponentChildren;
  add?: string;
  onAdd?: () => void;
  filters?: ComponentChildren;
  /** What is done with the whole list, beside adding to it. */
  tools?: ComponentChildren;
}) {
  const [wanted, setWanted] = useState('');
  const found = loaded.value?.filter((entry) => matches(textOf(entry), wanted)) ?? [];
  return (
    <div class="stack">
      <div class="columns">
        <TextField type="search" label={t('org.find')} value={wanted} onInput={setWanted} />
        {filters}
      </div>
      {(add || tools) && <div class="org-tools">{add && <Button icon="plus" onClick={onAdd}>{add}</Button>}{tools}</div>}
      {loaded.error ? <Problem text={refusalText(asRefused(loaded.error))} onRetry={() => void loaded.reload()} /> : !loaded.value && <Loading />}
      {loaded.value && (
        <>
          <p class="muted" role="status">
            {found.length === 0 ? t('org.none') : found.length > most ? t('org.more', { shown: most, count: found.length }) : t('org.count', { count: found.length })}
          </p>
          <ul class="card org-list">{found.slice(0, most).map((entry) => <li key={keyOf(entry)}>{row(entry)}</li>)}</ul>
        </>
      )}
    </div>
  );
}

export function ListRow({ name, detail, indent = 0, mark, onEdit }: { name: string; detail?: string; indent?: number; mark?: ComponentChildren; onEdit?: () => void }) {
  return (
    <div class="org-row" style={{ paddingLeft: `${Math.min(indent, 4) * 24}px` }}>
      <div class="grow">
        <strong>{name}</strong> {mark}
        {detail && <p class="muted">{detail}</p>}
      </div>
      {onEdit && <Button kind="quiet" icon="edit" label={t('org.edit', { name })} onClick={onEdit} />}
    </div>
  );
}
