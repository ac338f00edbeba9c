import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/preact';
import { afterEach, beforeAll, describe, expect, it, vi as spy } from 'vitest';
import { useState } from 'preact/hooks';
import { catalogue } from '../app/catalogue';
import { addStrings } from '../lib/i18n';
import { matches } from '../lib/text';
import { Button } from './Button';
import { Combobox } from './Combobox';
import { DateField, TimeField } from './DateField';
import { TextField } from './Field';
import { MenuButton } from './MenuButton';
import { Tabs } from './Tabs';
import { toast, Toasts } from './toast';

beforeAll(() => addStrings(catalogue));
afterEach(cleanup);

const people = [{ id: '1', name: 'Lý Bá Ửng', detail: 'Chủ tịch' }, { id: '2', name: 'Trần Thị Bích Vân', detail: 'Chuyên viên' }];
const find = async (query: string) => people.filter((p) => matches(p.name, query));

describe('combobox', () => {
  it('finds without accents and picks by keyboard', async () => {
    const onPick = spy.fn();
    render(<Combobox label="Chủ trì" value="" find={find} onPick={onPick} />);
    const box = screen.getByRole('combobox', { name: 'Chủ trì' });
    fireEvent.input(box, { target: { value: 'bich van' } });
    await waitFor(() => expect(screen.getAllByRole('option')).toHaveLength(1));
    expect(box.getAttribute('aria-expanded')).toBe('true');
    fireEvent.keyDown(box, { key: 'Enter' });
    expect(onPick).toHaveBeenCalledWith(people[1]);
    expect(box.getAttribute('aria-expanded')).toBe('false');
  });

  it('opens with the arrow key, closes with Escape and keeps the value', async () => {
    render(<Combobox label="Chủ trì" value="Lý Bá Ửng" find={find} onPick={() => undefined} />);
    const box = screen.getByRole<HTMLInputElement>('combobox');
    fireEvent.keyDown(box, { key: 'ArrowDown' });
    await waitFor(() => expect(screen.getAllByRole('option')).toHaveLength(2));
    fireEvent.keyDown(box, { key: 'Escape' });
    expect(screen.queryByRole('option')).toBeNull();
    expect(box.value).toBe('Lý Bá Ửng');
  });
});

describe('tabs', () => {
  it('move with the arrow keys and wrap around', () => {
    function Sample() {
      const [current, setCurrent] = useState<'a' | 'b'>('a');
      return <Tabs label="x" tabs={[{ id: 'a', label: 'A' }, { id: 'b', label: 'B' }]} current={current} onChange={setCurrent}>{current}</Tabs>;
    }
    render(<Sample />);
    const selected = () => screen.getAllByRole('tab').find((tab) => tab.getAttribute('aria-selected') === 'true')!.textContent;
    fireEvent.keyDown(screen.getByRole('tablist'), { key: 'ArrowRight' });
    expect(selected()).toBe('B');
    fireEvent.keyDown(screen.getByRole('tablist'), { key: 'ArrowRight' });
    expect(selected()).toBe('A');
    expect(screen.getByRole('tabpanel').textContent).toBe('a');
  });
});

describe('menu button', () => {
  it('opens by arrow, focuses the first entry and gives the focus back on Escape', async () => {
    render(<MenuButton label="Việc khác" items={[{ label: 'Hủy', onSelect: () => undefined }, { label: 'Xóa', onSelect: () => undefined }]} />);
    const button = screen.getByRole('button', { name: 'Việc khác' });
    fireEvent.keyDown(button, { key: 'ArrowDown' });
    await waitFor(() => expect(document.activeElement?.textContent).toBe('Hủy'));
    fireEvent.keyDown(document.activeElement!, { key: 'ArrowDown' });
    expect(document.activeElement?.textContent).toBe('Xóa');
    fireEvent.keyDown(document.activeElement!, { key: 'Escape' });
    expect(screen.queryByRole('menu')).toBeNull();
    expect(document.activeElement).toBe(button);
  });
});

describe('small parts', () => {
  it('a busy button does nothing but keeps the focus', () => {
    const onClick = spy.fn();
    render(<Button busy onClick={onClick}>Lưu</Button>);
    const button = screen.getByRole<HTMLButtonElement>('button', { name: 'Lưu' });
    fireEvent.click(button);
    expect(onClick).not.toHaveBeenCalled();
    expect(button.disabled).toBe(false);
  });

  it('a wrong field says what is wrong where it is read', () => {
    render(<TextField label="Tên" error="Hãy nhập tên" value="" onInput={() => undefined} />);
    const input = screen.getByLabelText('Tên');
    expect(input.getAttribute('aria-invalid')).toBe('true');
    expect(document.getElementById(input.getAttribute('aria-describedby')!)!.textContent).toBe('Hãy nhập tên');
  });

  it('bad news stays until it is closed', async () => {
    render(<Toasts />);
    toast('Không lưu được', 'wrong');
    await waitFor(() => expect(screen.getByText('Không lưu được')).toBeTruthy());
    fireEvent.click(screen.getByRole('button', { name: 'Đóng' }));
    await waitFor(() => expect(screen.queryByText('Không lưu được')).toBeNull());
  });
});

describe('day and time', () => {
  const Day = ({ onDay }: { onDay: (day: string) => void }) => {
    const [day, setDay] = useState('2026-11-23');
    return <DateField label="Ngày" value={day} onInput={(next) => { setDay(next); onDay(next); }} />;
  };

  it('are written day first and read as they are typed', () => {
    const onDay = spy.fn();
    render(<Day onDay={onDay} />);
    const box = screen.getByRole('textbox', { name: 'Ngày' }) as HTMLInputElement;
    expect(box.value).toBe('23/11/2026');
    fireEvent.input(box, { target: { value: '3/9/2026' } });
    expect(onDay).toHaveBeenLastCalledWith('2026-09-03');
    fireEvent.blur(box);
    expect(box.value).toBe('03/09/2026');
  });

  it('leave nothing behind what cannot be read', () => {
    const onDay = spy.fn();
    render(<Day onDay={onDay} />);
    const box = screen.getByRole('textbox', { name: 'Ngày' });
    fireEvent.input(box, { target: { value: '31/02/2026' } });
    fireEvent.blur(box);
    expect(onDay).toHaveBeenLastCalledWith('');
    expect(screen.getByText('Hãy ghi ngày/tháng/năm, ví dụ 23/11/2026.')).toBeTruthy();
    expect(box.getAttribute('aria-invalid')).toBe('true');
  });

  it('take a time as people say it', () => {
    const onTime = spy.fn();
    render(<TimeField label="Bắt đầu" value="08:00" onInput={onTime} />);
    fireEvent.input(screen.getByRole('textbox', { name: 'Bắt đầu' }), { target: { value: '14h30' } });
    expect(onTime).toHaveBeenLastCalledWith('14:30');
  });
});
