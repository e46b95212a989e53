/** The token of the session that is open; requests that change something carry it. */
export const csrfToken: { current: string | null } = { current: null };
