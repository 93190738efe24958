import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Validator } from '@seriousme/openapi-schema-validator';
import { describe, expect } from 'vitest';
import { test } from '../support/api-bed.js';

const fromRoot = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const TYPES = fromRoot('packages/client/src/api-types.ts');

describe('the OpenAPI document', () => {
  test('is valid, and tells of each route what it is for', async ({ bed }) => {
    const { status, body } = await bed.ask('/api/v1/openapi.json');
    expect(status).toBe(200);
    expect(body.openapi).toBe('3.1.0');
    expect(await new Validator().validate(structuredClone(body))).toMatchObject({ valid: true });
    const operations = Object.entries(body.paths).flatMap(([path, item]) =>
      Object.entries(item as object).map(([method, operation]) => ({ route: `${method} ${path}`, ...operation })),
    );
    expect(operations.length).toBeGreaterThan(0);
    expect(operations.filter(({ summary, tags }) => !summary || tags?.length !== 1).map(({ route }) => route)).toEqual(
      [],
    );
  });

  test('names the place where the API is mounted as its server', async ({ bed }) => {
    await bed.start({ publicPath: '/ops/' });
    const { body } = await bed.ask('/api/v1/openapi.json');
    expect(body.servers).toEqual([{ url: '/ops' }]);
    expect(Object.keys(body.paths)).toContain('/api/v1/queues/{queue}');
  });

  // UPDATE_API_TYPES=1 writes them anew.
  test('is what the types of the client were made of', async ({ bed }) => {
    const { body } = await bed.ask('/api/v1/openapi.json');
    const script = fromRoot('packages/client/scripts/make-api-types.mjs');
    const { stdout, stderr } = spawnSync(process.execPath, [script], { input: JSON.stringify(body), encoding: 'utf8' });
    expect(stderr).toBe('');
    if (process.env['UPDATE_API_TYPES'] === '1') writeFileSync(TYPES, stdout);
    expect(readFileSync(TYPES, 'utf8')).toBe(stdout);
  });
});
