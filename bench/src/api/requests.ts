// What is asked of the APIs, in which proportions. Each contestant says where.

export const KINDS = ['overview', 'list', 'detail'] as const;
export type Kind = (typeof KINDS)[number];

/** Where to ask for each kind; one of the paths is taken at a time. */
export type Paths = Readonly<Record<Kind, readonly string[]>>;

/** Of ten requests, in this order. */
export const MIX: readonly Kind[] = [
  'list',
  'detail',
  'overview',
  'list',
  'detail',
  'list',
  'overview',
  'list',
  'detail',
  'list',
];

/** States of jobs that are listed and looked at. */
export const STATES = ['waiting', 'delayed', 'completed', 'failed'] as const;
export const PAGE = 20;
/** Pages after the first that are asked for. */
export const PAGES = 5;
/** Jobs of each state that are looked at. */
export const LOOKED_AT = 200;
