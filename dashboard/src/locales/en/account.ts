/** Logging in, and who may go where. */
export const account = {
  logIn: 'Log in',
  logInHint: 'See your own sets, programme and records.',
  login: 'Login name',
  secret: 'PIN or password',
  logOut: 'Log out',
  forgotten: 'Forgotten it? A trainer can give you another one.',
  wait: (age: string) => `Next try in ${age}`,
  noAdmin: 'This station has no admin yet.',
  setUpCodeLink: 'Set it up with the code from its terminal',
  setUp: 'First admin',
  setUpHint:
    'The station printed a one-time code when it started. Whoever has it makes the first account, which may do everything.',
  code: 'One-time code',
  codeHint: 'Lost it? On the station: npx lockout member set-up-code',
  alias: 'Your name on screens',
  password: 'Password',
  passwordHint: '12 characters or more',
  makeAdmin: 'Make the account',
  roles: {
    visitor: 'visitor',
    screen: 'screen',
    member: 'member',
    trainer: 'trainer',
    admin: 'admin',
    'undo button': 'undo button',
  },
  mine: 'My page',
  notAllowed: 'Not for this account',
  notAllowedWhy: (role: string) => `This page needs the rights: ${role}. Log out and in again as somebody else.`,
  pair: {
    title: 'Pair this screen',
    link: 'Is this the screen of a bay? Pair it',
    hint: 'This browser becomes the screen of a bay: it shows that bay, and nothing else. An admin gets the code under Manage, Bays.',
    code: 'Code',
    submit: 'Pair',
  },
  claim: 'Tap in',
  claimAsk: (alias: string) => `Tap in as ${alias}?`,
  claimHint: 'The bay whose code you scanned shows your name and counts for you.',
  claimNow: 'Tap in here',
  claimed: (bay: string) => `You are on ${bay}`,
  claimedText: 'Your sets are kept for you from now on. Tap out on the screen, or just leave.',
  claimNoCode: 'Scan the code on the screen of a bay with this phone.',
  toHistory: 'To my sets',
};

/** What the station refuses, by the name of the problem; anything else is told in the station's own words. */
export const problems = {
  'wrong-log-in': 'The name or the PIN is wrong.',
  'bad-pairing-code':
    'This code is wrong, used already, or older than ten minutes. An admin makes another under Manage, Bays.',
  'wrong-secret': 'The present PIN or password is wrong.',
  'wrong-set-up-code': 'This is not the code. It stands in the terminal of the station.',
  'set-up-done': 'There is an admin already. Log in instead.',
  'too-many-tries': 'Too many wrong tries.',
  'changed-meanwhile': 'Somebody else changed this meanwhile. Load it again.',
  'not-logged-in': 'Log in first.',
  'secret-too-short':
    'Members need a PIN of 4 digits or more, trainers and admins a password of 12 characters or more.',
  'secret-too-easy':
    'This is one of the first that would be tried: take another one. Three or four words that have nothing to do with each other make a good password.',
  'private-address':
    'This address is on the station itself or in its own network. Add it to webhooks.networks in the configuration first.',
  'login-missing': 'To log in takes a login name too.',
  'no-such-set': 'This set is not there any more: somebody has deleted it, or it is not yours.',
  'not-yours': 'This is about somebody else: log in as whom it is about, or ask a trainer.',
  'demo-elsewhere': 'Only a browser on the machine of the demo may change its role. Open the demo there.',
  'in-set': 'A set is in progress on this bay. Try again when it has ended.',
  'demo-starting': 'The simulated members are not there yet. Try again in a moment.',
};
