import type { ComponentChildren } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { t } from '../../lib/i18n';
import type { AgendaKind, Id } from '../../wire/contracts';
import { Button } from '../../ui/Button';
import { Combobox } from '../../ui/Combobox';
import { Select, TextField } from '../../ui/Field';
import { findInDirectory } from '../organisation';
import { agendaMinutes, emptyItem, itemTimes, moveItem, type Draft, type DraftItem } from './draft';

const kinds: AgendaKind[] = ['inform', 'discuss', 'decide'];

interface Props { draft: Draft; change: (part: Partial<Draft>) => void; papers: (itemId: Id) => ComponentChildren }

export function AgendaSection({ draft: d, change, papers }: Props) {
  const root = useRef<HTMLElement>(null);
  const [said, setSaid] = useState('');
  const times = itemTimes(d);
  const edit = (key: string, part: Partial<DraftItem>) => change({ items: d.items.map((i) => (i.key === key ? { ...i, ...part } : i)) });
  const move = (item: DraftItem, by: -1 | 1) => {
    const items = moveItem(d.items, item.key, by);
    if (items === d.items) return;
    const focused = document.activeElement as HTMLElement | null;
    change({ items });
    setSaid(t('editor.moved', { title: item.title, number: items.findIndex((i) => i.key === item.key) + 1 }));
    // Moving a focused row in the document drops its focus; put it back where the author was.
    requestAnimationFrame(() => focused?.isConnected && focused.focus());
  };
  const add = () => {
    change({ items: [...d.items, emptyItem()] });
    requestAnimationFrame(() => root.current?.querySelector<HTMLElement>('.item:last-of-type input')?.focus());
  };
  return (
    <section id="agenda" class="card stack" ref={root}>
      <div>
        <h2>{t('editor.agenda')}</h2>
        <p class="muted">{t('editor.moveHint')}</p>
      </div>
      <p class="unseen" role="status">{said}</p>
      <ol>
        {d.items.map((item, index) => {
          const number = index + 1;
          return (
            <li
              key={item.key}
              class="item"
              onKeyDown={(e) => {
                if (!e.altKey || (e.key !== 'ArrowUp' && e.key !== 'ArrowDown')) return;
                e.preventDefault();
                move(item, e.key === 'ArrowUp' ? -1 : 1);
              }}
            >
              <div class="item-head">
                <h3 class="number">{number}. <span class="muted">{times[index]}</span></h3>
                <div class="row">
                  <Button kind="quiet" icon="up" label={t('editor.moveUp', { number })} disabled={index === 0} onClick={() => move(item, -1)} />
                  <Button kind="quiet" icon="down" label={t('editor.moveDown', { number })} disabled={number === d.items.length} onClick={() => move(item, 1)} />
                  <Button kind="quiet" icon="trash" label={t('editor.removeItem', { number })} onClick={() => change({ items: d.items.filter((i) => i.key !== item.key) })} />
                </div>
              </div>
              <TextField label={t('editor.itemTitle', { number })} value={item.title} onInput={(title) => edit(item.key, { title })} maxLength={300} />
              <div class="item-grid">
                <Select label={t('editor.itemKind')} value={item.kind} options={kinds.map((k) => ({ value: k, label: t(`item.${k}`) }))} onChange={(kind) => edit(item.key, { kind })} />
                <TextField label={t('editor.itemMinutes')} type="number" min={1} max={600} step={5} value={item.minutes} onInput={(minutes) => edit(item.key, { minutes })} />
                <Combobox
                  label={t('editor.itemPresenter')}
                  required={false}
                  value={item.presenter?.name ?? ''}
                  find={findInDirectory('person')}
                  onPick={({ id, name }) => edit(item.key, { presenter: { id, name } })}
                  onClear={() => edit(item.key, { presenter: null })}
                />
              </div>
              {!item.presenter && (
                <TextField label={t('editor.itemPresenterText')} required={false} value={item.presenterText} onInput={(presenterText) => edit(item.key, { presenterText })} maxLength={200} />
              )}
              {item.id ? papers(item.id) : <p class="muted">{t('editor.documentsFirst')}</p>}
            </li>
          );
        })}
      </ol>
      <div class="row row-apart">
        <Button icon="plus" onClick={add}>{t('editor.addItem')}</Button>
        <span class="muted number">{t('editor.agendaTotal', { total: agendaMinutes(d), planned: d.minutes || 0 })}</span>
      </div>
    </section>
  );
}
