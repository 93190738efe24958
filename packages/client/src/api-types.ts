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
                                /** @description How many workers are in each state. */
                                workerStates: {
                                    alive: number;
                                    quiet: number;
                                    blocked: number;
                                    dead: number;
                                };
                                /** @description Names of parked jobs for which no worker has a handler. */
                                unhandled: string[];
                            }[];
                        };
                    };
                };
                /** @description A problem document (RFC 9457). */
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
                            /** @description Of jobs that were not added, or of which that is unknown. */
                            ids?: string[];
                            /** @description Where they stand in what was sent, from 0. */
                            indexes?: number[];
                            /** @description Why a job could not be steered as it is. */
                            outcome?: string;
                            requestId: string;
                        };
                    };
                };
                /** @description A problem document (RFC 9457). */
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
                            /** @description Of jobs that were not added, or of which that is unknown. */
                            ids?: string[];
                            /** @description Where they stand in what was sent, from 0. */
                            indexes?: number[];
                            /** @description Why a job could not be steered as it is. */
                            outcome?: string;
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
                            /** @description How many workers are in each state. */
                            workerStates: {
                                alive: number;
                                quiet: number;
                                blocked: number;
                                dead: number;
                            };
                            /** @description Names of parked jobs for which no worker has a handler. */
                            unhandled: string[];
                        };
                    };
                };
                /** @description A problem document (RFC 9457). */
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
                            /** @description Of jobs that were not added, or of which that is unknown. */
                            ids?: string[];
                            /** @description Where they stand in what was sent, from 0. */
                            indexes?: number[];
                            /** @description Why a job could not be steered as it is. */
                            outcome?: string;
                            requestId: string;
                        };
                    };
                };
                /** @description A problem document (RFC 9457). */
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
                            /** @description Of jobs that were not added, or of which that is unknown. */
                            ids?: string[];
                            /** @description Where they stand in what was sent, from 0. */
                            indexes?: number[];
                            /** @description Why a job could not be steered as it is. */
                            outcome?: string;
                            requestId: string;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        /** Take a queue away, with everything in it */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description The name of the queue. */
                    queue: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description The name of the queue, so that none is destroyed by mistake. */
                        confirm: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description How many jobs went. */
                            removedJobs: number;
                        };
                    };
                };
                /** @description A problem document (RFC 9457). */
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
                            /** @description Of jobs that were not added, or of which that is unknown. */
                            ids?: string[];
                            /** @description Where they stand in what was sent, from 0. */
                            indexes?: number[];
                            /** @description Why a job could not be steered as it is. */
                            outcome?: string;
                            requestId: string;
                        };
                    };
                };
                /** @description A problem document (RFC 9457). */
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
                            /** @description Of jobs that were not added, or of which that is unknown. */
                            ids?: string[];
                            /** @description Where they stand in what was sent, from 0. */
                            indexes?: number[];
                            /** @description Why a job could not be steered as it is. */
                            outcome?: string;
                            requestId: string;
                        };
                    };
                };
            };
        };
        options?: never;
        head?: never;
        /** Pause, resume, and change limits */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description The name of the queue. */
                    queue: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description Whether workers start no job of this queue. */
                        paused?: boolean;
                        /** @description Limits to change; null lifts one, what is absent stays. */
                        limits?: {
                            rate?: {
                                max: number;
                                /**
                                 * @description Milliseconds, or a text like '30s', '5m', '1h'.
                                 * @example 30s
                                 * @example 5m
                                 * @example 1500
                                 */
                                per: number | string;
                            } | null;
                            concurrency?: number | null;
                            depth?: {
                                max: number;
                                /** @enum {unknown} */
                                onFull?: "reject" | "dropOldest";
                            } | null;
                        };
                    };
                };
            };
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
                            /** @description How many workers are in each state. */
                            workerStates: {
                                alive: number;
                                quiet: number;
                                blocked: number;
                                dead: number;
                            };
                            /** @description Names of parked jobs for which no worker has a handler. */
                            unhandled: string[];
                        };
                    };
                };
                /** @description A problem document (RFC 9457). */
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
                            /** @description Of jobs that were not added, or of which that is unknown. */
                            ids?: string[];
                            /** @description Where they stand in what was sent, from 0. */
                            indexes?: number[];
                            /** @description Why a job could not be steered as it is. */
                            outcome?: string;
                            requestId: string;
                        };
                    };
                };
                /** @description A problem document (RFC 9457). */
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
                            /** @description Of jobs that were not added, or of which that is unknown. */
                            ids?: string[];
                            /** @description Where they stand in what was sent, from 0. */
                            indexes?: number[];
                            /** @description Why a job could not be steered as it is. */
                            outcome?: string;
                            requestId: string;
                        };
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/v1/queues/{queue}/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Check whether what stands in Redis is sound, and repair it
         * @description Takes some seconds for each 100,000 jobs. One at a time on each queue.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description The name of the queue. */
                    queue: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description Put right what can be put right safely. Default false. */
                        repair?: boolean;
                        /** @description Also look for keys that nothing leads to, by a SCAN of the server. Default false. */
                        deep?: boolean;
                    } | null;
                };
            };
            responses: {
                /** @description Whether what stands in Redis is sound. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description How many entries were looked at. */
                            checked: number;
                            /** @description How many findings there are. */
                            found: number;
                            /** @description The findings, the first 1,000. */
                            findings: {
                                code: string;
                                message: string;
                                /** @description The job, or the schedule, where it is about one. */
                                id?: string;
                                /** @description Keys, without what all keys of the queue begin with. */
                                where?: string;
                                repaired?: boolean;
                            }[];
                            /** @description Suspicions that were not followed. */
                            unsure: number;
                        };
                    };
                };
                /** @description A problem document (RFC 9457). */
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
                            /** @description Of jobs that were not added, or of which that is unknown. */
                            ids?: string[];
                            /** @description Where they stand in what was sent, from 0. */
                            indexes?: number[];
                            /** @description Why a job could not be steered as it is. */
                            outcome?: string;
                            requestId: string;
                        };
                    };
                };
                /** @description A problem document (RFC 9457). */
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
                            /** @description Of jobs that were not added, or of which that is unknown. */
                            ids?: string[];
                            /** @description Where they stand in what was sent, from 0. */
                            indexes?: number[];
                            /** @description Why a job could not be steered as it is. */
                            outcome?: string;
                            requestId: string;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/queues/{queue}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What happened in each minute of the last day */
        get: {
            parameters: {
                query?: {
                    /** @description Milliseconds since 1970, or ISO 8601: 2030-01-31T09:00:00Z. */
                    from?: number | string;
                    /** @description Milliseconds since 1970, or ISO 8601: 2030-01-31T09:00:00Z. */
                    to?: number | string;
                    /** @description How much time a point stands for: whole minutes, as '15m', or in milliseconds. Default '1m'. */
                    step?: string;
                };
                header?: never;
                path: {
                    /** @description The name of the queue. */
                    queue: string;
                };
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
                            points: {
                                /** @description Milliseconds since 1970, by Redis's clock. */
                                at: number;
                                completed: number;
                                failed: number;
                                retried: number;
                                cancelled: number;
                                expired: number;
                                recovered: number;
                                waitMs?: {
                                    count: number;
                                    mean: number;
                                    p50: number;
                                    p95: number;
                                };
                                runMs?: {
                                    count: number;
                                    mean: number;
                                    p50: number;
                                    p95: number;
                                };
                            }[];
                        };
                    };
                };
                /** @description A problem document (RFC 9457). */
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
                            /** @description Of jobs that were not added, or of which that is unknown. */
                            ids?: string[];
                            /** @description Where they stand in what was sent, from 0. */
                            indexes?: number[];
                            /** @description Why a job could not be steered as it is. */
                            outcome?: string;
                            requestId: string;
                        };
                    };
                };
                /** @description A problem document (RFC 9457). */
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
                            /** @description Of jobs that were not added, or of which that is unknown. */
                            ids?: string[];
                            /** @description Where they stand in what was sent, from 0. */
                            indexes?: number[];
                            /** @description Why a job could not be steered as it is. */
                            outcome?: string;
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
    "/api/v1/queues/{queue}/jobs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Jobs of one state, or of all states one after the other */
        get: {
            parameters: {
                query?: {
                    state?: "active" | "suspect" | "prioritized" | "waiting" | "parked" | "delayed" | "failed" | "cancelled" | "expired" | "completed";
                    /** @description The name of the job. */
                    name?: string;
                    /** @description Only jobs whose error (its name, message or code) or whose reason contains this. */
                    error?: string;
                    order?: "oldest" | "newest";
                    /** @description Where the page before ended. */
                    cursor?: string;
                    /** @description How many at most; above 100 it is 100. Default 50. */
                    limit?: number;
                };
                header?: never;
                path: {
                    /** @description The name of the queue. */
                    queue: string;
                };
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
                            jobs: {
                                /** @description The id of the job. */
                                id: string;
                                /** @description The name of the job. */
                                name: string;
                                /** @enum {unknown} */
                                state: "active" | "suspect" | "prioritized" | "waiting" | "parked" | "delayed" | "failed" | "cancelled" | "expired" | "completed";
                                /** @description Milliseconds since 1970, by Redis's clock. */
                                addedAt: number;
                                /** @description How many attempts have failed, or were made in all once it has ended. */
                                attempts: number;
                                /** @description How many workers have died over it. */
                                crashes: number;
                                /** @description Milliseconds since 1970, by Redis's clock. */
                                dueAt?: number;
                                /** @description Milliseconds since 1970, by Redis's clock. */
                                takenAt?: number;
                                /** @description The worker that has it, or in which it ended. */
                                worker?: string;
                                /** @description Milliseconds since 1970, by Redis's clock. */
                                endedAt?: number;
                                /** @description ms */
                                runMs?: number;
                                /** @description Why it was cancelled or expired. */
                                reason?: string;
                                /** @description Lower first; of those that have one. */
                                priority?: number;
                                error?: {
                                    name: string;
                                    message: string;
                                    code?: string;
                                };
                            }[];
                            /** @description Where the next page begins; absent after the last one. */
                            cursor?: string;
                        };
                    };
                };
                /** @description A problem document (RFC 9457). */
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
                            /** @description Of jobs that were not added, or of which that is unknown. */
                            ids?: string[];
                            /** @description Where they stand in what was sent, from 0. */
                            indexes?: number[];
                            /** @description Why a job could not be steered as it is. */
                            outcome?: string;
                            requestId: string;
                        };
                    };
                };
                /** @description A problem document (RFC 9457). */
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
                            /** @description Of jobs that were not added, or of which that is unknown. */
                            ids?: string[];
                            /** @description Where they stand in what was sent, from 0. */
                            indexes?: number[];
                            /** @description Why a job could not be steered as it is. */
                            outcome?: string;
                            requestId: string;
                        };
                    };
                };
            };
        };
        put?: never;
        /**
         * Add a job
         * @description With the header Idempotency-Key it may be sent again: nothing is added twice.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description The name of the queue. */
                    queue: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description Which handler runs it. */
                        name: string;
                        /** @description JSON of at most 1 MiB. Default null. */
                        data?: unknown;
                        options?: {
                            /**
                             * @description Run not before this has passed.
                             * @example 30s
                             * @example 5m
                             * @example 1500
                             */
                            delay?: number | string;
                            /**
                             * @description Milliseconds since 1970, or ISO 8601: 2030-01-31T09:00:00Z.
                             * @example 2030-01-31T09:00:00Z
                             * @example 1900000000000
                             */
                            runAt?: number | string;
                            /** @description How often it may be tried. Default 1. */
                            attempts?: number;
                            /**
                             * @description The wait before the next attempt: the same each time, or a policy.
                             * @example 30s
                             * @example 5m
                             * @example 1500
                             */
                            backoff?: number | string | {
                                /** @enum {unknown} */
                                type: "fixed" | "exponential";
                                /**
                                 * @description The first wait. Default '1s'.
                                 * @example 30s
                                 * @example 5m
                                 * @example 1500
                                 */
                                delay?: number | string;
                                /**
                                 * @description The longest wait. Default '10m'.
                                 * @example 30s
                                 * @example 5m
                                 * @example 1500
                                 */
                                max?: number | string;
                                /** @description The share of the wait that is random, from 0 to 1. Default 0.5. */
                                jitter?: number;
                            };
                            /**
                             * @description How long a run may take.
                             * @example 30s
                             * @example 5m
                             * @example 1500
                             */
                            timeout?: number | string;
                            /**
                             * @description It ends as expired unless it has started by then.
                             * @example 30s
                             * @example 5m
                             * @example 1500
                             */
                            expiresIn?: number | string;
                            /** @description From -1000 to 1000, lower first. Default 0. */
                            priority?: number;
                            /** @description Before what waits already. */
                            lifo?: boolean;
                            /** @description An id of your own; one that is taken adds nothing. */
                            jobId?: string;
                            /** @description Only one job of this key at a time. */
                            unique?: {
                                key: string;
                                /**
                                 * @description Default 'ended'.
                                 * @enum {unknown}
                                 */
                                until?: "started" | "ended" | "window";
                                /**
                                 * @description How long the key is held at most; of a window, how long it is.
                                 * @example 30s
                                 * @example 5m
                                 * @example 1500
                                 */
                                for?: number | string;
                                /**
                                 * @description Default 'keep'.
                                 * @enum {unknown}
                                 */
                                onConflict?: "keep" | "replace";
                            };
                            /**
                             * @description How long it is kept once it has ended.
                             * @example 30s
                             * @example 5m
                             * @example 1500
                             */
                            keep?: number | string;
                            /** @description Where the job stands in a trace (W3C Trace Context). */
                            trace?: {
                                traceparent: string;
                                tracestate?: string;
                            };
                        };
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description Its id; where it was taken, or its unique key, that of the job that has it. */
                            id: string;
                            /** @description False: nothing was added. */
                            created: boolean;
                        };
                    };
                };
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description Its id; where it was taken, or its unique key, that of the job that has it. */
                            id: string;
                            /** @description False: nothing was added. */
                            created: boolean;
                        };
                    };
                };
                /** @description A problem document (RFC 9457). */
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
                            /** @description Of jobs that were not added, or of which that is unknown. */
                            ids?: string[];
                            /** @description Where they stand in what was sent, from 0. */
                            indexes?: number[];
                            /** @description Why a job could not be steered as it is. */
                            outcome?: string;
                            requestId: string;
                        };
                    };
                };
                /** @description A problem document (RFC 9457). */
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
                            /** @description Of jobs that were not added, or of which that is unknown. */
                            ids?: string[];
                            /** @description Where they stand in what was sent, from 0. */
                            indexes?: number[];
                            /** @description Why a job could not be steered as it is. */
                            outcome?: string;
                            requestId: string;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/queues/{queue}/jobs/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One job with everything that is kept of it */
        get: {
            parameters: {
                query?: {
                    /** @description Values up to 1 MiB of JSON each; by default up to 16 KiB. */
                    full?: boolean;
                };
                header?: never;
                path: {
                    /** @description The name of the queue. */
                    queue: string;
                    /** @description The id of the job. */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A job with everything that is kept of it. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description The id of the job. */
                            id: string;
                            /** @description The name of the job. */
                            name: string;
                            /** @enum {unknown} */
                            state: "active" | "suspect" | "prioritized" | "waiting" | "parked" | "delayed" | "failed" | "cancelled" | "expired" | "completed";
                            /** @description Milliseconds since 1970, by Redis's clock. */
                            addedAt: number;
                            /** @description How many attempts have failed, or were made in all once it has ended. */
                            attempts: number;
                            /** @description How many workers have died over it. */
                            crashes: number;
                            /** @description Milliseconds since 1970, by Redis's clock. */
                            dueAt?: number;
                            /** @description Milliseconds since 1970, by Redis's clock. */
                            takenAt?: number;
                            /** @description The worker that has it, or in which it ended. */
                            worker?: string;
                            /** @description Milliseconds since 1970, by Redis's clock. */
                            endedAt?: number;
                            /** @description ms */
                            runMs?: number;
                            /** @description Why it was cancelled or expired. */
                            reason?: string;
                            /** @description What it was added with. */
                            data: unknown;
                            /** @description The codec that wrote data or result, where it cannot be read here. */
                            sealedBy?: string;
                            options: {
                                attempts?: number;
                                backoff?: {
                                    /** @enum {unknown} */
                                    type: "fixed" | "exponential";
                                    /** @description ms */
                                    delay: number;
                                    /** @description ms */
                                    max: number;
                                    jitter: number;
                                };
                                /** @description ms */
                                timeout?: number;
                                priority?: number;
                                lifo?: boolean;
                                /** @description ms */
                                keep?: number;
                                unique?: {
                                    key: string;
                                    /** @enum {unknown} */
                                    until: "started" | "ended" | "window";
                                };
                            };
                            /** @description The last runs that did not end it, the oldest first. */
                            history: {
                                /** @enum {unknown} */
                                is: "failed" | "crashed";
                                attempt?: number;
                                crash?: number;
                                worker: string;
                                /** @description Milliseconds since 1970, by Redis's clock. */
                                startedAt?: number;
                                /** @description ms */
                                runMs?: number;
                                error?: {
                                    name: string;
                                    message: string;
                                    code?: string;
                                    stack?: string;
                                };
                                /** @description Milliseconds since 1970, by Redis's clock. */
                                endedAt: number;
                            }[];
                            /** @description Milliseconds since 1970, by Redis's clock. */
                            expiresAt?: number;
                            /** @description Where the job stands in a trace (W3C Trace Context). */
                            trace?: {
                                traceparent: string;
                                tracestate?: string;
                            };
                            /** @description The name for which no worker has had a handler. */
                            parkedAs?: string;
                            /** @description Why its worker was told to stop it. */
                            cancelling?: string;
                            progress?: {
                                seq: number;
                                /** @description Milliseconds since 1970, by Redis's clock. */
                                at: number;
                                value: unknown;
                            };
                            checkpoint?: unknown;
                            /** @description What its handler returned. */
                            result?: unknown;
                            error?: {
                                name: string;
                                message: string;
                                code?: string;
                                stack?: string;
                            };
                            /** @description Which of its values were too large to be shown: each of them is the beginning of its JSON, a text. */
                            truncated: ("data" | "result" | "progress" | "checkpoint")[];
                        };
                    };
                };
                /** @description A problem document (RFC 9457). */
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
                            /** @description Of jobs that were not added, or of which that is unknown. */
                            ids?: string[];
                            /** @description Where they stand in what was sent, from 0. */
                            indexes?: number[];
                            /** @description Why a job could not be steered as it is. */
                            outcome?: string;
                            requestId: string;
                        };
                    };
                };
                /** @description A problem document (RFC 9457). */
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
                            /** @description Of jobs that were not added, or of which that is unknown. */
                            ids?: string[];
                            /** @description Where they stand in what was sent, from 0. */
                            indexes?: number[];
                            /** @description Why a job could not be steered as it is. */
                            outcome?: string;
                            requestId: string;
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        /** Forgets a job that is not running, and its result */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description The name of the queue. */
                    queue: string;
                    /** @description The id of the job. */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description A problem document (RFC 9457). */
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
                            /** @description Of jobs that were not added, or of which that is unknown. */
                            ids?: string[];
                            /** @description Where they stand in what was sent, from 0. */
                            indexes?: number[];
                            /** @description Why a job could not be steered as it is. */
                            outcome?: string;
                            requestId: string;
                        };
                    };
                };
                /** @description A problem document (RFC 9457). */
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
                            /** @description Of jobs that were not added, or of which that is unknown. */
                            ids?: string[];
                            /** @description Where they stand in what was sent, from 0. */
                            indexes?: number[];
                            /** @description Why a job could not be steered as it is. */
                            outcome?: string;
                            requestId: string;
                        };
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/queues/{queue}/jobs/{id}/progress": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A job's progress, as soon as there is newer
         * @description With a newer notice than `since` it answers at once, else when there is one. To `Accept: text/event-stream` it speaks server-sent events, until the job has ended.
         */
        get: {
            parameters: {
                query?: {
                    /** @description The seq of the last notice that is known: only newer ones count. Default 0: any. */
                    since?: number;
                    /** @description How long to wait for a newer notice, ms; above 25,000 it is 25,000, which is the default. */
                    wait?: number;
                    /** @description A token of this job, instead of another login. */
                    token?: string;
                };
                header?: {
                    /** @description Sent by browsers when they reconnect to a stream of events; wins over `since`. */
                    "last-event-id"?: number;
                };
                path: {
                    /** @description The name of the queue. */
                    queue: string;
                    /** @description The id of the job. */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A notice. As server-sent events: `id` is its seq and `data` this document. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description What was posted; null in the last notice of a job that has posted nothing. */
                            value: unknown;
                            /** @description Rises with each notice and never falls. */
                            seq: number;
                            /** @description Milliseconds since 1970, by Redis's clock. */
                            at: number;
                            /**
                             * @description How the job ended; its last notice has it, and no other.
                             * @enum {unknown}
                             */
                            state?: "completed" | "failed" | "cancelled" | "expired" | "removed";
                            /** @description Ask there for the next notice; null behind the last notice of a job. */
                            next_update_url: string | null;
                        };
                    };
                };
                /** @description Nothing newer; nothing more will come where the job has ended. */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description A problem document (RFC 9457). */
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
                            /** @description Of jobs that were not added, or of which that is unknown. */
                            ids?: string[];
                            /** @description Where they stand in what was sent, from 0. */
                            indexes?: number[];
                            /** @description Why a job could not be steered as it is. */
                            outcome?: string;
                            requestId: string;
                        };
                    };
                };
                /** @description A problem document (RFC 9457). */
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
                            /** @description Of jobs that were not added, or of which that is unknown. */
                            ids?: string[];
                            /** @description Where they stand in what was sent, from 0. */
                            indexes?: number[];
                            /** @description Why a job could not be steered as it is. */
                            outcome?: string;
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
    "/api/v1/queues/{queue}/jobs/{id}/progress-token": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A token with which a page can watch this job and nothing else
         * @description It cannot be taken back: it ends by itself, or when the secret of the API changes.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description The name of the queue. */
                    queue: string;
                    /** @description The id of the job. */
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /**
                         * @description Milliseconds, or a text like '30s', '5m', '1h'.
                         * @example 30s
                         * @example 5m
                         * @example 1500
                         */
                        expiresIn?: number | string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description Lets whoever has it watch this job, and do nothing else. */
                            token: string;
                            /** @description Where to watch, with the token. */
                            url: string;
                            /** @description When it ends, ms since 1970, by the clock of the API. */
                            expiresAt: number;
                        };
                    };
                };
                /** @description A problem document (RFC 9457). */
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
                            /** @description Of jobs that were not added, or of which that is unknown. */
                            ids?: string[];
                            /** @description Where they stand in what was sent, from 0. */
                            indexes?: number[];
                            /** @description Why a job could not be steered as it is. */
                            outcome?: string;
                            requestId: string;
                        };
                    };
                };
                /** @description A problem document (RFC 9457). */
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
                            /** @description Of jobs that were not added, or of which that is unknown. */
                            ids?: string[];
                            /** @description Where they stand in what was sent, from 0. */
                            indexes?: number[];
                            /** @description Why a job could not be steered as it is. */
                            outcome?: string;
                            requestId: string;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/boards/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The value of a notice board, as soon as there is a newer one
         * @description With a newer notice than `since` it answers at once, else when there is one. To `Accept: text/event-stream` it speaks server-sent events. A board without a value is one that nobody has posted on yet.
         */
        get: {
            parameters: {
                query?: {
                    /** @description The seq of the last notice that is known: only newer ones count. Default 0: any. */
                    since?: number;
                    /** @description How long to wait for a newer notice, ms; above 25,000 it is 25,000, which is the default. */
                    wait?: number;
                };
                header?: {
                    /** @description Sent by browsers when they reconnect to a stream of events; wins over `since`. */
                    "last-event-id"?: number;
                };
                path: {
                    /** @description The name of the board. */
                    name: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A notice. As server-sent events: `id` is its seq and `data` this document. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description What was posted; null in the last notice of a job that has posted nothing. */
                            value: unknown;
                            /** @description Rises with each notice and never falls. */
                            seq: number;
                            /** @description Milliseconds since 1970, by Redis's clock. */
                            at: number;
                            /**
                             * @description How the job ended; its last notice has it, and no other.
                             * @enum {unknown}
                             */
                            state?: "completed" | "failed" | "cancelled" | "expired" | "removed";
                            /** @description Ask there for the next notice; null behind the last notice of a job. */
                            next_update_url: string | null;
                        };
                    };
                };
                /** @description Nothing newer; nothing more will come where the job has ended. */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description A problem document (RFC 9457). */
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
                            /** @description Of jobs that were not added, or of which that is unknown. */
                            ids?: string[];
                            /** @description Where they stand in what was sent, from 0. */
                            indexes?: number[];
                            /** @description Why a job could not be steered as it is. */
                            outcome?: string;
                            requestId: string;
                        };
                    };
                };
                /** @description A problem document (RFC 9457). */
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
                            /** @description Of jobs that were not added, or of which that is unknown. */
                            ids?: string[];
                            /** @description Where they stand in what was sent, from 0. */
                            indexes?: number[];
                            /** @description Why a job could not be steered as it is. */
                            outcome?: string;
                            requestId: string;
                        };
                    };
                };
            };
        };
        /**
         * Post a value on a notice board
         * @description It replaces the one before, and stays without end, or as long as `ttl` says. Sent twice it is announced twice.
         */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description The name of the board. */
                    name: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description At most 1 MiB as JSON. */
                        value: unknown;
                        /**
                         * @description Milliseconds, or a text like '30s', '5m', '1h'.
                         * @example 30s
                         * @example 5m
                         * @example 1500
                         */
                        ttl?: number | string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description Rises with each notice and never falls. */
                            seq: number;
                            /** @description Milliseconds since 1970, by Redis's clock. */
                            at: number;
                        };
                    };
                };
                /** @description A problem document (RFC 9457). */
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
                            /** @description Of jobs that were not added, or of which that is unknown. */
                            ids?: string[];
                            /** @description Where they stand in what was sent, from 0. */
                            indexes?: number[];
                            /** @description Why a job could not be steered as it is. */
                            outcome?: string;
                            requestId: string;
                        };
                    };
                };
                /** @description A problem document (RFC 9457). */
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
                            /** @description Of jobs that were not added, or of which that is unknown. */
                            ids?: string[];
                            /** @description Where they stand in what was sent, from 0. */
                            indexes?: number[];
                            /** @description Why a job could not be steered as it is. */
                            outcome?: string;
                            requestId: string;
                        };
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/channels/{name}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The messages of a channel as server-sent events
         * @description Each message once and in order: `id` is its id, `data` is `{ id, at, message }`. Messages that are no longer kept are a problem (410), never a gap; where that shows later, it is an event `problem` and the end of the stream.
         */
        get: {
            parameters: {
                query?: {
                    /** @description Only messages behind this id, every one of them; `now`: nothing of the past. Default: all that is kept, and what follows. */
                    since?: number | "now";
                };
                header?: {
                    /** @description Sent by browsers when they reconnect to a stream of events; wins over `since`. */
                    "last-event-id"?: number;
                };
                path: {
                    /** @description The name of the channel. */
                    name: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Server-sent events, `text/event-stream`. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": string;
                    };
                };
                /** @description A problem document (RFC 9457). */
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
                            /** @description Of jobs that were not added, or of which that is unknown. */
                            ids?: string[];
                            /** @description Where they stand in what was sent, from 0. */
                            indexes?: number[];
                            /** @description Why a job could not be steered as it is. */
                            outcome?: string;
                            requestId: string;
                        };
                    };
                };
                /** @description A problem document (RFC 9457). */
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
                            /** @description Of jobs that were not added, or of which that is unknown. */
                            ids?: string[];
                            /** @description Where they stand in what was sent, from 0. */
                            indexes?: number[];
                            /** @description Why a job could not be steered as it is. */
                            outcome?: string;
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
    "/api/v1/channels/{name}/messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Publish a message on a channel
         * @description The channel keeps as much history as its own publishers say. Sent twice it is published twice.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description The name of the channel. */
                    name: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description At most 1 MiB as JSON. */
                        message: unknown;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description Rises with each message. */
                            id: number;
                            /** @description Milliseconds since 1970, by Redis's clock. */
                            at: number;
                        };
                    };
                };
                /** @description A problem document (RFC 9457). */
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
                            /** @description Of jobs that were not added, or of which that is unknown. */
                            ids?: string[];
                            /** @description Where they stand in what was sent, from 0. */
                            indexes?: number[];
                            /** @description Why a job could not be steered as it is. */
                            outcome?: string;
                            requestId: string;
                        };
                    };
                };
                /** @description A problem document (RFC 9457). */
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
                            /** @description Of jobs that were not added, or of which that is unknown. */
                            ids?: string[];
                            /** @description Where they stand in what was sent, from 0. */
                            indexes?: number[];
                            /** @description Why a job could not be steered as it is. */
                            outcome?: string;
                            requestId: string;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What happens to jobs, as server-sent events
         * @description The type of an event is what happened (`added`, `active`, `completed`, …), its data `{ queue, id, at }`; `dropped` tells how many were left out because the client was behind. With `summary`: one event of that type each interval, `{ at, queues: { mail: { completed: 12 } } }`. Events that happen while nobody is connected are not kept.
         */
        get: {
            parameters: {
                query?: {
                    /** @description Names with commas between. Default: all, also those that are new. */
                    queues?: string;
                    /** @description Figures in this interval instead of single events, ms; at least 250, at most 10000. */
                    summary?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Server-sent events, `text/event-stream`. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": string;
                    };
                };
                /** @description A problem document (RFC 9457). */
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
                            /** @description Of jobs that were not added, or of which that is unknown. */
                            ids?: string[];
                            /** @description Where they stand in what was sent, from 0. */
                            indexes?: number[];
                            /** @description Why a job could not be steered as it is. */
                            outcome?: string;
                            requestId: string;
                        };
                    };
                };
                /** @description A problem document (RFC 9457). */
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
                            /** @description Of jobs that were not added, or of which that is unknown. */
                            ids?: string[];
                            /** @description Where they stand in what was sent, from 0. */
                            indexes?: number[];
                            /** @description Why a job could not be steered as it is. */
                            outcome?: string;
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
    "/api/v1/queues/{queue}/jobs/bulk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Add up to 1000 jobs
         * @description Each as a whole or not at all, and none when one of them is not valid. Sent again they are added again, but for those with a jobId.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description The name of the queue. */
                    queue: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        jobs: {
                            /** @description Which handler runs it. */
                            name: string;
                            /** @description JSON of at most 1 MiB. Default null. */
                            data?: unknown;
                            options?: {
                                /**
                                 * @description Run not before this has passed.
                                 * @example 30s
                                 * @example 5m
                                 * @example 1500
                                 */
                                delay?: number | string;
                                /**
                                 * @description Milliseconds since 1970, or ISO 8601: 2030-01-31T09:00:00Z.
                                 * @example 2030-01-31T09:00:00Z
                                 * @example 1900000000000
                                 */
                                runAt?: number | string;
                                /** @description How often it may be tried. Default 1. */
                                attempts?: number;
                                /**
                                 * @description The wait before the next attempt: the same each time, or a policy.
                                 * @example 30s
                                 * @example 5m
                                 * @example 1500
                                 */
                                backoff?: number | string | {
                                    /** @enum {unknown} */
                                    type: "fixed" | "exponential";
                                    /**
                                     * @description The first wait. Default '1s'.
                                     * @example 30s
                                     * @example 5m
                                     * @example 1500
                                     */
                                    delay?: number | string;
                                    /**
                                     * @description The longest wait. Default '10m'.
                                     * @example 30s
                                     * @example 5m
                                     * @example 1500
                                     */
                                    max?: number | string;
                                    /** @description The share of the wait that is random, from 0 to 1. Default 0.5. */
                                    jitter?: number;
                                };
                                /**
                                 * @description How long a run may take.
                                 * @example 30s
                                 * @example 5m
                                 * @example 1500
                                 */
                                timeout?: number | string;
                                /**
                                 * @description It ends as expired unless it has started by then.
                                 * @example 30s
                                 * @example 5m
                                 * @example 1500
                                 */
                                expiresIn?: number | string;
                                /** @description From -1000 to 1000, lower first. Default 0. */
                                priority?: number;
                                /** @description Before what waits already. */
                                lifo?: boolean;
                                /** @description An id of your own; one that is taken adds nothing. */
                                jobId?: string;
                                /** @description Only one job of this key at a time. */
                                unique?: {
                                    key: string;
                                    /**
                                     * @description Default 'ended'.
                                     * @enum {unknown}
                                     */
                                    until?: "started" | "ended" | "window";
                                    /**
                                     * @description How long the key is held at most; of a window, how long it is.
                                     * @example 30s
                                     * @example 5m
                                     * @example 1500
                                     */
                                    for?: number | string;
                                    /**
                                     * @description Default 'keep'.
                                     * @enum {unknown}
                                     */
                                    onConflict?: "keep" | "replace";
                                };
                                /**
                                 * @description How long it is kept once it has ended.
                                 * @example 30s
                                 * @example 5m
                                 * @example 1500
                                 */
                                keep?: number | string;
                                /** @description Where the job stands in a trace (W3C Trace Context). */
                                trace?: {
                                    traceparent: string;
                                    tracestate?: string;
                                };
                            };
                        }[];
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description As they were sent. */
                            jobs: {
                                /** @description Its id; where it was taken, or its unique key, that of the job that has it. */
                                id: string;
                                /** @description False: nothing was added. */
                                created: boolean;
                            }[];
                        };
                    };
                };
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description As they were sent. */
                            jobs: {
                                /** @description Its id; where it was taken, or its unique key, that of the job that has it. */
                                id: string;
                                /** @description False: nothing was added. */
                                created: boolean;
                            }[];
                        };
                    };
                };
                /** @description A problem document (RFC 9457). */
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
                            /** @description Of jobs that were not added, or of which that is unknown. */
                            ids?: string[];
                            /** @description Where they stand in what was sent, from 0. */
                            indexes?: number[];
                            /** @description Why a job could not be steered as it is. */
                            outcome?: string;
                            requestId: string;
                        };
                    };
                };
                /** @description A problem document (RFC 9457). */
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
                            /** @description Of jobs that were not added, or of which that is unknown. */
                            ids?: string[];
                            /** @description Where they stand in what was sent, from 0. */
                            indexes?: number[];
                            /** @description Why a job could not be steered as it is. */
                            outcome?: string;
                            requestId: string;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/queues/{queue}/jobs/{id}/duplicate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Add a job with the name, data and own options of another
         * @description Also its unique key, but for one of a window: where a job has it, nothing is added.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description The name of the queue. */
                    queue: string;
                    /** @description The id of the job. */
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": Record<string, never> | null;
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description Its id; where it was taken, or its unique key, that of the job that has it. */
                            id: string;
                            /** @description False: nothing was added. */
                            created: boolean;
                        };
                    };
                };
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description Its id; where it was taken, or its unique key, that of the job that has it. */
                            id: string;
                            /** @description False: nothing was added. */
                            created: boolean;
                        };
                    };
                };
                /** @description A problem document (RFC 9457). */
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
                            /** @description Of jobs that were not added, or of which that is unknown. */
                            ids?: string[];
                            /** @description Where they stand in what was sent, from 0. */
                            indexes?: number[];
                            /** @description Why a job could not be steered as it is. */
                            outcome?: string;
                            requestId: string;
                        };
                    };
                };
                /** @description A problem document (RFC 9457). */
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
                            /** @description Of jobs that were not added, or of which that is unknown. */
                            ids?: string[];
                            /** @description Where they stand in what was sent, from 0. */
                            indexes?: number[];
                            /** @description Why a job could not be steered as it is. */
                            outcome?: string;
                            requestId: string;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/queues/{queue}/jobs/{id}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Let a job that failed, was cancelled or has expired run again */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description The name of the queue. */
                    queue: string;
                    /** @description The id of the job. */
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": Record<string, never> | null;
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            outcome: string;
                        };
                    };
                };
                /** @description A problem document (RFC 9457). */
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
                            /** @description Of jobs that were not added, or of which that is unknown. */
                            ids?: string[];
                            /** @description Where they stand in what was sent, from 0. */
                            indexes?: number[];
                            /** @description Why a job could not be steered as it is. */
                            outcome?: string;
                            requestId: string;
                        };
                    };
                };
                /** @description A problem document (RFC 9457). */
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
                            /** @description Of jobs that were not added, or of which that is unknown. */
                            ids?: string[];
                            /** @description Where they stand in what was sent, from 0. */
                            indexes?: number[];
                            /** @description Why a job could not be steered as it is. */
                            outcome?: string;
                            requestId: string;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/queues/{queue}/jobs/{id}/promote": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Let a delayed job run at once */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description The name of the queue. */
                    queue: string;
                    /** @description The id of the job. */
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": Record<string, never> | null;
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            outcome: string;
                        };
                    };
                };
                /** @description A problem document (RFC 9457). */
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
                            /** @description Of jobs that were not added, or of which that is unknown. */
                            ids?: string[];
                            /** @description Where they stand in what was sent, from 0. */
                            indexes?: number[];
                            /** @description Why a job could not be steered as it is. */
                            outcome?: string;
                            requestId: string;
                        };
                    };
                };
                /** @description A problem document (RFC 9457). */
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
                            /** @description Of jobs that were not added, or of which that is unknown. */
                            ids?: string[];
                            /** @description Where they stand in what was sent, from 0. */
                            indexes?: number[];
                            /** @description Why a job could not be steered as it is. */
                            outcome?: string;
                            requestId: string;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/queues/{queue}/jobs/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Cancel a job that has not ended */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description The name of the queue. */
                    queue: string;
                    /** @description The id of the job. */
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description For people; kept with the job. At most 1,000 characters. Default `cancelled`. */
                        reason?: string;
                    } | null;
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            outcome: string;
                        };
                    };
                };
                /** @description A problem document (RFC 9457). */
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
                            /** @description Of jobs that were not added, or of which that is unknown. */
                            ids?: string[];
                            /** @description Where they stand in what was sent, from 0. */
                            indexes?: number[];
                            /** @description Why a job could not be steered as it is. */
                            outcome?: string;
                            requestId: string;
                        };
                    };
                };
                /** @description A problem document (RFC 9457). */
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
                            /** @description Of jobs that were not added, or of which that is unknown. */
                            ids?: string[];
                            /** @description Where they stand in what was sent, from 0. */
                            indexes?: number[];
                            /** @description Why a job could not be steered as it is. */
                            outcome?: string;
                            requestId: string;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/queues/{queue}/jobs/{id}/reschedule": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Set when a job that has not started is due */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description The name of the queue. */
                    queue: string;
                    /** @description The id of the job. */
                    id: string;
                };
                cookie?: never;
            };
            /** @description One of the two: how long from now, or when. */
            requestBody: {
                content: {
                    "application/json": {
                        /**
                         * @description Milliseconds, or a text like '30s', '5m', '1h'.
                         * @example 30s
                         * @example 5m
                         * @example 1500
                         */
                        delay?: number | string;
                        /**
                         * @description Milliseconds since 1970, or ISO 8601: 2030-01-31T09:00:00Z.
                         * @example 2030-01-31T09:00:00Z
                         * @example 1900000000000
                         */
                        runAt?: number | string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            outcome: string;
                        };
                    };
                };
                /** @description A problem document (RFC 9457). */
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
                            /** @description Of jobs that were not added, or of which that is unknown. */
                            ids?: string[];
                            /** @description Where they stand in what was sent, from 0. */
                            indexes?: number[];
                            /** @description Why a job could not be steered as it is. */
                            outcome?: string;
                            requestId: string;
                        };
                    };
                };
                /** @description A problem document (RFC 9457). */
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
                            /** @description Of jobs that were not added, or of which that is unknown. */
                            ids?: string[];
                            /** @description Where they stand in what was sent, from 0. */
                            indexes?: number[];
                            /** @description Why a job could not be steered as it is. */
                            outcome?: string;
                            requestId: string;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/queues/{queue}/jobs/actions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Retry, cancel, promote or remove many jobs
         * @description When who asked goes away, it ends between two steps. A request that is sent again goes on.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description The name of the queue. */
                    queue: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @enum {unknown} */
                        action: "retry" | "cancel" | "promote" | "remove";
                        /** @description Jobs of one state (retry: by default failed; promote: delayed), narrowed by name and error; or those of these ids, of them only those in that state. */
                        filter: {
                            /** @enum {unknown} */
                            state?: "active" | "suspect" | "prioritized" | "waiting" | "parked" | "delayed" | "failed" | "cancelled" | "expired" | "completed";
                            /** @description The name of the job. */
                            name?: string;
                            /** @description Only jobs whose error (its name, message or code) or whose reason contains this. */
                            error?: string;
                            ids?: string[];
                        };
                        /** @description Count what matches and change nothing. Default false. */
                        dryRun?: boolean;
                        /** @description How many jobs one request takes; by default and at most 10000. */
                        limit?: number;
                        /** @description For people; kept with the job. At most 1,000 characters. Default `cancelled`. */
                        reason?: string;
                    };
                };
            };
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description How many jobs it met. */
                            matched: number;
                            /** @description With how many it was done; fewer where jobs went their own way meanwhile. */
                            changed: number;
                            /** @description It ended at its limit: there may be more. Send it again while it changes any. */
                            more: boolean;
                        };
                    };
                };
                /** @description A problem document (RFC 9457). */
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
                            /** @description Of jobs that were not added, or of which that is unknown. */
                            ids?: string[];
                            /** @description Where they stand in what was sent, from 0. */
                            indexes?: number[];
                            /** @description Why a job could not be steered as it is. */
                            outcome?: string;
                            requestId: string;
                        };
                    };
                };
                /** @description A problem document (RFC 9457). */
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
                            /** @description Of jobs that were not added, or of which that is unknown. */
                            ids?: string[];
                            /** @description Where they stand in what was sent, from 0. */
                            indexes?: number[];
                            /** @description Why a job could not be steered as it is. */
                            outcome?: string;
                            requestId: string;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/queues/{queue}/jobs/{id}/result": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How a job ended */
        get: {
            parameters: {
                query?: {
                    /** @description How long to wait for its end, ms; above 25000 it is that. Default 0: not at all. */
                    wait?: number;
                };
                header?: never;
                path: {
                    /** @description The name of the queue. */
                    queue: string;
                    /** @description The id of the job. */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description How it ended. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: string;
                            /** @enum {unknown} */
                            state: "active" | "suspect" | "prioritized" | "waiting" | "parked" | "delayed" | "failed" | "cancelled" | "expired" | "completed";
                            /** @description What its handler returned; of completed ones. */
                            result?: unknown;
                            /** @description The codec that wrote the result, where it cannot be read. */
                            sealedBy?: string;
                            error?: {
                                name: string;
                                message: string;
                                code?: string;
                                stack?: string;
                            };
                            /** @description Why it was cancelled or expired. */
                            reason?: string;
                            /** @description Milliseconds since 1970, by Redis's clock. */
                            endedAt?: number;
                        };
                    };
                };
                /** @description It has not ended: ask again. */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            id: string;
                            /** @enum {unknown} */
                            state: "active" | "suspect" | "prioritized" | "waiting" | "parked" | "delayed" | "failed" | "cancelled" | "expired" | "completed";
                        };
                    };
                };
                /** @description A problem document (RFC 9457). */
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
                            /** @description Of jobs that were not added, or of which that is unknown. */
                            ids?: string[];
                            /** @description Where they stand in what was sent, from 0. */
                            indexes?: number[];
                            /** @description Why a job could not be steered as it is. */
                            outcome?: string;
                            requestId: string;
                        };
                    };
                };
                /** @description A problem document (RFC 9457). */
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
                            /** @description Of jobs that were not added, or of which that is unknown. */
                            ids?: string[];
                            /** @description Where they stand in what was sent, from 0. */
                            indexes?: number[];
                            /** @description Why a job could not be steered as it is. */
                            outcome?: string;
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
    "/api/v1/queues/{queue}/jobs/{id}/logs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The lines of a job's log */
        get: {
            parameters: {
                query?: {
                    /** @description Only the last so many; above 1000, which is as many as are kept, it is that. Default 100. */
                    limit?: number;
                };
                header?: never;
                path: {
                    /** @description The name of the queue. */
                    queue: string;
                    /** @description The id of the job. */
                    id: string;
                };
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
                            /** @description The oldest first. */
                            lines: {
                                /** @description Milliseconds since 1970, by Redis's clock. */
                                at: number;
                                text: string;
                            }[];
                        };
                    };
                };
                /** @description A problem document (RFC 9457). */
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
                            /** @description Of jobs that were not added, or of which that is unknown. */
                            ids?: string[];
                            /** @description Where they stand in what was sent, from 0. */
                            indexes?: number[];
                            /** @description Why a job could not be steered as it is. */
                            outcome?: string;
                            requestId: string;
                        };
                    };
                };
                /** @description A problem document (RFC 9457). */
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
                            /** @description Of jobs that were not added, or of which that is unknown. */
                            ids?: string[];
                            /** @description Where they stand in what was sent, from 0. */
                            indexes?: number[];
                            /** @description Why a job could not be steered as it is. */
                            outcome?: string;
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
    "/api/v1/queues/{queue}/jobs/{id}/explain": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Why a job does not run */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description The name of the queue. */
                    queue: string;
                    /** @description The id of the job. */
                    id: string;
                };
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
                            /** @enum {unknown} */
                            state: "active" | "suspect" | "prioritized" | "waiting" | "parked" | "delayed" | "failed" | "cancelled" | "expired" | "completed";
                            /** @description What holds it up, or what became of it; the first is what must change first. */
                            reasons: {
                                /** @description Stable: match on it. */
                                code: string;
                                message: string;
                                /** @description Milliseconds since 1970, by Redis's clock. */
                                until?: number;
                                /** @description Milliseconds since 1970, by Redis's clock. */
                                since?: number;
                                /** @description How many go before it, about. */
                                ahead?: number;
                                worker?: string;
                            }[];
                        };
                    };
                };
                /** @description A problem document (RFC 9457). */
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
                            /** @description Of jobs that were not added, or of which that is unknown. */
                            ids?: string[];
                            /** @description Where they stand in what was sent, from 0. */
                            indexes?: number[];
                            /** @description Why a job could not be steered as it is. */
                            outcome?: string;
                            requestId: string;
                        };
                    };
                };
                /** @description A problem document (RFC 9457). */
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
                            /** @description Of jobs that were not added, or of which that is unknown. */
                            ids?: string[];
                            /** @description Where they stand in what was sent, from 0. */
                            indexes?: number[];
                            /** @description Why a job could not be steered as it is. */
                            outcome?: string;
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
    "/api/v1/queues/{queue}/failures": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Failed jobs in groups of one kind */
        get: {
            parameters: {
                query?: {
                    /** @description How many of the newest failed jobs to look at, in thousands: more are rounded up. Default 1000, at most 10000. */
                    scan?: number;
                    /** @description The name of the job. */
                    name?: string;
                };
                header?: never;
                path: {
                    /** @description The name of the queue. */
                    queue: string;
                };
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
                            /** @description The one with the newest failure first; at most 200. */
                            groups: {
                                /** @description Stays the same for failures of this kind. */
                                key: string;
                                /** @description The name of the job. */
                                name: string;
                                /** @description In its message, numbers, ids and quoted texts are "…". */
                                error: {
                                    name: string;
                                    code?: string;
                                    message: string;
                                };
                                count: number;
                                /** @description Milliseconds since 1970, by Redis's clock. */
                                firstAt: number;
                                /** @description Milliseconds since 1970, by Redis's clock. */
                                lastAt: number;
                                /** @description The last of them. */
                                sampleId: string;
                                /** @description Finds them in lists and for actions, and whatever else says the same. */
                                filter: {
                                    /** @enum {string} */
                                    state: "failed";
                                    /** @description The name of the job. */
                                    name: string;
                                    error?: string;
                                };
                            }[];
                            /** @description How many failed jobs were looked at, the newest. */
                            scanned: number;
                            /** @description Whether those were all, and all groups are here. */
                            complete: boolean;
                        };
                    };
                };
                /** @description A problem document (RFC 9457). */
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
                            /** @description Of jobs that were not added, or of which that is unknown. */
                            ids?: string[];
                            /** @description Where they stand in what was sent, from 0. */
                            indexes?: number[];
                            /** @description Why a job could not be steered as it is. */
                            outcome?: string;
                            requestId: string;
                        };
                    };
                };
                /** @description A problem document (RFC 9457). */
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
                            /** @description Of jobs that were not added, or of which that is unknown. */
                            ids?: string[];
                            /** @description Where they stand in what was sent, from 0. */
                            indexes?: number[];
                            /** @description Why a job could not be steered as it is. */
                            outcome?: string;
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
    "/api/v1/queues/{queue}/schedules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The schedules of a queue, by id */
        get: {
            parameters: {
                query?: {
                    /** @description How many at most; above 100 it is 100. Default 50. */
                    limit?: number;
                    /** @description Where the page before ended. */
                    cursor?: string;
                };
                header?: never;
                path: {
                    /** @description The name of the queue. */
                    queue: string;
                };
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
                            schedules: {
                                /** @description The id of the schedule. */
                                id: string;
                                cron?: string;
                                timeZone?: string;
                                /** @description ms */
                                every?: number;
                                /** @description Milliseconds since 1970, by Redis's clock. */
                                until?: number;
                                /** @description How many jobs it makes at most. */
                                limit?: number;
                                /**
                                 * @description What becomes of slots that no worker ticked in time. Default 'once': the last of them gets a job.
                                 * @enum {unknown}
                                 */
                                misfire: "skip" | "once" | "all";
                                /**
                                 * @description 'skip': a slot gets no job while the job of the slot before has not ended. Default 'allow'.
                                 * @enum {unknown}
                                 */
                                overlap: "allow" | "skip";
                                /** @description The name of its jobs. */
                                name: string;
                                /** @description Options of each job: attempts, backoff, timeout, priority, lifo, expiresIn, keep. */
                                options?: Record<string, never>;
                                paused: boolean;
                                /** @description Its next slot, ms; absent while it is paused, and when it is over. */
                                next?: number;
                                /** @description How late its next slot is: 0 unless no worker ticks. */
                                overdueMs: number;
                                /** @description How many jobs it has made since it was last changed. */
                                runs: number;
                                /** @description Milliseconds since 1970, by Redis's clock. */
                                lastRun?: number;
                                /** @description Milliseconds since 1970, by Redis's clock. */
                                lastSlot?: number;
                                lastJobId?: string;
                            }[];
                            /** @description Where the next page begins; absent on the last. */
                            cursor?: string;
                        };
                    };
                };
                /** @description A problem document (RFC 9457). */
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
                            /** @description Of jobs that were not added, or of which that is unknown. */
                            ids?: string[];
                            /** @description Where they stand in what was sent, from 0. */
                            indexes?: number[];
                            /** @description Why a job could not be steered as it is. */
                            outcome?: string;
                            requestId: string;
                        };
                    };
                };
                /** @description A problem document (RFC 9457). */
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
                            /** @description Of jobs that were not added, or of which that is unknown. */
                            ids?: string[];
                            /** @description Where they stand in what was sent, from 0. */
                            indexes?: number[];
                            /** @description Why a job could not be steered as it is. */
                            outcome?: string;
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
    "/api/v1/queues/{queue}/schedules/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One schedule */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description The name of the queue. */
                    queue: string;
                    /** @description The id of the schedule. */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A schedule as it is now. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description The id of the schedule. */
                            id: string;
                            cron?: string;
                            timeZone?: string;
                            /** @description ms */
                            every?: number;
                            /** @description Milliseconds since 1970, by Redis's clock. */
                            until?: number;
                            /** @description How many jobs it makes at most. */
                            limit?: number;
                            /**
                             * @description What becomes of slots that no worker ticked in time. Default 'once': the last of them gets a job.
                             * @enum {unknown}
                             */
                            misfire: "skip" | "once" | "all";
                            /**
                             * @description 'skip': a slot gets no job while the job of the slot before has not ended. Default 'allow'.
                             * @enum {unknown}
                             */
                            overlap: "allow" | "skip";
                            /** @description The name of its jobs. */
                            name: string;
                            /** @description Options of each job: attempts, backoff, timeout, priority, lifo, expiresIn, keep. */
                            options?: Record<string, never>;
                            paused: boolean;
                            /** @description Its next slot, ms; absent while it is paused, and when it is over. */
                            next?: number;
                            /** @description How late its next slot is: 0 unless no worker ticks. */
                            overdueMs: number;
                            /** @description How many jobs it has made since it was last changed. */
                            runs: number;
                            /** @description Milliseconds since 1970, by Redis's clock. */
                            lastRun?: number;
                            /** @description Milliseconds since 1970, by Redis's clock. */
                            lastSlot?: number;
                            lastJobId?: string;
                            /** @description The data of its jobs; a text, where it is cut. */
                            data: unknown;
                            /** @description Whether the data is the beginning of its JSON only: it has over 16 KiB. */
                            truncated: boolean;
                            /** @description The id of the codec that wrote the data, where it could not be read. */
                            sealedBy?: string;
                        };
                    };
                };
                /** @description A problem document (RFC 9457). */
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
                            /** @description Of jobs that were not added, or of which that is unknown. */
                            ids?: string[];
                            /** @description Where they stand in what was sent, from 0. */
                            indexes?: number[];
                            /** @description Why a job could not be steered as it is. */
                            outcome?: string;
                            requestId: string;
                        };
                    };
                };
                /** @description A problem document (RFC 9457). */
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
                            /** @description Of jobs that were not added, or of which that is unknown. */
                            ids?: string[];
                            /** @description Where they stand in what was sent, from 0. */
                            indexes?: number[];
                            /** @description Why a job could not be steered as it is. */
                            outcome?: string;
                            requestId: string;
                        };
                    };
                };
            };
        };
        /**
         * Set a schedule
         * @description With what it says already, nothing changes; with anything else its slots begin anew.
         */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description The name of the queue. */
                    queue: string;
                    /** @description The id of the schedule. */
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description Either this or `every`. */
                        cron?: string;
                        /** @description Of `cron`; default 'UTC'. */
                        timeZone?: string;
                        /**
                         * @description Milliseconds, or a text like '30s', '5m', '1h'.
                         * @example 30s
                         * @example 5m
                         * @example 1500
                         */
                        every?: number | string;
                        /**
                         * @description What becomes of slots that no worker ticked in time. Default 'once': the last of them gets a job.
                         * @enum {unknown}
                         */
                        misfire?: "skip" | "once" | "all";
                        /**
                         * @description 'skip': a slot gets no job while the job of the slot before has not ended. Default 'allow'.
                         * @enum {unknown}
                         */
                        overlap?: "allow" | "skip";
                        /**
                         * @description Milliseconds since 1970, or ISO 8601: 2030-01-31T09:00:00Z.
                         * @example 2030-01-31T09:00:00Z
                         * @example 1900000000000
                         */
                        until?: number | string;
                        /** @description How many jobs it makes at most. */
                        limit?: number;
                        /** @description The name of its jobs. */
                        name: string;
                        /** @description The data of its jobs; at most 1 MiB. */
                        data: unknown;
                        /** @description Options of each job: attempts, backoff, timeout, priority, lifo, expiresIn, keep. */
                        options?: Record<string, never>;
                    };
                };
            };
            responses: {
                /** @description A schedule as it is now. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description The id of the schedule. */
                            id: string;
                            cron?: string;
                            timeZone?: string;
                            /** @description ms */
                            every?: number;
                            /** @description Milliseconds since 1970, by Redis's clock. */
                            until?: number;
                            /** @description How many jobs it makes at most. */
                            limit?: number;
                            /**
                             * @description What becomes of slots that no worker ticked in time. Default 'once': the last of them gets a job.
                             * @enum {unknown}
                             */
                            misfire: "skip" | "once" | "all";
                            /**
                             * @description 'skip': a slot gets no job while the job of the slot before has not ended. Default 'allow'.
                             * @enum {unknown}
                             */
                            overlap: "allow" | "skip";
                            /** @description The name of its jobs. */
                            name: string;
                            /** @description Options of each job: attempts, backoff, timeout, priority, lifo, expiresIn, keep. */
                            options?: Record<string, never>;
                            paused: boolean;
                            /** @description Its next slot, ms; absent while it is paused, and when it is over. */
                            next?: number;
                            /** @description How late its next slot is: 0 unless no worker ticks. */
                            overdueMs: number;
                            /** @description How many jobs it has made since it was last changed. */
                            runs: number;
                            /** @description Milliseconds since 1970, by Redis's clock. */
                            lastRun?: number;
                            /** @description Milliseconds since 1970, by Redis's clock. */
                            lastSlot?: number;
                            lastJobId?: string;
                            /** @description The data of its jobs; a text, where it is cut. */
                            data: unknown;
                            /** @description Whether the data is the beginning of its JSON only: it has over 16 KiB. */
                            truncated: boolean;
                            /** @description The id of the codec that wrote the data, where it could not be read. */
                            sealedBy?: string;
                        };
                    };
                };
                /** @description A problem document (RFC 9457). */
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
                            /** @description Of jobs that were not added, or of which that is unknown. */
                            ids?: string[];
                            /** @description Where they stand in what was sent, from 0. */
                            indexes?: number[];
                            /** @description Why a job could not be steered as it is. */
                            outcome?: string;
                            requestId: string;
                        };
                    };
                };
                /** @description A problem document (RFC 9457). */
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
                            /** @description Of jobs that were not added, or of which that is unknown. */
                            ids?: string[];
                            /** @description Where they stand in what was sent, from 0. */
                            indexes?: number[];
                            /** @description Why a job could not be steered as it is. */
                            outcome?: string;
                            requestId: string;
                        };
                    };
                };
            };
        };
        post?: never;
        /** Forget a schedule; its jobs stay */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description The name of the queue. */
                    queue: string;
                    /** @description The id of the schedule. */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description It is gone. */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description A problem document (RFC 9457). */
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
                            /** @description Of jobs that were not added, or of which that is unknown. */
                            ids?: string[];
                            /** @description Where they stand in what was sent, from 0. */
                            indexes?: number[];
                            /** @description Why a job could not be steered as it is. */
                            outcome?: string;
                            requestId: string;
                        };
                    };
                };
                /** @description A problem document (RFC 9457). */
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
                            /** @description Of jobs that were not added, or of which that is unknown. */
                            ids?: string[];
                            /** @description Where they stand in what was sent, from 0. */
                            indexes?: number[];
                            /** @description Why a job could not be steered as it is. */
                            outcome?: string;
                            requestId: string;
                        };
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/queues/{queue}/schedules/{id}/run": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Add its job now
         * @description Also while it is paused. Its slots do not change.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description The name of the queue. */
                    queue: string;
                    /** @description The id of the schedule. */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description The id of the job. */
                            id: string;
                        };
                    };
                };
                /** @description A problem document (RFC 9457). */
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
                            /** @description Of jobs that were not added, or of which that is unknown. */
                            ids?: string[];
                            /** @description Where they stand in what was sent, from 0. */
                            indexes?: number[];
                            /** @description Why a job could not be steered as it is. */
                            outcome?: string;
                            requestId: string;
                        };
                    };
                };
                /** @description A problem document (RFC 9457). */
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
                            /** @description Of jobs that were not added, or of which that is unknown. */
                            ids?: string[];
                            /** @description Where they stand in what was sent, from 0. */
                            indexes?: number[];
                            /** @description Why a job could not be steered as it is. */
                            outcome?: string;
                            requestId: string;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/queues/{queue}/schedules/{id}/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** No slot of it gets a job until it is resumed */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description The name of the queue. */
                    queue: string;
                    /** @description The id of the schedule. */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A schedule as it is now. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description The id of the schedule. */
                            id: string;
                            cron?: string;
                            timeZone?: string;
                            /** @description ms */
                            every?: number;
                            /** @description Milliseconds since 1970, by Redis's clock. */
                            until?: number;
                            /** @description How many jobs it makes at most. */
                            limit?: number;
                            /**
                             * @description What becomes of slots that no worker ticked in time. Default 'once': the last of them gets a job.
                             * @enum {unknown}
                             */
                            misfire: "skip" | "once" | "all";
                            /**
                             * @description 'skip': a slot gets no job while the job of the slot before has not ended. Default 'allow'.
                             * @enum {unknown}
                             */
                            overlap: "allow" | "skip";
                            /** @description The name of its jobs. */
                            name: string;
                            /** @description Options of each job: attempts, backoff, timeout, priority, lifo, expiresIn, keep. */
                            options?: Record<string, never>;
                            paused: boolean;
                            /** @description Its next slot, ms; absent while it is paused, and when it is over. */
                            next?: number;
                            /** @description How late its next slot is: 0 unless no worker ticks. */
                            overdueMs: number;
                            /** @description How many jobs it has made since it was last changed. */
                            runs: number;
                            /** @description Milliseconds since 1970, by Redis's clock. */
                            lastRun?: number;
                            /** @description Milliseconds since 1970, by Redis's clock. */
                            lastSlot?: number;
                            lastJobId?: string;
                            /** @description The data of its jobs; a text, where it is cut. */
                            data: unknown;
                            /** @description Whether the data is the beginning of its JSON only: it has over 16 KiB. */
                            truncated: boolean;
                            /** @description The id of the codec that wrote the data, where it could not be read. */
                            sealedBy?: string;
                        };
                    };
                };
                /** @description A problem document (RFC 9457). */
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
                            /** @description Of jobs that were not added, or of which that is unknown. */
                            ids?: string[];
                            /** @description Where they stand in what was sent, from 0. */
                            indexes?: number[];
                            /** @description Why a job could not be steered as it is. */
                            outcome?: string;
                            requestId: string;
                        };
                    };
                };
                /** @description A problem document (RFC 9457). */
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
                            /** @description Of jobs that were not added, or of which that is unknown. */
                            ids?: string[];
                            /** @description Where they stand in what was sent, from 0. */
                            indexes?: number[];
                            /** @description Why a job could not be steered as it is. */
                            outcome?: string;
                            requestId: string;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/queues/{queue}/schedules/{id}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** It goes on with its next slot */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description The name of the queue. */
                    queue: string;
                    /** @description The id of the schedule. */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A schedule as it is now. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description The id of the schedule. */
                            id: string;
                            cron?: string;
                            timeZone?: string;
                            /** @description ms */
                            every?: number;
                            /** @description Milliseconds since 1970, by Redis's clock. */
                            until?: number;
                            /** @description How many jobs it makes at most. */
                            limit?: number;
                            /**
                             * @description What becomes of slots that no worker ticked in time. Default 'once': the last of them gets a job.
                             * @enum {unknown}
                             */
                            misfire: "skip" | "once" | "all";
                            /**
                             * @description 'skip': a slot gets no job while the job of the slot before has not ended. Default 'allow'.
                             * @enum {unknown}
                             */
                            overlap: "allow" | "skip";
                            /** @description The name of its jobs. */
                            name: string;
                            /** @description Options of each job: attempts, backoff, timeout, priority, lifo, expiresIn, keep. */
                            options?: Record<string, never>;
                            paused: boolean;
                            /** @description Its next slot, ms; absent while it is paused, and when it is over. */
                            next?: number;
                            /** @description How late its next slot is: 0 unless no worker ticks. */
                            overdueMs: number;
                            /** @description How many jobs it has made since it was last changed. */
                            runs: number;
                            /** @description Milliseconds since 1970, by Redis's clock. */
                            lastRun?: number;
                            /** @description Milliseconds since 1970, by Redis's clock. */
                            lastSlot?: number;
                            lastJobId?: string;
                            /** @description The data of its jobs; a text, where it is cut. */
                            data: unknown;
                            /** @description Whether the data is the beginning of its JSON only: it has over 16 KiB. */
                            truncated: boolean;
                            /** @description The id of the codec that wrote the data, where it could not be read. */
                            sealedBy?: string;
                        };
                    };
                };
                /** @description A problem document (RFC 9457). */
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
                            /** @description Of jobs that were not added, or of which that is unknown. */
                            ids?: string[];
                            /** @description Where they stand in what was sent, from 0. */
                            indexes?: number[];
                            /** @description Why a job could not be steered as it is. */
                            outcome?: string;
                            requestId: string;
                        };
                    };
                };
                /** @description A problem document (RFC 9457). */
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
                            /** @description Of jobs that were not added, or of which that is unknown. */
                            ids?: string[];
                            /** @description Where they stand in what was sent, from 0. */
                            indexes?: number[];
                            /** @description Why a job could not be steered as it is. */
                            outcome?: string;
                            requestId: string;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/queues/{queue}/workers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The workers of a queue */
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
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            workers: {
                                /** @description Of this registration. */
                                id: string;
                                /** @description The id of the process. */
                                process: string;
                                host: string;
                                pid: number;
                                version: string;
                                /**
                                 * @description blocked: a handler keeps its event loop from turning; quiet: it takes nothing new; dead: its lease is over.
                                 * @enum {unknown}
                                 */
                                state: "alive" | "quiet" | "blocked" | "dead";
                                /** @description Of the process; absent until its first heartbeat. */
                                slots?: number;
                                busy?: number;
                                /** @description Slots that handlers hold which did not stop when they were told to. */
                                leaked: number;
                                /** @description Of the process, bytes. */
                                memory?: number;
                                /** @description How late its event loop was at worst, ms. */
                                lag?: number;
                                /** @description Milliseconds since 1970, by Redis's clock. */
                                since: number;
                                /** @description The names of the jobs that it runs; * for all. */
                                handlers: string[];
                                /** @description How long its lease still holds, ms; 0 when it is over. */
                                leaseLeftMs: number;
                                /** @description How many jobs of this queue it holds. */
                                active: number;
                            }[];
                        };
                    };
                };
                /** @description A problem document (RFC 9457). */
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
                            /** @description Of jobs that were not added, or of which that is unknown. */
                            ids?: string[];
                            /** @description Where they stand in what was sent, from 0. */
                            indexes?: number[];
                            /** @description Why a job could not be steered as it is. */
                            outcome?: string;
                            requestId: string;
                        };
                    };
                };
                /** @description A problem document (RFC 9457). */
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
                            /** @description Of jobs that were not added, or of which that is unknown. */
                            ids?: string[];
                            /** @description Where they stand in what was sent, from 0. */
                            indexes?: number[];
                            /** @description Why a job could not be steered as it is. */
                            outcome?: string;
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
    "/api/v1/workers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The processes that work, over all queues */
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
                            workers: {
                                /** @description The id of the process. */
                                process: string;
                                host: string;
                                pid: number;
                                version: string;
                                /**
                                 * @description blocked: a handler keeps its event loop from turning; quiet: it takes nothing new; dead: its lease is over.
                                 * @enum {unknown}
                                 */
                                state: "alive" | "quiet" | "blocked" | "dead";
                                /** @description Of the process; absent until its first heartbeat. */
                                slots?: number;
                                busy?: number;
                                /** @description Slots that handlers hold which did not stop when they were told to. */
                                leaked: number;
                                /** @description Of the process, bytes. */
                                memory?: number;
                                /** @description How late its event loop was at worst, ms. */
                                lag?: number;
                                /** @description Milliseconds since 1970, by Redis's clock. */
                                since: number;
                                queues: {
                                    /** @description The name of the queue. */
                                    name: string;
                                    /** @description Of its registration on this queue. */
                                    id: string;
                                    /**
                                     * @description blocked: a handler keeps its event loop from turning; quiet: it takes nothing new; dead: its lease is over.
                                     * @enum {unknown}
                                     */
                                    state: "alive" | "quiet" | "blocked" | "dead";
                                    /** @description The names of the jobs that it runs; * for all. */
                                    handlers: string[];
                                    /** @description How long its lease still holds, ms; 0 when it is over. */
                                    leaseLeftMs: number;
                                    /** @description How many jobs of this queue it holds. */
                                    active: number;
                                }[];
                            }[];
                        };
                    };
                };
                /** @description A problem document (RFC 9457). */
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
                            /** @description Of jobs that were not added, or of which that is unknown. */
                            ids?: string[];
                            /** @description Where they stand in what was sent, from 0. */
                            indexes?: number[];
                            /** @description Why a job could not be steered as it is. */
                            outcome?: string;
                            requestId: string;
                        };
                    };
                };
                /** @description A problem document (RFC 9457). */
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
                            /** @description Of jobs that were not added, or of which that is unknown. */
                            ids?: string[];
                            /** @description Where they stand in what was sent, from 0. */
                            indexes?: number[];
                            /** @description Why a job could not be steered as it is. */
                            outcome?: string;
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
    "/api/v1/workers/{process}/quiet": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A process shall take nothing new
         * @description The order is said and kept nowhere; what came of it is seen among the workers. Giving it again is safe.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description The id of the process, as workers tell it. */
                    process: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description The queues on which the process has workers that are alive. */
                            queues: string[];
                            /** @description On how many queues somebody was listening; 0: the process did not hear it. */
                            reached: number;
                        };
                    };
                };
                /** @description A problem document (RFC 9457). */
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
                            /** @description Of jobs that were not added, or of which that is unknown. */
                            ids?: string[];
                            /** @description Where they stand in what was sent, from 0. */
                            indexes?: number[];
                            /** @description Why a job could not be steered as it is. */
                            outcome?: string;
                            requestId: string;
                        };
                    };
                };
                /** @description A problem document (RFC 9457). */
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
                            /** @description Of jobs that were not added, or of which that is unknown. */
                            ids?: string[];
                            /** @description Where they stand in what was sent, from 0. */
                            indexes?: number[];
                            /** @description Why a job could not be steered as it is. */
                            outcome?: string;
                            requestId: string;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workers/{process}/stop": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A process shall finish what it runs, and leave
         * @description The order is said and kept nowhere; what came of it is seen among the workers. Giving it again is safe.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description The id of the process, as workers tell it. */
                    process: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @description The queues on which the process has workers that are alive. */
                            queues: string[];
                            /** @description On how many queues somebody was listening; 0: the process did not hear it. */
                            reached: number;
                        };
                    };
                };
                /** @description A problem document (RFC 9457). */
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
                            /** @description Of jobs that were not added, or of which that is unknown. */
                            ids?: string[];
                            /** @description Where they stand in what was sent, from 0. */
                            indexes?: number[];
                            /** @description Why a job could not be steered as it is. */
                            outcome?: string;
                            requestId: string;
                        };
                    };
                };
                /** @description A problem document (RFC 9457). */
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
                            /** @description Of jobs that were not added, or of which that is unknown. */
                            ids?: string[];
                            /** @description Where they stand in what was sent, from 0. */
                            indexes?: number[];
                            /** @description Why a job could not be steered as it is. */
                            outcome?: string;
                            requestId: string;
                        };
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/redis": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How Redis is */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The server, as it says of itself. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @enum {unknown} */
                            product: "redis" | "valkey";
                            version: string;
                            /** @description standalone, sentinel or cluster. Of a cluster one node answers, for itself. */
                            mode: string;
                            /** @enum {unknown} */
                            role: "primary" | "replica";
                            replicas: number;
                            uptimeMs: number;
                            /** @description How long a small command took, there and back. */
                            pingMs: number;
                            memory: {
                                /** @description bytes */
                                used: number;
                                /** @description maxmemory, bytes; 0 without a limit. */
                                max: number;
                                /** @description maxmemory-policy; anything but noeviction may delete jobs. */
                                policy: string;
                            };
                            clients: number;
                            commandsPerSecond: number;
                            persistence: {
                                /** @description It is still reading its data from disk. */
                                loading: boolean;
                                /** @description Whether an append-only file is kept. */
                                appendOnly: boolean;
                                /** @description Whether the last write to it succeeded. */
                                appendOnlyOk: boolean;
                                /** @description Whether the last snapshot succeeded. */
                                snapshotOk: boolean;
                                /** @description Milliseconds since 1970, by Redis's clock. */
                                snapshotAt?: number;
                            };
                            keyspace: {
                                db: number;
                                keys: number;
                                expires: number;
                            }[];
                            /** @description What endangers jobs; `longshore doctor` looks further. */
                            warnings: {
                                code: string;
                                message: string;
                            }[];
                        };
                    };
                };
                /** @description A problem document (RFC 9457). */
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
                            /** @description Of jobs that were not added, or of which that is unknown. */
                            ids?: string[];
                            /** @description Where they stand in what was sent, from 0. */
                            indexes?: number[];
                            /** @description Why a job could not be steered as it is. */
                            outcome?: string;
                            requestId: string;
                        };
                    };
                };
                /** @description A problem document (RFC 9457). */
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
                            /** @description Of jobs that were not added, or of which that is unknown. */
                            ids?: string[];
                            /** @description Where they stand in what was sent, from 0. */
                            indexes?: number[];
                            /** @description Why a job could not be steered as it is. */
                            outcome?: string;
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
    "/api/v1/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who I am, and what I may do */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Who asks, and what they may do. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            name: string;
                            /** @enum {unknown} */
                            role: "read" | "operate" | "admin";
                            /** @description Nothing can be changed, whoever asks. */
                            readOnly: boolean;
                            /** @description What may be done. */
                            actions: ("session.read" | "queues.read" | "queues.pause" | "queues.limit" | "queues.audit" | "queues.repair" | "queues.destroy" | "jobs.read" | "jobs.add" | "jobs.retry" | "jobs.cancel" | "jobs.promote" | "jobs.reschedule" | "jobs.remove" | "jobs.steer" | "jobs.share" | "schedules.read" | "schedules.run" | "schedules.pause" | "schedules.set" | "schedules.remove" | "workers.read" | "workers.quiet" | "workers.stop" | "boards.read" | "boards.post" | "channels.read" | "channels.publish" | "events.read" | "redis.read" | "operations.read" | "metrics.read")[];
                            /**
                             * @description How they are known. `session`: by a cookie, which can be ended.
                             * @enum {unknown}
                             */
                            means: "bearer" | "session" | "hook" | "local";
                        };
                    };
                };
                /** @description A problem document (RFC 9457). */
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
                            /** @description Of jobs that were not added, or of which that is unknown. */
                            ids?: string[];
                            /** @description Where they stand in what was sent, from 0. */
                            indexes?: number[];
                            /** @description Why a job could not be steered as it is. */
                            outcome?: string;
                            requestId: string;
                        };
                    };
                };
                /** @description A problem document (RFC 9457). */
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
                            /** @description Of jobs that were not added, or of which that is unknown. */
                            ids?: string[];
                            /** @description Where they stand in what was sent, from 0. */
                            indexes?: number[];
                            /** @description Why a job could not be steered as it is. */
                            outcome?: string;
                            requestId: string;
                        };
                    };
                };
            };
        };
        put?: never;
        /**
         * Log in with a token
         * @description Sets a cookie, which holds for twelve hours. A page of another origin cannot log in.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @description One of those that the API was started with. */
                        token: string;
                    };
                };
            };
            responses: {
                /** @description Who asks, and what they may do. */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            name: string;
                            /** @enum {unknown} */
                            role: "read" | "operate" | "admin";
                            /** @description Nothing can be changed, whoever asks. */
                            readOnly: boolean;
                            /** @description What may be done. */
                            actions: ("session.read" | "queues.read" | "queues.pause" | "queues.limit" | "queues.audit" | "queues.repair" | "queues.destroy" | "jobs.read" | "jobs.add" | "jobs.retry" | "jobs.cancel" | "jobs.promote" | "jobs.reschedule" | "jobs.remove" | "jobs.steer" | "jobs.share" | "schedules.read" | "schedules.run" | "schedules.pause" | "schedules.set" | "schedules.remove" | "workers.read" | "workers.quiet" | "workers.stop" | "boards.read" | "boards.post" | "channels.read" | "channels.publish" | "events.read" | "redis.read" | "operations.read" | "metrics.read")[];
                            /**
                             * @description How they are known. `session`: by a cookie, which can be ended.
                             * @enum {unknown}
                             */
                            means: "bearer" | "session" | "hook" | "local";
                        };
                    };
                };
                /** @description A problem document (RFC 9457). */
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
                            /** @description Of jobs that were not added, or of which that is unknown. */
                            ids?: string[];
                            /** @description Where they stand in what was sent, from 0. */
                            indexes?: number[];
                            /** @description Why a job could not be steered as it is. */
                            outcome?: string;
                            requestId: string;
                        };
                    };
                };
                /** @description A problem document (RFC 9457). */
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
                            /** @description Of jobs that were not added, or of which that is unknown. */
                            ids?: string[];
                            /** @description Where they stand in what was sent, from 0. */
                            indexes?: number[];
                            /** @description Why a job could not be steered as it is. */
                            outcome?: string;
                            requestId: string;
                        };
                    };
                };
            };
        };
        /** Log out: the browser forgets the cookie */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Done, also where nobody was logged in. */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description A problem document (RFC 9457). */
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
                            /** @description Of jobs that were not added, or of which that is unknown. */
                            ids?: string[];
                            /** @description Where they stand in what was sent, from 0. */
                            indexes?: number[];
                            /** @description Why a job could not be steered as it is. */
                            outcome?: string;
                            requestId: string;
                        };
                    };
                };
                /** @description A problem document (RFC 9457). */
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
                            /** @description Of jobs that were not added, or of which that is unknown. */
                            ids?: string[];
                            /** @description Where they stand in what was sent, from 0. */
                            indexes?: number[];
                            /** @description Why a job could not be steered as it is. */
                            outcome?: string;
                            requestId: string;
                        };
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audit-log": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What was done, denied or failed, newest first
         * @description About 10,000 entries are kept, also of queues that are gone.
         */
        get: {
            parameters: {
                query?: {
                    /** @description How many at most; above 100 it is 100. Default 50. */
                    limit?: number;
                    /** @description Where the page before ended. */
                    cursor?: string;
                };
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
                            operations: {
                                /** @description Its own: an entry that stands twice has the same one both times. */
                                id: string;
                                /** @description Milliseconds since 1970, by Redis's clock. */
                                at: number;
                                action: string;
                                /** @description Who asked; absent where nobody was known. */
                                principal?: string;
                                /** @description The queue that it was about. */
                                queue?: string;
                                /** @description The job, schedule, process, board or channel. */
                                target?: string;
                                /** @description The id of the request, as in its answer and in the log of the server. */
                                requestId?: string;
                                /** @enum {unknown} */
                                outcome: "done" | "denied" | "failed";
                                /** @description What was answered. */
                                status?: number;
                                detail?: {
                                    [key: string]: unknown;
                                };
                            }[];
                            /** @description Leads to the next page; absent where the log ends. */
                            cursor?: string;
                        };
                    };
                };
                /** @description A problem document (RFC 9457). */
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
                            /** @description Of jobs that were not added, or of which that is unknown. */
                            ids?: string[];
                            /** @description Where they stand in what was sent, from 0. */
                            indexes?: number[];
                            /** @description Why a job could not be steered as it is. */
                            outcome?: string;
                            requestId: string;
                        };
                    };
                };
                /** @description A problem document (RFC 9457). */
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
                            /** @description Of jobs that were not added, or of which that is unknown. */
                            ids?: string[];
                            /** @description Where they stand in what was sent, from 0. */
                            indexes?: number[];
                            /** @description Why a job could not be steered as it is. */
                            outcome?: string;
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
