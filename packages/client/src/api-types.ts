// The API as its OpenAPI document describes it. Made by scripts/make-api-types.mjs; a test tells when it is out of date.
export interface paths {
    "/api/v1/queues": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All queues at a glance */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            queues: {
                                /** @description The name of the queue. */
                                name: string;
                                counts: {
                                    waiting: number;
                                    prioritized: number;
                                    delayed: number;
                                    parked: number;
                                    active: number;
                                    suspect: number;
                                    completed: number;
                                    failed: number;
                                    cancelled: number;
                                    expired: number;
                                };
                                /** @description How long the job waits that waits longest, ms; 0 when none waits. */
                                oldestWaitingMs: number;
                                paused: boolean;
                                /** @description Milliseconds since 1970, by Redis's clock. */
                                pausedAt?: number;
                                limits: {
                                    rate?: {
                                        max: number;
                                        /** @description ms */
                                        per: number;
                                    };
                                    concurrency?: number;
                                    depth?: {
                                        max: number;
                                        /** @enum {unknown} */
                                        onFull: "reject" | "dropOldest";
                                    };
                                };
                                /** @description How many workers have a lease. */
                                workers: number;
                                /** @description Names of parked jobs for which no worker has a handler. */
                                unhandled: string[];
                            }[];
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            type: string;
                            title: string;
                            status: number;
                            detail: string;
                            instance: string;
                            /** @description Stable: match on it. */
                            code: string;
                            /** @description The parameter or the path in the body that is at fault. */
                            field?: string;
                            requestId: string;
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            type: string;
                            title: string;
                            status: number;
                            detail: string;
                            instance: string;
                            /** @description Stable: match on it. */
                            code: string;
                            /** @description The parameter or the path in the body that is at fault. */
                            field?: string;
                            requestId: string;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/queues/{queue}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One queue at a glance */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description The name of the queue. */
                    queue: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A queue at a glance. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description The name of the queue. */
                            name: string;
                            counts: {
                                waiting: number;
                                prioritized: number;
                                delayed: number;
                                parked: number;
                                active: number;
                                suspect: number;
                                completed: number;
                                failed: number;
                                cancelled: number;
                                expired: number;
                            };
                            /** @description How long the job waits that waits longest, ms; 0 when none waits. */
                            oldestWaitingMs: number;
                            paused: boolean;
                            /** @description Milliseconds since 1970, by Redis's clock. */
                            pausedAt?: number;
                            limits: {
                                rate?: {
                                    max: number;
                                    /** @description ms */
                                    per: number;
                                };
                                concurrency?: number;
                                depth?: {
                                    max: number;
                                    /** @enum {unknown} */
                                    onFull: "reject" | "dropOldest";
                                };
                            };
                            /** @description How many workers have a lease. */
                            workers: number;
                            /** @description Names of parked jobs for which no worker has a handler. */
                            unhandled: string[];
                        };
                    };
                };
                /** @description Default Response */
                "4XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            type: string;
                            title: string;
                            status: number;
                            detail: string;
                            instance: string;
                            /** @description Stable: match on it. */
                            code: string;
                            /** @description The parameter or the path in the body that is at fault. */
                            field?: string;
                            requestId: string;
                        };
                    };
                };
                /** @description Default Response */
                "5XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": {
                            type: string;
                            title: string;
                            status: number;
                            detail: string;
                            instance: string;
                            /** @description Stable: match on it. */
                            code: string;
                            /** @description The parameter or the path in the body that is at fault. */
                            field?: string;
                            requestId: string;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: never;
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export type operations = Record<string, never>;
