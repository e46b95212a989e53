/** What libs/notifications says of a trial whose channel the notifier does not have. */
export const NOT_TRIED = 'it could not be tried';
