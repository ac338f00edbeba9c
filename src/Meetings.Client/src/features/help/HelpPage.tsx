import './catalogue';
import { t } from '../../lib/i18n';
import { useTitle } from '../../ui/use';

const parts = ['enter', 'weak', 'speak', 'site', 'papers', 'secretary', 'guest', 'keys'] as const;
const troubles = ['noSound', 'noMicrophone', 'noPicture', 'blocked'] as const;

export default function HelpPage() {
  useTitle(t('help.title'));
  return (
    <div class="page help stack">
      <h1>{t('help.title')}</h1>
      {parts.map((part) => (
        <section key={part}>
          <h2>{t(`help.${part}.title`)}</h2>
          <p>{t(`help.${part}.text`)}</p>
        </section>
      ))}
      <section>
        <h2>{t('help.trouble.title')}</h2>
        <ul class="stack-tight">{troubles.map((trouble) => <li key={trouble}>{t(`help.${trouble}`)}</li>)}</ul>
      </section>
    </div>
  );
}
