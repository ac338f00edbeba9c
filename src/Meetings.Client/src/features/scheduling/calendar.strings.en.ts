import type { vi } from './calendar.strings.vi';

export const en: Record<keyof typeof vi, string> = {
  'calendar.title': 'Month and week',
  'calendar.list': 'List of meetings',
  'calendar.previous': 'Previous',
  'calendar.next': 'Next',
  'calendar.today': 'Today',
  'calendar.span': 'Time shown',
  'calendar.byMonth': 'Month',
  'calendar.byWeek': 'Week',
  'calendar.week': 'Week from {from} to {to}',
  'calendar.new': 'New meeting on {day}',
  'calendar.startsOff': 'The meeting is on a day off: {name}.',
  'calendar.startsWeekend': 'The meeting is on a weekend.',
  'calendar.shortLead': 'Only {count} full working days are left before the meeting; invitations should go out at least 3 working days before.',
  'holiday.newYear': "New Year's Day",
  'holiday.tet': 'Lunar New Year',
  'holiday.hungKings': 'Hung Kings Commemoration',
  'holiday.reunification': 'Reunification Day',
  'holiday.labour': 'Labour Day',
  'holiday.national': 'National Day',
  'holiday.instead': 'Day off in lieu',
};
