/** The agenda as a flat list: an item of depth 1 is a part of the item of depth 0 before it. */
interface Item { key: string; depth?: number }

/** The numbers readers see, as the server writes them: 1, 2, 2.1, 2.2, 3. */
export function labels(items: { depth?: number }[]): string[] {
  let item = 0;
  let part = 0;
  return items.map(({ depth }) => {
    if (!depth || item === 0) {
      part = 0;
      return String(++item);
    }
    return `${item}.${++part}`;
  });
}

/** Where the block of an item ends: itself and, of a whole item, its parts. */
function blockEnd(items: Item[], from: number): number {
  if (items[from]!.depth) return from + 1;
  let end = from + 1;
  while (end < items.length && items[end]!.depth) end++;
  return end;
}

/** An item goes with its parts and passes a neighbour with its parts; a part stays within its item until it leaves it at the edge. */
export function moveItem<T extends Item>(items: T[], key: string, by: -1 | 1): T[] {
  const from = items.findIndex((i) => i.key === key);
  if (from < 0) return items;
  const end = blockEnd(items, from);
  const block = items.slice(from, end);
  const rest = [...items.slice(0, from), ...items.slice(end)];
  let to: number;
  if (items[from]!.depth) to = from + by;
  else if (by > 0) to = from < rest.length ? blockEnd(rest, from) : from;
  else {
    to = from - 1;
    while (to > 0 && rest[to]!.depth) to--;
  }
  if (to < 0 || to > rest.length || to === from) return items;
  return settled([...rest.slice(0, to), ...block, ...rest.slice(to)]);
}

/** Puts one item before another, with its parts; the way of the mouse. */
export function dropItem<T extends Item>(items: T[], key: string, before: string | null): T[] {
  const from = items.findIndex((i) => i.key === key);
  if (from < 0 || key === before) return items;
  const end = blockEnd(items, from);
  const block = items.slice(from, end);
  if (block.some((i) => i.key === before)) return items;
  const rest = [...items.slice(0, from), ...items.slice(end)];
  const to = before === null ? rest.length : rest.findIndex((i) => i.key === before);
  return to < 0 ? items : settled([...rest.slice(0, to), ...block, ...rest.slice(to)]);
}

/** Without an item; its parts become those of the item before it. */
export const removeItem = <T extends Item>(items: T[], key: string): T[] => settled(items.filter((i) => i.key !== key));

/** Makes an item a part of the one before it, or a part an item. */
export const setDepth = <T extends Item>(items: T[], key: string, depth: 0 | 1): T[] =>
  settled(items.map((i) => (i.key === key ? { ...i, depth } : i)));

/** Nothing can be a part of nothing. */
const settled = <T extends Item>(items: T[]): T[] => (items[0]?.depth ? [{ ...items[0], depth: 0 }, ...items.slice(1)] : items);
