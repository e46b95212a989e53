export const peopleText = {
  assignTo: 'Assign to',
  me: 'Me',
  nobody: 'Nobody',
};
