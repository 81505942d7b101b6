/** The thread's own `Date`, before it was replaced. */
const MachineDate = Date;

let offset = 0;

/** Milliseconds since the epoch by the machine's clock, whatever `Date` says. */
export const machineNow = (): number => MachineDate.now();

/** Says how many milliseconds `Date` of this thread is ahead of the machine's clock. Timers stay as they are. */
export const shiftDate = (milliseconds: number): void => {
  offset = milliseconds;
};

/**
 * Replaces `Date` of this thread by one that `shiftDate` moves. To be called before any other code is loaded: what has
 * kept the old `Date` keeps the machine's time.
 */
export const installShiftedDate = (): void => {
  const shifted = new Proxy(MachineDate, {
    construct: (target, argumentList, newTarget) =>
      // What `new Date` makes is an object, which is all that a construct trap has to return.
      Reflect.construct(
        target,
        argumentList.length === 0 ? [target.now() + offset] : argumentList,
        newTarget,
      ) as object,
    apply: (target) => new target(target.now() + offset).toString(),
    get: (target, property, receiver) =>
      property === 'now' ? () => target.now() + offset : Reflect.get(target, property, receiver),
  });
  MachineDate.prototype.constructor = shifted;
  globalThis.Date = shifted;
};
