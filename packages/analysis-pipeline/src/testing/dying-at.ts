/** Wraps the changes that a client makes. */
export type Dying = <Arguments extends unknown[], Result>(
  call: (...given: Arguments) => Promise<Result>,
) => (...given: Arguments) => Promise<Result>;

/** Makes a client die at its n-th change, before or after the service has made it, as its process would. */
export function dyingAt(count: number): Dying {
  let calls = 0;
  const die = (): void => {
    if (++calls === count) throw new Error('killed');
  };
  return (call) =>
    async (...given) => {
      die();
      const result = await call(...given);
      die();
      return result;
    };
}
