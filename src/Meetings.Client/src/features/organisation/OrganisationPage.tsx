import './catalogue';
import { t } from '../../lib/i18n';
import { navigate, query } from '../../lib/router';
import { ButtonLink } from '../../ui/Button';
import { Notice } from '../../ui/Notice';
import { Tabs } from '../../ui/Tabs';
import { useTitle } from '../../ui/use';
import { mayAdminister } from '../accounts';
import { AccountsPart } from './AccountsPart';
import { PeoplePart } from './PeoplePart';
import { SitesPart } from './SitesPart';
import { UnitsPart } from './UnitsPart';
import './organisation.css';

const parts = ['units', 'people', 'sites', 'accounts'] as const;
type Part = (typeof parts)[number];
const views = { units: UnitsPart, people: PeoplePart, sites: SitesPart, accounts: AccountsPart };

export default function OrganisationPage() {
  useTitle(t('org.title'));
  const asked = query('part') as Part | null;
  const part = asked && parts.includes(asked) ? asked : 'units';
  const View = views[part];
  if (!mayAdminister.value)
    return (
      <div class="page page-narrow stack">
        <h1>{t('org.title')}</h1>
        <Notice tone="warn"><p>{t('org.denied')}</p></Notice>
        <div><ButtonLink href="/">{t('page.toMeetings')}</ButtonLink></div>
      </div>
    );
  return (
    <div class="page stack">
      <h1>{t('org.title')}</h1>
      <Tabs
        label={t('org.parts')}
        tabs={parts.map((id) => ({ id, label: t(`org.${id}`) }))}
        current={part}
        onChange={(id) => navigate(`/organisation?part=${id}`, { replace: true })}
      >
        <div class="org-panel"><View /></div>
      </Tabs>
    </div>
  );
}
