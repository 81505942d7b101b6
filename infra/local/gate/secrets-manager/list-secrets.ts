import * as z from 'zod';
import type { JsonObject } from '../json-body.ts';
import { parseInput } from './parse-input.ts';
import type { Secret, SecretStore } from './secret-store.ts';

const input = z.strictObject({
  Filters: z
    .array(z.strictObject({ Key: z.enum(['tag-key', 'tag-value']), Values: z.array(z.string()).min(1).max(10) }))
    .max(10)
    .default([]),
});

/**
 * Answers ListSecrets, all on one page. A filter matches the beginning of a tag's key or value, letter by letter; a secret
 * has to pass all of them, each by whichever tag.
 */
export const listSecrets = (secrets: SecretStore, body: JsonObject) => {
  const { Filters } = parseInput(input, body);
  const passes = ({ tags }: Secret): boolean =>
    Filters.every(({ Key, Values }) => {
      const texts = Key === 'tag-key' ? Object.keys(tags) : Object.values(tags);
      return texts.some((text) => Values.some((value) => text.startsWith(value)));
    });
  return {
    SecretList: secrets
      .list()
      .filter(passes)
      .map(({ arn, name, tags }) => ({
        ARN: arn,
        Name: name,
        Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
      })),
  };
};
