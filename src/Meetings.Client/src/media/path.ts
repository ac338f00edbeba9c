/** One object of getStats. */
export type Report = Record<string, number | string | undefined>;
export type Stat = Record<string, unknown> & { type: string };

/** A figure of getStats; 0 where the browser does not give it. */
export const figure = (value: unknown): number => (Number.isFinite(value) ? value as number : 0);

export type MediaPath = 'udp' | 'tcp';

/** What the media of a connection goes over now; undefined before it connects. */
export function pathOf(report: Iterable<Report>): MediaPath | undefined {
  const all = [...report];
  const chosen = all.find(r => r['type'] === 'transport')?.['selectedCandidatePairId'];
  // Firefox marks the pair itself.
  const pair = all.find(r => r['type'] === 'candidate-pair' && (chosen === undefined ? (r as Record<string, unknown>)['selected'] === true : r['id'] === chosen));
  const local = pair && all.find(r => r['id'] === pair['localCandidateId']);
  if (!local) return undefined;
  const protocol = String(local['relayProtocol'] ?? local['protocol']).toLowerCase();
  return protocol === 'udp' ? 'udp' : 'tcp';
}

/** Whether anything was received within the last second, whatever became of the checks. */
export const stillComes = (report: Iterable<Report>): boolean =>
  [...report].some(r => Number(r['timestamp']) - Number(r['lastPacketReceivedTimestamp']) < 1000);
