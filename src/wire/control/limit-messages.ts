import { Type, type Static } from 'typebox';

import { MAX_RATE, MAX_SCHEDULE_ROWS, MIN_RATE } from '../../core/transfer/rate-limits.ts';

/** Bytes per second; null for unlimited, absent where nothing is said. */
const Rate = Type.Optional(Type.Union([Type.Integer({ minimum: MIN_RATE, maximum: MAX_RATE }), Type.Null()]));

const RatesMessage = Type.Object(
  { up: Rate, down: Rate, peerUp: Rate, peerDown: Rate },
  { additionalProperties: false },
);

const RowMessage = Type.Object(
  {
    /** 0 is Sunday. */
    days: Type.Array(Type.Integer({ minimum: 0, maximum: 6 }), { minItems: 1, maxItems: 7 }),
    /** Minutes since midnight, local time. */
    from: Type.Integer({ minimum: 0, maximum: 1439 }),
    /** Not after `from` where it ends on the next day. */
    to: Type.Integer({ minimum: 1, maximum: 1440 }),
    rates: RatesMessage,
  },
  { additionalProperties: false },
);

/** What is to change; what is absent stays. A schedule takes the place of the one before. */
export const LimitChange = Type.Object(
  {
    rates: Type.Optional(RatesMessage),
    schedule: Type.Optional(Type.Array(RowMessage, { maxItems: MAX_SCHEDULE_ROWS })),
    /** Peers that are served at once. */
    slots: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 })),
    /** Downloads that run at once. */
    jobs: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
  },
  { additionalProperties: false },
);
export type LimitChange = Static<typeof LimitChange>;

export const LimitStatus = Type.Object({
  rates: RatesMessage,
  schedule: Type.Array(RowMessage),
  /** What holds at this moment, unlimited where absent. */
  now: RatesMessage,
  /** Index of the row of the schedule that holds. */
  row: Type.Optional(Type.Integer()),
  slots: Type.Integer(),
  jobs: Type.Integer(),
});
export type LimitStatus = Static<typeof LimitStatus>;
