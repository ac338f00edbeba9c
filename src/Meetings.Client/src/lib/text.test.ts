import { describe, expect, it } from 'vitest';
import { bytes, byGivenName, fold, matches } from './text';
import { isoDay, longDate, plusMinutes, time } from './dates';

describe('text', () => {
  it('folds Vietnamese letters for search', () => {
    expect(fold('Đốc Binh Kiều')).toBe('doc binh kieu');
    expect(fold('Mỹ Quý'.normalize('NFD'))).toBe('my quy');
  });

  it('finds every word typed, in any order and any accents', () => {
    expect(matches('UBND huyện Tháp Mười', 'thap muoi')).toBe(true);
    expect(matches('UBND huyện Tháp Mười', 'mười ubnd')).toBe(true);
    expect(matches('UBND huyện Tháp Mười', 'cao lanh')).toBe(false);
  });

  it('orders people by given name in Vietnamese order', () => {
    expect(['Lê Văn Đức', 'Trần Thị Dung', 'Võ An', 'Hồ Ánh'].sort(byGivenName)).toEqual(['Võ An', 'Hồ Ánh', 'Trần Thị Dung', 'Lê Văn Đức']);
  });

  it('writes sizes as people read them', () => {
    expect(bytes(812, 'vi')).toBe('812 B');
    expect(bytes(119_000, 'vi')).toBe('119 kB');
    expect(bytes(3_440_000, 'vi')).toBe('3,4 MB');
    expect(bytes(74_500_000, 'en')).toBe('75 MB');
  });
});

describe('dates', () => {
  it('shows an instant as the wall clock of its zone', () => {
    expect(time('2026-11-23T01:00:00Z')).toBe('08:00');
    expect(longDate('2026-11-22T18:00:00Z')).toBe('Thứ Hai, 23/11/2026');
    expect(isoDay('2026-11-22T18:00:00Z')).toBe('2026-11-23');
  });

  it('adds minutes to a wall clock over midnight', () => {
    expect(plusMinutes('2026-11-23T23:50', 25)).toBe('2026-11-24T00:15');
  });
});
