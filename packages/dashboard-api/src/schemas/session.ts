import { Type } from 'typebox';
import { ACTIONS, ROLES } from '../security/roles.js';
import { closed } from './shared.js';

export const Login = closed({
  token: Type.String({ minLength: 1, maxLength: 1000, description: 'One of those that the API was started with.' }),
});

export const Session = Type.Object(
  {
    name: Type.String(),
    role: Type.Enum([...ROLES]),
    readOnly: Type.Boolean({ description: 'Nothing can be changed, whoever asks.' }),
    actions: Type.Array(Type.Enum(Object.keys(ACTIONS)), { description: 'What may be done.' }),
    means: Type.Enum(['bearer', 'session', 'hook', 'local'], {
      description: 'How they are known. `session`: by a cookie, which can be ended.',
    }),
  },
  { description: 'Who asks, and what they may do.' },
);
