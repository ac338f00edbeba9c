import { useEffect, useState } from 'preact/hooks';
import { language, t } from '../../lib/i18n';
import { boardLines, span, type BoardLine } from './board';
import { useCall } from './context';
import { CallIcon } from './icons';
import './lineCatalogue';
import './line.css';
import { seatLabel } from './state';
import { rate } from './times';

/** Everybody's line for those who watch over them: what is wrong stands on top, in words and figures. */
export function BoardPanel() {
  const { session, tick } = useCall();
  const [problemsOnly, setProblemsOnly] = useState(false);
  useEffect(() => {
    void session.watchBoard(true);
    return () => void session.watchBoard(false);
  }, [session]);
  void tick.value;
  const room = session.room.value;
  if (!room) return null;
  const lines = boardLines(room, session.board.value);
  const count = (word: string) => lines.filter(line => line.word === word).length;
  const shown = problemsOnly ? lines.filter(line => line.word === 'lost' || line.word === 'weak') : lines;
  return (
    <>
      <p role="status" data-test="board-counts"><b>{t('board.counts', { all: lines.length, good: count('good') + count('unknown'), weak: count('weak'), lost: count('lost') })}</b></p>
      <label class="board-filter"><input type="checkbox" checked={problemsOnly} onChange={e => setProblemsOnly(e.currentTarget.checked)} /> {t('board.problemsOnly')}</label>
      {shown.length === 0 ? <p class="muted">{t('board.noProblems')}</p> : (
        <ul class="board" data-test="board">{shown.map(line => <Row key={line.conn} line={line} />)}</ul>
      )}
    </>
  );
}

function Row({ line }: { line: BoardLine }) {
  const { session } = useCall();
  const room = session.room.value!;
  const { row, word } = line;
  const since = row ? span(session.now() - row[7]) : null;
  const time = since ? t(since.key, { count: since.count }) : '';
  return (
    <li class="board-row" data-test="board-row" data-conn={line.conn} data-word={word} data-rung={row?.[2]}>
      <span class={`board-word line-${word}`}><CallIcon name={word} size={18} /> {t(`line.${word}`)}</span>
      <span class="board-name" title={seatLabel(room, line.conn)}>{line.name}</span>
      {row && word !== 'lost' && <b class="board-rung">{t(`rung.${row[2]}`)}</b>}
      <small class="muted board-figures">{figures(line, time)}</small>
    </li>
  );
}

function figures({ row, word }: BoardLine, time: string): string {
  if (!row) return t('board.noReading');
  const [, , , kilobits, loss, roundTrip, tcp] = row;
  if (word === 'lost') return t('board.lost', { time });
  return [
    t('board.lossOf', { percent: loss }),
    ...(roundTrip === null ? [] : [t('board.roundTrip', { ms: roundTrip })]),
    ...(kilobits > 0 ? [t('board.carries', { rate: rate(kilobits * 1000, language.value) })] : []),
    t(tcp ? 'board.tcp' : 'board.udp'),
    t('board.since', { time }),
  ].join(' · ');
}
