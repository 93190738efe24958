import { Type } from 'typebox';
import { closed, Moment } from './shared.js';

const Id = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER, description: 'Rises with each message.' });

export { LastEventId } from './notices.js';

export const ChannelPath = closed({
  name: Type.String({ minLength: 1, maxLength: 128, description: 'The name of the channel.' }),
});

export const ChannelQuery = closed({
  since: Type.Optional(
    Type.Union([Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER }), Type.Literal('now')], {
      description:
        'Only messages behind this id, every one of them; `now`: nothing of the past. Default: all that is kept, and what follows.',
    }),
  ),
});

export const PublishedMessage = Type.Object({ id: Id, at: Moment });

export const EventText = Type.String({ description: 'Server-sent events, `text/event-stream`.' });
