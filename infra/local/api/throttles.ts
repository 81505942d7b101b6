import type { ApiRoute } from './api-definition.ts';

interface Bucket {
  tokens: number;
  /** Milliseconds since the epoch. */
  filledAt: number;
}

/**
 * Makes the throttles of an API: `lets(route, now)` says whether a request of the route is let through at `now`, and counts
 * it. Each route with a throttle has a token bucket, full at first
 * (https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-throttling.html).
 */
export const createThrottles = (): ((route: Pick<ApiRoute, 'key' | 'throttle'>, now: Date) => boolean) => {
  const buckets = new Map<string, Bucket>();
  return ({ key, throttle }, now) => {
    if (!throttle) return true;
    const bucket = buckets.get(key) ?? { tokens: throttle.burst, filledAt: now.getTime() };
    buckets.set(key, bucket);
    // A clock that was set back takes no tokens away.
    const seconds = Math.max(0, now.getTime() - bucket.filledAt) / 1000;
    bucket.tokens = Math.min(throttle.burst, bucket.tokens + seconds * throttle.perSecond);
    bucket.filledAt = now.getTime();
    if (bucket.tokens < 1) return false;
    bucket.tokens -= 1;
    return true;
  };
};
