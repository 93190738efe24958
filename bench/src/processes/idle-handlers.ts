// The handlers of the processes that are measured: one that does nothing.
export const nothing = (): void => undefined;
