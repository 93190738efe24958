// What one measurement says about one workload.
export interface Reading {
  readonly workload: string;
  readonly value: number;
  /** CPU microseconds per job; null where a job's share cannot be told. */
  readonly redisMicros: number | null;
  readonly nodeMicros: number | null;
}
