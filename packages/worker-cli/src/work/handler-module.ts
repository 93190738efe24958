// What a module with handlers may hold, and how it is read:
//   default export   a function: for all jobs; an object of job name → handler; `[{ queue, handlers }]`, or one such entry
//   named exports    entries and lists of them; an object of handlers is the queue named like the export; a function is
//                    the handler of the jobs named like it
// It tells forms apart and nothing more: whether a handler's settings are right is checked by the worker.
import type { Handlers, WorkerQueue } from '@longshore/core';
import { CommandError } from '../command-error.js';

/** Handlers of which the module does not say the queue. */
export type LooseHandlers = Handlers<Record<string, { data: unknown }>>;

export interface HandlerModule {
  readonly file: string;
  readonly entries: readonly WorkerQueue[];
  readonly loose: LooseHandlers | undefined;
}

type Named = Readonly<Record<string, unknown>>;

const SETTINGS: ReadonlySet<string> = new Set(['run', 'attempts', 'backoff', 'timeout', 'grace']);
const FORMS =
  'expected as default export { jobName(job) {} }, a function for all jobs, or [{ queue, handlers }]; or named exports of such';

/**
 * Reads what a module exports.
 *
 * @throws {CommandError} `ERR_HANDLERS_INVALID` naming the file and the export
 */
export function readHandlerModule(exports: Named, file: string): HandlerModule {
  const reader = new ModuleReader(file);
  if (!Object.hasOwn(exports, 'default')) reader.readNamed(exports, false);
  else if (!isTranspiled(exports['default'])) reader.readDefault(exports['default']);
  else if (Object.hasOwn(exports['default'], 'default')) reader.readDefault(exports['default']['default']);
  else reader.readNamed(exports['default'], false);
  return reader.module;
}

class ModuleReader {
  readonly #entries: WorkerQueue[] = [];
  readonly #byName: Record<string, unknown> = {};
  #forAll: unknown;

  constructor(readonly file: string) {}

  get module(): HandlerModule {
    const loose = this.#forAll ?? (Object.keys(this.#byName).length > 0 ? this.#byName : undefined);
    if (loose === undefined && this.#entries.length === 0) throw this.#invalid(`no handlers in it: ${FORMS}`);
    return { file: this.file, entries: this.#entries, loose: loose as LooseHandlers | undefined };
  }

  readDefault(value: unknown): void {
    if (isHandler(value)) this.#forAll = value;
    else if (Array.isArray(value)) this.#list('default', value);
    else if (isEntry(value)) this.#entries.push(value);
    else if (isPlain(value) && !isDefinition(value)) this.readNamed(value, true);
    else throw this.#invalid(`its default export has no handlers: ${FORMS}`);
  }

  /** @param strict all that is there has to be handlers; modules may export other things beside them */
  readNamed(exports: Named, strict: boolean): void {
    for (const [name, value] of Object.entries(exports)) {
      if (isHandler(value)) this.#byName[name] = value;
      else if (isEntry(value)) this.#entries.push(value);
      else if (Array.isArray(value) && (strict || value.some(isEntry))) this.#list(name, value);
      else if (isPlain(value) && !isDefinition(value) && this.#isQueue(name, value))
        this.#entries.push({ queue: name, handlers: value as LooseHandlers });
      else if (strict) throw this.#invalid(`${name}: expected a function, or settings with run(job)`);
    }
  }

  #list(name: string, values: readonly unknown[]): void {
    for (const [i, value] of values.entries()) {
      if (!isEntry(value)) throw this.#invalid(`${name}[${i}]: expected { queue, handlers }`);
      this.#entries.push(value);
    }
  }

  /** An object of handlers and nothing else. Where only some are, one is misspelt. */
  #isQueue(name: string, value: Named): boolean {
    const entries = Object.entries(value);
    const other = entries.find(([, handler]) => !isHandler(handler));
    if (other && entries.some(([, handler]) => isHandler(handler)))
      throw this.#invalid(`${name}.${other[0]}: expected a function, or settings with run(job)`);
    return !other && entries.length > 0;
  }

  #invalid(problem: string): CommandError {
    return new CommandError('ERR_HANDLERS_INVALID', `${this.file}: ${problem}`);
  }
}

/** A compiler wrote a module as CommonJS: its exports are what Node.js takes for the default export. */
const isTranspiled = (value: unknown): value is Named => isPlain(value) && value['__esModule'] === true;

/** Objects that were written as such; not instances of a class, which may have any properties. */
function isPlain(value: unknown): value is Named {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const parent: unknown = Object.getPrototypeOf(value);
  return parent === null || parent === Object.prototype;
}

const isDefinition = (value: Named): boolean =>
  typeof value['name'] === 'string' && isPlain(value['schemas']) && isPlain(value['defaults']);

const isEntry = (value: unknown): value is WorkerQueue =>
  isPlain(value) && Object.hasOwn(value, 'queue') && !isHandler(value['queue']);

/** A function, `{ run, … }` or what `isolated()` made. */
const isHandler = (value: unknown): boolean =>
  (typeof value === 'function' && !isClass(value)) || (isPlain(value) && isSettings(value));

const isClass = (value: unknown): boolean => /^class\b/.test(Function.prototype.toString.call(value));

/** `{ run, walk }` are two jobs; `{ run, timeout }` is one handler, and so is `{ run }`. */
function isSettings(value: Named): boolean {
  if (typeof value['run'] !== 'function') return false;
  const others = Object.keys(value).filter((key) => key !== 'run');
  return others.length === 0 || others.some((key) => SETTINGS.has(key) || !isHandler(value[key]));
}
