// Makes the types of the API from its OpenAPI document: reads it from standard input, writes them to standard output.
import { text } from 'node:stream/consumers';
import openapiTypes, { astToString } from 'openapi-typescript';

const HEADER = `// The API as its OpenAPI document describes it. Made by scripts/make-api-types.mjs; a test tells when it is out of date.
`;

const document = JSON.parse(await text(process.stdin));
process.stdout.write(HEADER + astToString(await openapiTypes(document)));
