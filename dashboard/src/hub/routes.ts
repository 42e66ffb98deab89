import type { Invitation } from '../../../src/contracts/hub-pages.ts';
import type { Routes } from '../router.ts';

/** Every page of a hub. */
export const HUB_ROUTES: Routes = [
  [/^\/$/, () => ({ page: 'chain' })],
  [/^\/gym\/([a-z0-9-]+)(?:\/([a-z0-9-]+))?\/?$/, ([gym = '', bay]) => ({ page: 'gym', gym, bay: bay ?? null })],
  [/^\/set\/([0-9a-f-]+)\/?$/, ([set = '']) => ({ page: 'hub-set', set })],
  [/^\/members\/?$/, () => ({ page: 'members' })],
  [/^\/fleet\/?$/, () => ({ page: 'fleet' })],
  [/^\/accounts\/?$/, () => ({ page: 'accounts' })],
  [/^\/me\/?$/, () => ({ page: 'me', tab: '' })],
  [/^\/changes\/?$/, () => ({ page: 'hub-changes' })],
  [/^\/log-in\/?$/, () => ({ page: 'log-in', isFirst: false })],
  [/^\/set-up\/?$/, () => ({ page: 'log-in', isFirst: true })],
];

export const gymPath = (gym: string, bay = '') => `/gym/${gym}${bay === '' ? '' : `/${bay}`}`;
export const hubSetPath = (set: string) => `/set/${set}`;

/** For the controller. */
export const pairCommand = ({ url, code }: Pick<Invitation, 'url' | 'code'>) => `npx lockout hub pair ${url} ${code}`;
