import { t } from '../../lib/i18n';
import type { MinutesBody } from '../../wire/contracts';
import { TextArea } from '../../ui/Field';

export interface SectionProps { body: MinutesBody; change: (part: Partial<MinutesBody>) => void }

/** One paragraph that may need more than one line on a narrow screen. */
function Paragraph({ label, value, onInput }: { label: string; value: string; onInput: (value: string) => void }) {
  return <TextArea label={label} rows={value.length > 60 ? 2 : 1} value={value} onInput={(text) => onInput(text.replace(/\n+/g, ' '))} />;
}

/** The head of the document has its bodies on one or two lines, broken as they are printed. */
const headRows = 2;

export function OpeningSection({ body, change }: SectionProps) {
  return (
    <section class="card stack">
      <h2>{t('minutes.header')}</h2>
      <div class="columns">
        <TextArea label={t('minutes.parentAuthority')} rows={headRows} required={false} value={body.parentAuthority ?? ''} onInput={(parentAuthority) => change({ parentAuthority })} />
        <TextArea label={t('minutes.authority')} rows={headRows} value={body.authority} onInput={(authority) => change({ authority })} />
      </div>
      <Paragraph label={t('minutes.subject')} value={body.title} onInput={(title) => change({ title })} />
      <div class="columns">
        <Paragraph label={t('minutes.begin')} value={body.begin} onInput={(begin) => change({ begin })} />
        <Paragraph label={t('minutes.end')} value={body.end} onInput={(end) => change({ end })} />
      </div>
      <Paragraph label={t('minutes.place')} value={body.place} onInput={(place) => change({ place })} />
      <div class="columns">
        <Paragraph label={t('minutes.chair')} value={body.chair} onInput={(chair) => change({ chair })} />
        <Paragraph label={t('minutes.secretary')} value={body.secretary} onInput={(secretary) => change({ secretary })} />
      </div>
    </section>
  );
}

export function CourseSection({ body, change }: SectionProps) {
  const edit = (index: number, part: Partial<MinutesBody['items'][number]>) =>
    change({ items: body.items.map((item, i) => (i === index ? { ...item, ...part } : item)) });
  return (
    <>
      <section class="card stack">
        <h2>{t('minutes.content')}</h2>
        {body.items.map((item, i) => (
          <div key={item.number} class="minutes-item stack-tight">
            <Paragraph label={t('minutes.itemTitle', { number: item.number })} value={item.title} onInput={(title) => edit(i, { title })} />
            {item.begin && <p class="muted number">{item.end ? t('minutes.itemTime', { begin: item.begin, end: item.end }) : item.begin}</p>}
            <TextArea
              label={t('minutes.itemText', { number: item.number })}
              rows={Math.min(24, Math.max(4, item.text.split('\n').length + 1))}
              value={item.text}
              onInput={(text) => edit(i, { text })}
            />
          </div>
        ))}
      </section>
      <section class="card stack">
        <h2>{t('minutes.closing')}</h2>
        <TextArea label={t('minutes.closingText')} rows={2} value={body.closing} onInput={(closing) => change({ closing })} />
        <TextArea
          label={t('minutes.recipients')}
          rows={body.recipients.length + 1}
          value={body.recipients.join('\n')}
          onInput={(text) => change({ recipients: text.split('\n') })}
        />
      </section>
    </>
  );
}
