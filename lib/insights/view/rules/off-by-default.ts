/**
 * Workloads that no rule judges unless the operator says so (design 6, ruling 13): nearly every suite contains
 * them, few customers bought it for their sake, and one threshold for all would put them at the head of every list.
 */
export const OFF_BY_DEFAULT: Readonly<Record<string, null>> = { skypeforbusiness: null, yammer: null };
