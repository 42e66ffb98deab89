/**
 * Why a movement has its verdict: a code and its numbers, each named with its unit. Texts are made where they are read
 * (`contracts/reasons.ts` in English, the page in its reader's language).
 */
export type Reason =
  | { readonly kind: 'short-of-lockout'; readonly params: { readonly shortMm: number } }
  | { readonly kind: 'shorter-than-set'; readonly params: { readonly romMm: number; readonly usualMm: number } }
  | { readonly kind: 'larger-than-set'; readonly params: { readonly romMm: number; readonly usualMm: number } }
  | { readonly kind: 'less-than-any-rep'; readonly params: { readonly romMm: number; readonly leastMm: number } }
  | { readonly kind: 'more-than-plausible'; readonly params: { readonly romMm: number; readonly mostMm: number } }
  | { readonly kind: 'faster-than-plausible'; readonly params: { readonly meanVelocityMps: number } }
  | { readonly kind: 'slower-than-plausible'; readonly params: { readonly concentricS: number } }
  | { readonly kind: 'turned-back'; readonly params: { readonly romMm: number } }
  | { readonly kind: 'nothing-carried'; readonly params: { readonly carriedKg: number } }
  | { readonly kind: 'nothing-accelerated'; readonly params: None }
  | { readonly kind: 'height-jumped'; readonly params: None }
  | { readonly kind: 'hardly-seen'; readonly params: None }
  | { readonly kind: 'put-on-hooks'; readonly params: None }
  | { readonly kind: 'force-unreliable'; readonly params: None }
  | { readonly kind: 'force-too-slow'; readonly params: None }
  | { readonly kind: 'force-only-alone'; readonly params: None }
  | { readonly kind: 'force-only-apart'; readonly params: None }
  | { readonly kind: 'force-only-light'; readonly params: None }
  | { readonly kind: 'force-only-put-down'; readonly params: None }
  | { readonly kind: 'force-only-large'; readonly params: None };

export type ReasonKind = Reason['kind'];

/** Why a channel isn't trusted, or what is to be said of one that is. */
export type ChannelReason =
  | { readonly kind: 'no-reading-yet'; readonly params: None }
  | { readonly kind: 'silent'; readonly params: { readonly silentS: number } }
  | { readonly kind: 'outliers-rejected'; readonly params: None }
  | { readonly kind: 'height-doubted'; readonly params: None }
  | { readonly kind: 'height-stuck'; readonly params: None }
  | { readonly kind: 'height-jumps'; readonly params: None }
  | { readonly kind: 'height-noisy'; readonly params: { readonly mostMm: number } }
  | { readonly kind: 'force-doubted'; readonly params: None }
  | { readonly kind: 'force-stuck'; readonly params: None }
  | { readonly kind: 'force-jumps'; readonly params: None }
  | { readonly kind: 'force-wanders'; readonly params: None };

type None = Readonly<Record<string, never>>;

/** A reason without numbers. */
export const bare = <Kind extends Extract<Reason | ChannelReason, { params: None }>['kind']>(
  kind: Kind,
): { readonly kind: Kind; readonly params: None } => ({ kind, params: {} });
