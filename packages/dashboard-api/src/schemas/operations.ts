import { Type } from 'typebox';
import { Moment } from './shared.js';

const Text = (description: string) => Type.Optional(Type.String({ description }));

export const Operation = Type.Object(
  {
    id: Type.String({ description: 'Its own: an entry that stands twice has the same one both times.' }),
    at: Moment,
    action: Type.String(),
    principal: Text('Who asked; absent where nobody was known.'),
    queue: Text('The queue that it was about.'),
    target: Text('The job, schedule, process, board or channel.'),
    requestId: Text('The id of the request, as in its answer and in the log of the server.'),
    outcome: Type.Enum(['done', 'denied', 'failed']),
    status: Type.Optional(Type.Integer({ description: 'What was answered.' })),
    detail: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
  },
  { description: 'An entry of the log of operations.' },
);
