import Type from 'typebox';
import { Id, IsoTime, nullable, oneOf, Slug, strict } from './common.ts';
import { LoginName, Name } from './names.ts';

/** Rights rise from left to right; `screen` is a bay's own screen, without a log-in. */
export const ROLES = ['visitor', 'screen', 'member', 'trainer', 'admin'] as const;
export const Role = oneOf([...ROLES], {
  description:
    'visitor: not logged in; screen: a bay screen, sees only what lies on its bays; member: sees their own; trainer: sees the floor; admin: configures',
});
export type Role = Type.Static<typeof Role>;

/** Roles that a person can have. */
export const PersonRole = oneOf(['member', 'trainer', 'admin'], { description: 'what this person may do' });
export type PersonRole = Type.Static<typeof PersonRole>;

/** What a device token is good for. One token has one or more of them, and may be bound to one bay. */
export const TokenScope = oneOf(['tap', 'screen', 'read', 'command', 'metrics', 'admin'], {
  description:
    'tap: report cards; screen: be a bay screen; read: live data, sets and reps of the floor; command: end a set, select an exercise, set a load; metrics: /metrics; admin: everything an admin may',
});
export type TokenScope = Type.Static<typeof TokenScope>;

/** A PIN or a password; what a trainer or an admin has must be longer. */
export const Secret = Type.String({
  minLength: 4,
  maxLength: 200,
  secret: true,
  description:
    'PIN (4 digits or more) of a member; password (12 characters or more) of a trainer or an admin; not one of those that are tried first',
});

/** `GET /api/v1/auth`: who asks, and whether the station still waits for its first admin. */
export const WhoAmI = strict(
  {
    role: Role,
    memberId: nullable(Id),
    alias: nullable(Type.String()),
    bays: nullable(Type.Array(Slug('bay'), { description: 'the bays of a screen; null: not bound to any' })),
    setUpNeeded: Type.Boolean({ description: 'no admin yet: the set-up code in the terminal makes the first one' }),
    isDemo: Type.Optional(
      Type.Boolean({
        description:
          'true: a demo with simulated members, which anyone on this machine may see as lifter, trainer or admin; left out: no demo',
      }),
    ),
  },
  { $id: 'WhoAmI' },
);
export type WhoAmI = Type.Static<typeof WhoAmI>;

/** `POST /api/v1/auth/set-up` */
export const SetUp = strict(
  {
    code: Type.String({
      minLength: 6,
      maxLength: 20,
      secret: true,
      description: 'the one-time code that the first start printed',
    }),
    alias: Name(40, 'the name that screens show'),
    login: LoginName,
    secret: Secret,
  },
  { $id: 'SetUp' },
);
export type SetUp = Type.Static<typeof SetUp>;
/** Roles in which a visitor may see the demo. */
export const DemoRole = oneOf(['lifter', 'trainer', 'admin'], {
  description: 'lifter: the first simulated member; trainer and admin: simulated accounts with these rights',
});
export type DemoRole = Type.Static<typeof DemoRole>;
/** `POST /api/v1/auth/demo`: answers `WhoAmI` and sets the cookie. */
export const DemoSignIn = strict({ as: DemoRole }, { $id: 'DemoSignIn' });
/** `POST /api/v1/auth/login`: answers `WhoAmI` and sets the cookie. */
export const LogIn = strict({ login: LoginName, secret: Secret }, { $id: 'LogIn' });
export type LogIn = Type.Static<typeof LogIn>;
/** `POST /api/v1/auth/screen`: a pairing code, or the token of a screen, becomes a cookie: it stays in no address bar. */
export const PairScreen = strict(
  {
    token: Type.String({
      minLength: 8,
      maxLength: 200,
      secret: true,
      description: 'a pairing code, or a device token for "screen"',
    }),
  },
  { $id: 'PairScreen' },
);
/** `POST /api/v1/auth/pairing-code`: what a screen is to be called, and the bay it is for. */
export const NewPairing = strict(
  { name: Name(60, 'what the screen is called'), bay: nullable(Slug('bay')) },
  { $id: 'NewPairing' },
);
export type NewPairing = Type.Static<typeof NewPairing>;
export const PairingCode = strict(
  { code: Type.String({ description: 'eight letters and digits with a dash: to be typed once' }), expiresAt: IsoTime },
  { $id: 'PairingCode' },
);
export type PairingCode = Type.Static<typeof PairingCode>;
/** `PUT /api/v1/auth/secret` */
export const ChangeSecret = strict({ current: Secret, next: Secret }, { $id: 'ChangeSecret' });

export const Token = strict(
  {
    id: Id,
    name: Type.String({ minLength: 1, maxLength: 60, description: 'what the token is for' }),
    scopes: Type.Array(TokenScope, { minItems: 1, uniqueItems: true }),
    bay: nullable(Slug('bay')),
    createdAt: IsoTime,
    lastUsedAt: nullable(IsoTime),
    revokedAt: nullable(IsoTime),
  },
  { $id: 'Token' },
);
export type Token = Type.Static<typeof Token>;
export const NewToken = strict(
  {
    name: Name(60, 'what the token is for'),
    scopes: Type.Array(TokenScope, { minItems: 1, uniqueItems: true }),
    bay: nullable(Slug('bay')),
  },
  { $id: 'NewToken' },
);
export type NewToken = Type.Static<typeof NewToken>;
/** The secret of a token is shown this one time. */
export const TokenMade = strict({ token: Token, secret: Type.String() }, { $id: 'TokenMade' });
export type TokenMade = Type.Static<typeof TokenMade>;
export const TokenList = strict({ tokens: Type.Array(Token) }, { $id: 'TokenList' });

/** A webhook gets each ended set; its body is signed (HMAC-SHA256 of `<timestamp>.<body>`, header `lockout-signature`). */
export const Webhook = strict(
  {
    id: Id,
    url: Type.String({ format: 'uri', maxLength: 500, description: 'http or https address that gets a POST' }),
    active: Type.Boolean(),
    alerts: Type.Boolean({ description: 'alerts go there, too: `{ alert }`, when raised and when over' }),
    createdAt: IsoTime,
    lastDeliveredAt: nullable(IsoTime),
    lastError: nullable(Type.String({ description: 'why the latest try failed; null when it did not' })),
    waiting: Type.Integer({ minimum: 0, unit: '1', description: 'sets not yet delivered' }),
  },
  { $id: 'Webhook' },
);
export type Webhook = Type.Static<typeof Webhook>;
export const NewWebhook = strict(
  { url: Type.String({ format: 'uri', maxLength: 500 }), alerts: Type.Optional(Type.Boolean()) },
  { $id: 'NewWebhook' },
);
/** The secret that signs is shown this one time. */
export const WebhookMade = strict({ webhook: Webhook, secret: Type.String() }, { $id: 'WebhookMade' });
export type WebhookMade = Type.Static<typeof WebhookMade>;
export const WebhookList = strict({ webhooks: Type.Array(Webhook) }, { $id: 'WebhookList' });

/** `GET /api/v1/auth/sessions`: the log-ins of who asks. */
export const WebSessionInfo = strict({
  id: Type.String({ pattern: '^[0-9a-f]{16}$', description: 'names it; it is not what the cookie holds' }),
  label: Type.String({ description: 'the browser, as it calls itself' }),
  createdAt: IsoTime,
  lastUsedAt: IsoTime,
  expiresAt: IsoTime,
  isCurrent: Type.Boolean({ description: 'the one that asks' }),
});
export type WebSessionInfo = Type.Static<typeof WebSessionInfo>;
export const WebSessionList = strict({ sessions: Type.Array(WebSessionInfo) }, { $id: 'WebSessionList' });
/** `POST /api/v1/auth/set-up-code`: another one-time code for the first admin. */
export const SetUpCode = strict({ code: Type.String() }, { $id: 'SetUpCode' });
/** `PATCH /api/v1/webhooks/:id` */
export const WebhookPatch = strict(
  { active: Type.Optional(Type.Boolean()), alerts: Type.Optional(Type.Boolean()) },
  { $id: 'WebhookPatch', description: 'What is left out stays.' },
);
export type WebhookPatch = Type.Static<typeof WebhookPatch>;
