import { beforeAll, describe, expect, it } from 'vitest';
import { catalogue } from '../../app/catalogue';
import { addStrings } from '../../lib/i18n';
import { monthlyWords, newRepeat, ruleOf, ruleWords, weekdayOf } from './recurrence';

beforeAll(() => addStrings(catalogue));

describe('a meeting that recurs', () => {
  it('is asked for only when it is whole', () => {
    expect(ruleOf(newRepeat())).toEqual({ unit: 'week', interval: 1, monthlyBy: 'dayOfMonth', onDayOff: 'nextWorkingDay', count: 10 });
    expect(ruleOf({ ...newRepeat(), ends: 'until', until: '2026-12-31', weekdays: ['monday'] })).toMatchObject({ until: '2026-12-31', weekdays: ['monday'] });
    for (const wrong of [{ count: '1' }, { count: '61' }, { interval: '0' }, { interval: '' }, { ends: 'until' as const }]) expect(ruleOf({ ...newRepeat(), ...wrong })).toBeNull();
  });

  it('says its rule in words', () => {
    const rule = ruleOf(newRepeat())!;
    expect(weekdayOf('2026-11-30')).toBe('monday');
    expect(ruleWords(rule, '2026-11-30')).toBe('Hằng tuần, thứ Hai');
    expect(ruleWords({ ...rule, interval: 2, weekdays: ['tuesday', 'thursday'] }, '2026-11-30')).toBe('2 tuần một lần, thứ Ba, thứ Năm');
    expect(ruleWords({ ...rule, unit: 'month' }, '2026-11-05')).toBe('Hằng tháng, ngày 5');
    expect(monthlyWords('weekday', '2026-12-14')).toBe('thứ Hai tuần thứ 2 của tháng');
    expect(monthlyWords('weekday', '2026-11-30')).toBe('thứ Hai cuối tháng');
  });
});
