/** What stands before the role of a device token, where the audit or a reason says who did something. */
export const TOKEN = 'token:';
/** And before the log-in name of someone at the hub. */
export const HUB = 'hub:';
