/** One value of a secret. */
export interface SecretVersion {
  readonly id: string;
  readonly value: string;
  /** Staging labels, for example `AWSCURRENT`. A version without any is deprecated. */
  readonly stages: readonly string[];
  /** ISO instant. */
  readonly createdAt: string;
}

/** The label of the version that is given when nobody asks for another. */
export const CURRENT = 'AWSCURRENT';
/** The label that the former current version gets by itself. */
const PREVIOUS = 'AWSPREVIOUS';

/**
 * The versions once `added` is among them. A label stands at one version only: those of `added` leave the others, and
 * AWSPREVIOUS goes to the version that AWSCURRENT was taken from (Secrets Manager API reference, PutSecretValue).
 */
export const withVersion = (versions: readonly SecretVersion[], added: SecretVersion): readonly SecretVersion[] => {
  const replaced = added.stages.includes(CURRENT) ? versions.find(({ stages }) => stages.includes(CURRENT)) : undefined;
  const moved = new Set([...added.stages, ...(replaced ? [PREVIOUS] : [])]);
  const others = versions.map((one) => {
    const kept = one.stages.filter((stage) => !moved.has(stage));
    return { ...one, stages: one === replaced ? [...kept, PREVIOUS] : kept };
  });
  return [...others, added];
};
