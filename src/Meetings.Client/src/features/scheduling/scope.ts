/** Which meetings of a series an action means, as the server's addresses name it. */
export const scopes = ['this', 'following', 'all'] as const;
export type SeriesScope = (typeof scopes)[number];
