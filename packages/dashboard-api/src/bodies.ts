// Bodies are JSON and nothing else, whatever the server around this API reads besides. One that is empty counts as none,
// also under a JSON content type, which many clients send with every request; keys that could reach a prototype are refused.
import type { App } from './app.js';

export function addBodies(app: App): void {
  const parse = app.getDefaultJsonParser('error', 'error');
  app.removeAllContentTypeParsers();
  app.addContentTypeParser<string>('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (body === '') done(null, undefined);
    else void parse(request, body, done);
  });
}
