import type { AlertCode, AlertKind } from '../alerts.ts';
import type { TextsOf } from '../texts-of.ts';

/** Alerts in a language, for pages and for the messages that a station sends. For alerts without numbers the English sentence of the alert may say more. */
export interface AlertWords {
  readonly titles: Readonly<Record<AlertKind, string>>;
  readonly remedies: TextsOf<AlertCode>;
}
