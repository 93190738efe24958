// The types of calls, told from the description of the API: which paths there are, what each takes and answers.
import type { paths } from './api-types.js';

export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

type Documents<Content> = Content extends { content: { 'application/json': infer Document } } ? Document : undefined;

/** All paths below the base. */
type Paths = { [P in keyof paths as P extends `/api/v1${infer Rest}` ? Rest : never]: paths[P] };

/** The paths that have this method. */
export type PathOf<M extends Method> = {
  [P in keyof Paths]: Paths[P] extends { [K in M]: object } ? P : never;
}[keyof Paths];

type Operation<P extends keyof Paths, M extends Method> = M extends keyof Paths[P] ? Paths[P][M] : never;

type PartOf<Parameters, Kind extends string> = Kind extends keyof Parameters
  ? Exclude<Parameters[Kind], undefined> extends never
    ? unknown
    : undefined extends Parameters[Kind]
      ? { [K in Kind]?: Exclude<Parameters[Kind], undefined> }
      : { [K in Kind]: Parameters[Kind] }
  : unknown;

type BodyOf<O> = O extends { requestBody: { content: { 'application/json': infer Body } } }
  ? { body: Body }
  : O extends { requestBody?: { content: { 'application/json': infer Body } } }
    ? { body?: Body }
    : unknown;

/** What a call takes besides its path. */
export type GivenFor<P extends keyof Paths, M extends Method> = (Operation<P, M> extends {
  parameters: infer Parameters;
}
  ? PartOf<Parameters, 'path'> & PartOf<Parameters, 'query'>
  : unknown) &
  BodyOf<Operation<P, M>> & {
    /** Makes a POST safe to repeat: the same key adds nothing twice. */
    idempotencyKey?: string;
    /** Ends the call. */
    signal?: AbortSignal;
  };

/** What a call answers. */
export type AnswerOf<P extends keyof Paths, M extends Method> =
  Operation<P, M> extends { responses: infer Responses }
    ? { [S in keyof Responses]: S extends 200 | 201 | 202 | 204 ? Documents<Responses[S]> : never }[keyof Responses]
    : never;

/** The second argument may be left out where nothing in it is needed. */
export type Rest<Given> = Partial<Given> extends Given ? [given?: Given] : [given: Given];
