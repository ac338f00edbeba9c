import { describe, expect, it } from 'vitest';
import type { MinutesBody } from '../../wire/contracts';
import { changedParts, join, same, withPart, wordsOf } from './draft';

const base: MinutesBody = {
  title: 'Họp giao ban tháng 11', authority: 'UBND HUYỆN THÁP MƯỜI', place: 'Phòng họp số 1', begin: '8 giờ 00 phút', end: '10 giờ 00 phút',
  chair: 'Ông Nguyễn Văn A', secretary: 'Bà Trần Thị B',
  attendance: [{ unit: 'UBND xã Mỹ Đông', people: [{ name: 'Lê Văn C', role: 'Đại biểu' }] }],
  absent: [], closing: 'Cuộc họp kết thúc./.', recipients: ['Như thành phần tham dự;'],
  items: [{ number: 1, title: 'Khai mạc', text: 'Chủ trì phát biểu.' }, { number: 2, title: 'Thảo luận', text: '' }],
};
const withItem = (number: number, text: string): MinutesBody => ({ ...base, items: base.items.map((i) => (i.number === number ? { ...i, text } : i)) });

describe('two edits of the same minutes', () => {
  it('are joined when they touch different parts', () => {
    const joined = join(base, withItem(2, 'Ý kiến của xã.'), { ...base, place: 'Hội trường' });
    expect(joined.clashes).toEqual([]);
    expect(joined.body.place).toBe('Hội trường');
    expect(joined.body.items[1]!.text).toBe('Ý kiến của xã.');
  });

  it('keep mine and name the part when both changed the same item', () => {
    const theirs = withItem(1, 'Bản của người khác.');
    const joined = join(base, withItem(1, 'Bản của tôi.'), theirs);
    expect(joined.clashes).toEqual(['item:1']);
    expect(joined.body.items[0]!.text).toBe('Bản của tôi.');
    expect(withPart(joined.body, 'item:1', theirs).items[0]!.text).toBe('Bản của người khác.');
  });

  it('do not clash when both wrote the same', () => {
    expect(join(base, withItem(1, 'Như nhau.'), withItem(1, 'Như nhau.')).clashes).toEqual([]);
  });

  it('take in an item the other added and drop one the other removed and I left alone', () => {
    const theirs = { ...base, items: [base.items[0]!, { number: 3, title: 'Nội dung khác', text: 'Mới.' }] };
    expect(join(base, withItem(1, 'Tôi sửa.'), theirs).body.items.map((i) => i.number)).toEqual([1, 3]);
  });

  it('clash on the whole attendance list', () => {
    const mine = { ...base, attendance: [...base.attendance, { unit: 'UBND xã Tân Kiều', people: [] }] };
    const theirs = { ...base, attendance: [] };
    expect(join(base, mine, theirs).clashes).toEqual(['attendance']);
    expect(wordsOf(mine, 'attendance')).toBe('UBND xã Mỹ Đông: Lê Văn C\nUBND xã Tân Kiều: ');
  });
});

describe('what counts as a change', () => {
  it('is not an empty text where there was none', () => {
    expect(same(base, { ...base, parentAuthority: '' })).toBe(true);
    expect(same({ name: 'A', role: 'x' }, { role: 'x', name: 'A', position: '' })).toBe(true);
  });

  it('is one word, named by its part', () => {
    expect(changedParts(base, { ...withItem(2, 'x'), chair: 'Ông D' })).toEqual(['chair', 'item:2']);
  });
});
