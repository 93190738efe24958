/** `unknown`: it could not be asked. */
export type FindingStatus = 'ok' | 'warn' | 'fail' | 'unknown';

/** What one check has found. */
export interface Finding {
  readonly check: string;
  readonly status: FindingStatus;
  /** What is so. */
  readonly detail: string;
  /** What to do; undefined where nothing is to be done. */
  readonly advice?: string | undefined;
}

export const finding = (check: string, status: FindingStatus, detail: string, advice?: string): Finding => ({
  check,
  status,
  detail,
  advice,
});
