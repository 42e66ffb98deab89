/** Where to go, on every page. */
export const menu = {
  title: 'Where to go',
  members: 'Members',
  programmes: 'Programmes',
  toBay: 'Back to the bay screen',
  ways: {
    floor: 'Floor',
    members: 'Members',
    programmes: 'Programmes',
    manage: 'Manage',
    mine: 'My page',
    chain: 'Chain',
    fleet: 'Fleet',
    accounts: 'Accounts',
  },
};
