// A chat room on a channel with a history: whoever comes late reads what was said, and then follows, without gap or repeat.
//
//   node examples/chat-room.mjs [name]     in two terminals, with the same LONGSHORE_REDIS_URL
//   node examples/chat-room.mjs --demo     three people talk by themselves

import { userInfo } from 'node:os';
import { createInterface } from 'node:readline';
import { styleText } from 'node:util';
import { Channel } from '@longshore/core';
import { openRedis } from './support/open-redis.mjs';

/** @typedef {{ from: string, text: string }} Line */

const HISTORY = 100;
const { connection, prefix, isOwn, close } = await openRedis();
const isDemo = process.argv.includes('--demo') || !process.stdin.isTTY;
await (isDemo ? demo() : talk(process.argv[2] ?? userInfo().username));
await close();

/** @param {string} name */
async function talk(name) {
  /** @type {Channel<Line>} */
  const room = new Channel('chat-room', { connection, prefix, history: HISTORY });
  const terminal = createInterface({ input: process.stdin, output: process.stdout, prompt: `${name}: ` });
  // A URL that was given may hold a password, and is known to whoever gave it.
  console.log(
    `Ctrl-D leaves. Others join with ${isOwn ? `LONGSHORE_REDIS_URL=${connection}` : 'the same LONGSHORE_REDIS_URL'}.`,
  );
  const left = new AbortController();
  terminal.on('line', (text) => {
    // What was typed is shown when it comes back by the channel, as everybody sees it.
    process.stdout.write('\u001b[1A\u001b[2K');
    if (text.trim() === '') terminal.prompt();
    else room.publish({ from: name, text }).catch((error) => console.log(error.message));
  });
  terminal.on('close', () => left.abort());
  terminal.prompt();
  for await (const { at, message } of room.subscribe({ signal: left.signal })) {
    process.stdout.write('\r\u001b[2K');
    console.log(`${styleText('dim', timeOf(at))} ${styleText('cyan', shown(message.from))}  ${shown(message.text)}`);
    terminal.prompt(true);
  }
  console.log();
  await room.close();
}

async function demo() {
  // A room of this run's own, so that it begins empty.
  const name = `chat-room-${process.pid}`;
  /** @type {Channel<Line>[]} */
  const rooms = ['ada', 'grace', 'linus'].map(() => new Channel(name, { connection, prefix, history: HISTORY }));
  const [ada, grace, linus] = /** @type {[Channel<Line>, Channel<Line>, Channel<Line>]} */ (rooms);
  const gracesView = follow('grace', grace, 4);
  await ada.publish({ from: 'ada', text: 'is anybody here?' });
  await grace.publish({ from: 'grace', text: 'good morning' });
  await ada.publish({ from: 'ada', text: 'the ship is in' });
  // Linus comes late: three messages of history, then what is said from now on.
  const linusView = follow('linus', linus, 4);
  await linus.publish({ from: 'linus', text: 'what did I miss?' });
  await Promise.all([gracesView, linusView]);
  for (const room of rooms) await room.close();
}

/**
 * @param {string} who
 * @param {Channel<Line>} room
 * @param {number} count
 */
async function follow(who, room, count) {
  let read = 0;
  for await (const { message } of room.subscribe()) {
    console.log(`${who.padEnd(5)} reads  ${message.from}: ${message.text}`);
    read++;
    if (read === count) return;
  }
}

/** @param {number} at */
function timeOf(at) {
  return new Date(at).toTimeString().slice(0, 5);
}

/**
 * What others send is text, and shall not steer this terminal.
 * @param {string} text
 */
function shown(text) {
  return text.replace(/\p{C}/gu, '?');
}
