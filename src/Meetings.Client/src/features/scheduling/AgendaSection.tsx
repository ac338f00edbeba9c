import type { ComponentChildren } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { t } from '../../lib/i18n';
import type { AgendaKind, Id } from '../../wire/contracts';
import { Button } from '../../ui/Button';
import { Combobox } from '../../ui/Combobox';
import { Select, TextField } from '../../ui/Field';
import { findInDirectory } from '../organisation';
import { dropItem, labels, moveItem, removeItem, setDepth } from './agenda';
import { agendaMinutes, emptyItem, itemTimes, type Draft, type DraftItem } from './draft';
import { ItemDetails } from './ItemDetails';

const kinds: AgendaKind[] = ['inform', 'discuss', 'decide'];

interface Props { draft: Draft; change: (part: Partial<Draft>) => void; papers: (itemId: Id) => ComponentChildren }

export function AgendaSection({ draft: d, change, papers }: Props) {
  const root = useRef<HTMLElement>(null);
  const [said, setSaid] = useState('');
  const [dragged, setDragged] = useState<string | null>(null);
  const times = itemTimes(d);
  const numbers = labels(d.items);
  const edit = (key: string, part: Partial<DraftItem>) => change({ items: d.items.map((i) => (i.key === key ? { ...i, ...part } : i)) });
  const rearrange = (item: DraftItem, items: DraftItem[]) => {
    if (items === d.items) return;
    const focused = document.activeElement as HTMLElement | null;
    change({ items });
    setSaid(t('editor.moved', { title: item.title, number: labels(items)[items.findIndex((i) => i.key === item.key)]! }));
    // Moving a focused row in the document drops its focus; put it back where the author was.
    requestAnimationFrame(() => focused?.isConnected && focused.focus());
  };
  const keys: Record<string, (item: DraftItem) => DraftItem[]> = {
    ArrowUp: (item) => moveItem(d.items, item.key, -1),
    ArrowDown: (item) => moveItem(d.items, item.key, 1),
    ArrowRight: (item) => setDepth(d.items, item.key, 1),
    ArrowLeft: (item) => setDepth(d.items, item.key, 0),
  };
  const add = () => {
    change({ items: [...d.items, emptyItem()] });
    requestAnimationFrame(() => root.current?.querySelector<HTMLElement>('.item:last-of-type input')?.focus());
  };
  const drop = (before: string | null) => {
    const item = d.items.find((i) => i.key === dragged);
    setDragged(null);
    if (item) rearrange(item, dropItem(d.items, item.key, before));
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
          const number = numbers[index]!;
          return (
            <li
              key={item.key}
              class={`item${item.depth ? ' item-part' : ''}${dragged === item.key ? ' item-dragged' : ''}`}
              onKeyDown={(e) => {
                const act = e.altKey && keys[e.key];
                if (!act) return;
                e.preventDefault();
                rearrange(item, act(item));
              }}
              onDragOver={(e) => dragged && e.preventDefault()}
              onDrop={(e) => {
                e.preventDefault();
                drop(item.key);
              }}
            >
              <div class="item-head" draggable onDragStart={(e) => { e.dataTransfer?.setData('text/plain', item.title); setDragged(item.key); }} onDragEnd={() => setDragged(null)}>
                <h3 class="number">{number}. <span class="muted">{times[index]}</span></h3>
                <div class="row">
                  {item.depth
                    ? <Button kind="quiet" icon="left" label={t('editor.asItem', { number })} onClick={() => rearrange(item, setDepth(d.items, item.key, 0))} />
                    : <Button kind="quiet" icon="right" label={t('editor.asPart', { number })} disabled={index === 0} onClick={() => rearrange(item, setDepth(d.items, item.key, 1))} />}
                  <Button kind="quiet" icon="up" label={t('editor.moveUp', { number })} disabled={index === 0} onClick={() => rearrange(item, moveItem(d.items, item.key, -1))} />
                  <Button kind="quiet" icon="down" label={t('editor.moveDown', { number })} disabled={index === d.items.length - 1} onClick={() => rearrange(item, moveItem(d.items, item.key, 1))} />
                  <Button kind="quiet" icon="trash" label={t('editor.removeItem', { number })} onClick={() => change({ items: removeItem(d.items, item.key) })} />
                </div>
              </div>
              <TextField label={t('editor.itemTitle', { number })} value={item.title} onInput={(title) => edit(item.key, { title })} maxLength={300} />
              <div class="item-grid">
                <Select label={t('editor.itemKind')} value={item.kind} options={kinds.map((k) => ({ value: k, label: t(`item.${k}`) }))} onChange={(kind) => edit(item.key, { kind })} />
                <TextField label={t('editor.itemMinutes')} type="number" min={0} max={600} step={5} value={item.minutes} onInput={(minutes) => edit(item.key, { minutes })} />
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
              <ItemDetails item={item} invitees={d.invitees} edit={(part) => edit(item.key, part)} />
              {item.id ? papers(item.id) : <p class="muted">{t('editor.documentsFirst')}</p>}
            </li>
          );
        })}
      </ol>
      <div class="row row-apart" onDragOver={(e) => dragged && e.preventDefault()} onDrop={() => drop(null)}>
        <Button icon="plus" onClick={add}>{t('editor.addItem')}</Button>
        <span class="muted number">{t('editor.agendaTotal', { total: agendaMinutes(d), planned: d.minutes || 0 })}</span>
      </div>
    </section>
  );
}
