import { createHash } from 'node:crypto';
import { openApiDocument } from '../../lib/http/openapi.ts';
import { allOperations } from './operations.ts';

/** Where the types of the client stand, from the project's root. */
export const CLIENT_TYPES = 'lib/client/api.ts';

/** The document that the client's types are made from. Where a deployment serves it is no part of any type. */
export const clientDocument = (): string =>
  `${JSON.stringify(openApiDocument(allOperations, 'https://api.seatpulse.example'), null, 2)}\n`;

const digestOf = (text: string): string => createHash('sha256').update(text).digest('hex');

/** The file of the client's types: who made it of which document, by their hashes, above what was made. */
export const stamped = (document: string, types: string): string =>
  `// Written by "npm run client" from the API's own description. Do not edit it: make it anew.\n// document ${digestOf(document)}\n// types ${digestOf(types)}\n${types}`;

/** Whether a file of types was made from the document, and not touched since. */
export const wasMadeFrom = (document: string, file: string): boolean =>
  stamped(document, file.split('\n').slice(3).join('\n')) === file;
