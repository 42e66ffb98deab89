/** What every page says. */
export const common = {
  product: 'Lockout',
  connecting: 'Connecting…',
  unreachable: 'The station can’t be reached',
  noSuchPage: 'Page not found',
  noSuchBay: (bay: string) => `This station has no bay “${bay}”`,
  hiddenBay: (bay: string) =>
    `Bay “${bay}” does not exist, or you can’t see it. Members see the bay they are signed in at.`,
  allBays: 'All bays of this station',
  slow: 'The station answers slowly. Still waiting.',
  loading: 'Loading…',
  pageFailed: 'This page could not be loaded',
  pageFailedWhy: 'The station is offline or was updated. Load the page again once the connection is back.',
  loadAgain: 'Load again',
  back: 'Back',
  removeAsk: (what: string) => `Remove ${what}?`,
  stopsAtOnce: 'It stops working at once. This cannot be undone.',
  cancel: 'Cancel',
  close: 'Close',
  unknown: '–',
  age: {
    seconds: (howMany: number) => `${howMany} s`,
    minutes: (howMany: number) => `${howMany} min`,
    hours: (howMany: number) => `${howMany} h`,
    days: (howMany: number) => `${howMany} d`,
    ago: (age: string) => `${age} ago`,
  },
};

export const link = {
  lost: 'No connection',
  noData: 'No data yet.',
  lastData: (age: string) => `Last data ${age} ago.`,
  offline: 'This device is offline',
  offlineToDo: 'Turn on its Wi-Fi or plug in its cable.',
  toDo: 'Check that the station is on and that this device is in its network.',
  retries: 'Trying again by itself.',
};

export const settings = {
  title: 'This screen',
  open: 'Settings of this screen',
  language: 'Language',
  units: 'Units',
  kilograms: 'Kilograms',
  pounds: 'Pounds',
  colours: 'Colours',
  dark: 'Dark',
  light: 'Light',
  contrast: 'Contrast',
  normal: 'Normal',
  high: 'High',
  sound: 'Sound',
  on: 'On',
  off: 'Off',
  soundHint: 'A note at lockout, two when the hold is met, three when the set is done.',
  soundBlocked: 'Touch the page once: the browser requires it before it plays sound.',
  tryIt: 'Try it',
  keptHere: 'Kept on this screen only.',
};

/** What is wrong with a number that was typed. */
export const numbers = {
  noNumber: (example: string) => `Type a number, such as ${example}.`,
  twoReadings: (whole: string, decimal: string) =>
    `This can be ${whole} or ${decimal}. Type ${whole} without a comma, or ${decimal} with a point.`,
  whole: 'Type a whole number.',
  atLeast: (least: string) => `At least ${least}.`,
  atMost: (most: string) => `At most ${most}.`,
};
