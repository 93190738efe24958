// biome-ignore lint/suspicious/noExplicitAny: where no contract is given, users may use data and results without casts, as with JSON.parse.
export type Untyped = any;
