import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/preact';
import { afterEach, beforeAll, expect, it, vi as spy } from 'vitest';
import { catalogue } from '../../app/catalogue';
import { addStrings } from '../../lib/i18n';
import { Refused } from '../../wire/http';
import './catalogue';
import { Upload } from './Upload';

beforeAll(() => addStrings(catalogue));
afterEach(cleanup);

const files = (...names: string[]) => names.map((name) => new File(['x'], name, { type: 'application/pdf' }));

it('sends nothing of a batch before it is confirmed, and asks anew for the next', async () => {
  const opened: string[] = [];
  const open = spy.fn(async (name: string) => {
    opened.push(name);
    throw new Refused('document_too_large', { maxMb: '1' });
  });
  render(<Upload open={open} place="p" label="Tải lên tài liệu" onDone={() => undefined} />);
  const choose = async (...names: string[]) => fireEvent.change(await screen.findByLabelText('Tải lên tài liệu', { selector: 'input' }), { target: { files: files(...names) } });

  await choose('a.pdf', 'b.pdf');
  const button = (await screen.findByRole('button', { name: 'Bắt đầu tải lên' })) as HTMLButtonElement;
  expect(screen.getByText(/a\.pdf; b\.pdf/)).toBeTruthy();
  expect(button.disabled).toBe(true);
  fireEvent.click(button);
  expect(opened).toEqual([]);

  const word = screen.getByLabelText('Tôi xác nhận tài liệu không chứa bí mật nhà nước');
  expect(document.activeElement).toBe(word);
  fireEvent.click(word);
  await waitFor(() => expect(button.disabled).toBe(false));
  fireEvent.click(button);
  await waitFor(() => expect(opened).toEqual(['a.pdf', 'b.pdf']));

  await choose('c.pdf');
  expect(((await screen.findByRole('button', { name: 'Bắt đầu tải lên' })) as HTMLButtonElement).disabled).toBe(true);
  fireEvent.click(screen.getByRole('button', { name: 'Hủy bỏ' }));
  await screen.findByLabelText('Tải lên tài liệu', { selector: 'input' });
  expect(opened).toEqual(['a.pdf', 'b.pdf']);
});
