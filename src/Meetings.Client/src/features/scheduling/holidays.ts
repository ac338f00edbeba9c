import './calendar.catalogue';
import { t } from '../../lib/i18n';

const lawful = ['newYear', 'tet', 'hungKings', 'reunification', 'labour', 'national', 'instead'] as const;
type Lawful = (typeof lawful)[number];

/** A holiday of the law by its name in the reader's language; what the office entered as it stands. */
export const holidayName = (name: string) => (lawful.includes(name as Lawful) ? t(`holiday.${name as Lawful}`) : name);
