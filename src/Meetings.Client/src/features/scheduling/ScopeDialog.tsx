import './planning.catalogue';
import { t } from '../../lib/i18n';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { Select } from '../../ui/Field';
import { scopes, type SeriesScope } from './scope';

/** Asks which meetings of a series an action means. */
export function ScopeDialog({ onPick, onClose }: { onPick: (scope: SeriesScope) => void; onClose: () => void }) {
  return (
    <Dialog title={t('series.scope')} onClose={onClose}>
      <p>{t('series.scopeText')}</p>
      <div class="stack-tight">
        {scopes.map((scope) => <Button key={scope} onClick={() => onPick(scope)}>{t(`series.${scope}`)}</Button>)}
      </div>
    </Dialog>
  );
}

/** The same question within another one, as a choice. */
export function ScopeChoice({ scope, onChange }: { scope: SeriesScope; onChange: (scope: SeriesScope) => void }) {
  return <Select label={t('series.scope')} value={scope} options={scopes.map((s) => ({ value: s, label: t(`series.${s}`) }))} onChange={onChange} />;
}
