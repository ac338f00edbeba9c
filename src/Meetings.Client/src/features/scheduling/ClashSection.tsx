import { dateTime, inLine, longDate, time } from '../../lib/dates';
import { language, t } from '../../lib/i18n';
import type { ClashReport, ClashView } from '../../wire/contracts';
import { Button } from '../../ui/Button';
import { Icon } from '../../ui/icons';
import type { Draft } from './draft';

/** Names said in full before the rest is counted. */
const mostNames = 3;

/** Who, what room and which line is taken at the planned time, and when all are free. Says nothing while nothing stands in the way. */
export function ClashSection({ report: last, draft: d, change }: { report: ClashReport | null; draft: Draft; change: (part: Partial<Draft>) => void }) {
  const nothing = !last || (last.clashes.length === 0 && last.lines.length === 0);
  return (
    <section class={nothing ? '' : 'card stack-tight'} aria-live="polite">
      {!nothing && (
        <>
          <h2>{t('clash.title')}</h2>
          <ul class="stack-tight">
            {last.clashes.map((c) => (
              <li key={c.start + (c.title ?? '') + c.names.join()} class="finding">
                <Icon name="warning" />
                <span>{clashText(c, d.zone)}</span>
              </li>
            ))}
            {last.lines.map((l) => (
              <li key={l.unitName} class="finding">
                <Icon name="help" />
                <span>{t('clash.line', { unit: l.unitName, meetings: l.meetings, needed: mbit(l.needed), down: mbit(l.down) })}</span>
              </li>
            ))}
          </ul>
          {last.freeStarts.length > 0 && (
            <>
              <p>{t('clash.free')}</p>
              <div class="row">
                {last.freeStarts.map((start) => (
                  <Button key={start} icon="calendar" onClick={() => change({ day: start.slice(0, 10), start: start.slice(11, 16) })}>
                    {`${start.slice(11, 16)}, ${inLine(longDate(`${start.slice(0, 10)}T00:00:00Z`, 'UTC'))}`}
                  </Button>
                ))}
              </div>
            </>
          )}
        </>
      )}
    </section>
  );
}

function clashText(c: ClashView, zone: string): string {
  const shown = c.names.slice(0, mostNames).join(', ');
  const who = [
    c.names.length > mostNames ? t('clash.andMore', { names: shown, count: c.names.length - mostNames }) : shown,
    c.sameRoom ? t('clash.room') : '',
  ].filter(Boolean).join('; ');
  return t('clash.busy', { when: `${dateTime(c.start, zone)}–${time(c.end, zone)}`, title: c.title ?? t('clash.hidden'), who });
}

const mbit = (kbit: number) => (kbit / 1000).toLocaleString(language.value === 'vi' ? 'vi-VN' : 'en-GB', { maximumFractionDigits: 1 });
