const SAMPLE_MILLISECONDS = 50;

/** The largest heap and buffers of this thread until `stop`, in whole MB. `Node.js` itself, about 40 MB on Lambda, is not in it. */
export const measureMemory = (): { readonly stop: () => number } => {
  let largest = 0;
  const sample = () => {
    const { heapUsed, external } = process.memoryUsage();
    largest = Math.max(largest, heapUsed + external);
  };
  sample();
  const timer = setInterval(sample, SAMPLE_MILLISECONDS);
  timer.unref();
  return {
    stop: () => {
      clearInterval(timer);
      sample();
      return Math.ceil(largest / 2 ** 20);
    },
  };
};
