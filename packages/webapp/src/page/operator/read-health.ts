/** Whether a service answers. */
export interface ServiceHealth {
  readonly service: string;
  readonly isWell: boolean;
}

/** Reads what the gateway says of the services behind it. @throws TypeError when it says nothing of the kind */
export function readHealth(answer: unknown): ServiceHealth[] {
  const services = (answer as { services?: unknown } | null)?.services;
  if (typeof services !== 'object' || services === null) throw new TypeError('not the health of services');
  return [
    { service: 'gateway', isWell: true },
    ...Object.entries(services).map(([service, state]) => ({ service, isWell: state === 'up' })),
  ];
}
