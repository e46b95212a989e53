/** What keys do in lists. */
export const tableText = {
  next: 'Next row',
  previous: 'Previous row',
  select: 'Select row',
  unselect: 'Select nothing',
  open: 'Open details',
};
