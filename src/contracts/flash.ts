import Type from 'typebox';
import { IsoTime, nullable, oneOf, quantity, strict } from './common.ts';
import { Problem } from './problems.ts';

/** Boards that the firmware is shipped for. */
const FLASH_KINDS = ['uno', 'nano', 'mega'] as const;
const FLASH_PHASES = ['idle', 'writing', 'checking', 'asking', 'done', 'failed'] as const;

/** Body of `POST /api/v1/bays/:bay/board/flash`. */
export const FlashRequest = strict(
  {
    board: oneOf(FLASH_KINDS, { description: 'kind of board; of a Nano both boot loaders are tried' }),
    port: nullable(Type.String({ maxLength: 200, description: 'one of GET /api/v1/ports; null: the port of the bay' })),
  },
  { $id: 'FlashRequest' },
);
export type FlashRequest = Type.Static<typeof FlashRequest>;

/** `GET /api/v1/bays/:bay/board/flash` */
export const FlashState = strict(
  {
    phase: oneOf(FLASH_PHASES, {
      description:
        'idle: nothing was written since the start; writing; checking: it is read back; asking: the board is asked who it is; done; failed',
    }),
    percent: quantity('%', { description: 'of this phase', minimum: 0, maximum: 100 }),
    board: nullable(oneOf(FLASH_KINDS)),
    port: nullable(Type.String()),
    startedAt: nullable(IsoTime),
    firmware: nullable(Type.String({ description: 'what answered afterwards; null before' })),
    problem: nullable({ ...Problem, description: 'why it failed, and what to do' } as typeof Problem),
  },
  { $id: 'FlashState' },
);
export type FlashState = Type.Static<typeof FlashState>;
