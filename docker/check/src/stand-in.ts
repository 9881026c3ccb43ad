import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { run } from './command.js';
import type { Host } from './networks.js';

/** A program of this machine that takes the place of an image that cannot be had here. */
export interface StandIn {
  readonly command: string;
  /** @param port of loopback that it has to listen on */
  arguments(folder: string, port: number): readonly string[];
  /** Port under which others know it. */
  readonly port: number;
}

const innerPort = 47_017;
const mostTries = 200;

/** A stand-in at its place on the networks. */
export class RunningStandIn {
  readonly #children: ChildProcess[] = [];

  private constructor() {}

  /** Resolves when it takes connections. */
  static async start(standIn: StandIn, host: Host, folder: string): Promise<RunningStandIn> {
    const running = new RunningStandIn();
    const inside = (...command: string[]) => {
      const child = spawn('ip', ['netns', 'exec', host.namespace, ...command], {
        // It may end with its input, which therefore stays open.
        stdio: ['pipe', 'pipe', 'inherit'],
      });
      running.#children.push(child);
      return child;
    };
    inside(standIn.command, ...standIn.arguments(folder, innerPort)).stdout?.resume();
    const script = fileURLToPath(new URL('./relay.mjs', import.meta.url));
    const relay = inside(process.execPath, script, String(standIn.port), String(innerPort));
    await once(createInterface({ input: relay.stdout! }), 'line');
    for (let tries = 0; !isListening(host, innerPort); tries++) {
      if (tries === mostTries) throw new Error(`${standIn.command} takes no connections`);
      await wait(100);
    }
    return running;
  }

  stop(): void {
    for (const child of this.#children) child.kill('SIGKILL');
  }
}

function isListening(host: Host, port: number): boolean {
  return run('ip', ['netns', 'exec', host.namespace, 'ss', '-Hltn']).includes(`:${port} `);
}
