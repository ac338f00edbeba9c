/** The device check, the lobby and the live meeting; the page is loaded by its route only. */
export const roomPath = (meetingId: string): string => `/meetings/${meetingId}/room`;
