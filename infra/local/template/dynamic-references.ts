import { createHash } from 'node:crypto';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html */
const REFERENCE = /\{\{resolve:([^:}]+):([^}]*)\}\}/gu;

/**
 * The text with CloudFormation's dynamic references to secrets replaced. A secret's value is made of its name: it is the
 * same after a restart, and protects nothing but what runs on this machine. Throws on other kinds of reference.
 */
export const withSecrets = (text: string): string =>
  text.replaceAll(REFERENCE, (whole, service: string, reference: string) => {
    const [, secret] = /^(arn:[^}]+?):SecretString:::?$/u.exec(reference) ?? [];
    if (service !== 'secretsmanager' || secret === undefined)
      throw new Error(`The template refers to ${whole}, which the local runtime does not know.`);
    return createHash('sha256').update(secret).digest('hex');
  });
