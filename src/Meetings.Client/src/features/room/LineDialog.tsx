import { language, t } from '../../lib/i18n';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { bytes } from '../../lib/text';
import type { Rung } from '../../wire/hubContracts';
import { useCall } from './context';
import { CallIcon } from './icons';
import './lineCatalogue';
import './line.css';
import { rate } from './times';

const pins = [3, 2, 1, 0] as const;

/** One's own line: where on the ladder, why, the figures, and how far up one wants to go. */
export function LineDialog({ onClose }: { onClose: () => void }) {
  const { session } = useCall();
  const { rung, kilobits, pinned, cameraHeld } = session.ladder;
  const sample = session.sample.value;
  const locale = language.value;
  const choose = (to: Rung | null) => session.ladder.pin(to);
  return (
    <Dialog title={t('line.title')} onClose={onClose} footer={<Button onClick={onClose}>{t('action.close')}</Button>}>
      <div class="stack" data-test="line-dialog">
        {rung.value !== null && <p><b>{t('rungs.now')}: {t(`rung.${rung.value}`)}.</b> {t(`rungs.why${rung.value}`)}</p>}
        {cameraHeld.value && session.sources.camera.value && <p class="line-held"><CallIcon name="camOff" size={18} /> {t('rungs.cameraHeld')}</p>}
        <fieldset class="check-modes">
          <legend>{t('rungs.choose')}</legend>
          <Choice pin={null} chosen={pinned.value} text={t('rungs.auto')} hint={t('rungs.autoHint')} onChoose={choose} />
          {pins.map(pin => <Choice key={pin} pin={pin} chosen={pinned.value} text={t(`rungs.most${pin}`)} hint={t(`rungs.most${pin}Hint`)} onChoose={choose} />)}
        </fieldset>
        <dl class="line-numbers">
          <dt>{t('rungs.estimate')}</dt><dd class="number">{kilobits.value > 0 ? rate(kilobits.value * 1000, locale) : '–'}</dd>
          <dt>{t('line.rtt')}</dt><dd class="number">{sample?.rtt === undefined ? '–' : `${Math.round(sample.rtt)} ms`}</dd>
          <dt>{t('line.loss')}</dt><dd class="number">{sample ? `${(sample.loss * 100).toLocaleString(locale, { maximumFractionDigits: 1 })} %` : '–'}</dd>
          <dt>{t('line.down')}</dt><dd class="number">{sample ? rate(sample.down, locale) : '–'}</dd>
          <dt>{t('line.up')}</dt><dd class="number">{sample ? rate(sample.up, locale) : '–'}</dd>
          <dt>{t('line.total')}</dt><dd class="number">{sample ? bytes(sample.totalBytes, locale) : '–'}</dd>
        </dl>
      </div>
    </Dialog>
  );
}

function Choice({ pin, chosen, text, hint, onChoose }: { pin: Rung | null; chosen: Rung | null; text: string; hint: string; onChoose: (pin: Rung | null) => void }) {
  return (
    <label class="check-mode">
      <input type="radio" name="pin" checked={chosen === pin} data-test={`pin-${pin ?? 'auto'}`} onChange={() => onChoose(pin)} />
      <span><b>{text}</b><small class="muted">{hint}</small></span>
    </label>
  );
}
