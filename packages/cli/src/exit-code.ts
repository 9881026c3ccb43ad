/** What the exit status of the command means. */
export const exitCode = {
  success: 0,
  /** Something went wrong while doing what was asked. */
  failure: 1,
  /** The command line makes no sense; nothing was done. */
  usage: 2,
  /** An input file is missing or unreadable. */
  input: 3,
  /** A process could not be started or died. */
  process: 4,
  /** A pipeline run ended with a failed stage. */
  run: 5,
} as const;

export type ExitCode = (typeof exitCode)[keyof typeof exitCode];

/** An expected end of a command: a sentence for the person at the terminal and the status to exit with. */
export class CommandError extends Error {
  constructor(
    readonly exitCode: ExitCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'CommandError';
  }
}

export function usageError(message: string): CommandError {
  return new CommandError(exitCode.usage, message);
}
