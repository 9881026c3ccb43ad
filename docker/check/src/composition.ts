import { mkdirSync, mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { buildImage, type Image, type Workshop } from './build-image.js';
import { type Compose, type ComposeService, dockerfileOf, readCompose, startOrder } from './compose.js';
import { Container, type ContainerPlan, type Outcome, removeScratch, runInside } from './container.js';
import { type Host, Networks } from './networks.js';
import { RunningStandIn, type StandIn } from './stand-in.js';

/** What takes the place of parts of a compose file that cannot be had here. */
export interface Replacements {
  /** By service; services of others' images that are not named are left out. */
  readonly standIns?: Readonly<Record<string, StandIn>>;
  /** Environment by service, instead of what the file says. */
  readonly environment?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** A compose file that is up, on networks of its own that nothing else on the machine is on. */
export class Composition {
  readonly compose: Compose;
  readonly #networks: Networks;
  readonly #plans = new Map<string, ContainerPlan>();
  readonly #hosts = new Map<string, Host>();
  readonly #running: { stop(): Promise<void> | void }[] = [];
  readonly #replacements: Replacements;
  readonly #scratch: string;

  /** Builds the images and prepares hosts; nothing runs yet. */
  constructor(file: string, workshop: Workshop, replacements: Replacements = {}) {
    this.#replacements = replacements;
    this.compose = readCompose(file);
    this.#scratch = mkdtempSync(join(workshop.cache, 'composition-'));
    mkdirSync(join(this.#scratch, 'volumes'));
    const images = new Map<string, Image>();
    for (const [name, service] of Object.entries(this.compose.services)) {
      const dockerfile = dockerfileOf(file, service);
      if (dockerfile !== undefined) images.set(name, buildImage(dockerfile, workshop));
    }
    this.#networks = new Networks(this.compose);
    for (const [name, service] of Object.entries(this.compose.services)) {
      if (!images.has(name) && replacements.standIns?.[name] === undefined) continue;
      for (const replica of replicasOf(name, service)) {
        this.#hosts.set(replica, this.#networks.add(replica, service.networks));
      }
    }
    for (const [name, service] of Object.entries(this.compose.services)) {
      const image = images.get(name);
      const environment = { ...service.environment, ...replacements.environment?.[name] };
      for (const replica of image === undefined ? [] : replicasOf(name, service)) {
        const host = this.host(replica);
        this.#plans.set(replica, {
          image: image!,
          service: { ...service, environment },
          host,
          hosts: this.#networks.hostsFile(host),
          scratch: this.#scratch,
        });
      }
    }
  }

  /** Starts the services in their order, each when those it depends on are healthy. */
  async up(): Promise<void> {
    for (const name of startOrder(this.compose)) {
      const standIn = this.#replacements.standIns?.[name];
      if (standIn !== undefined) {
        const folder = mkdtempSync(join(this.#scratch, 'stand-in-'));
        this.#running.push(await RunningStandIn.start(standIn, this.host(name), folder));
      }
      for (const replica of replicasOf(name, this.compose.services[name]!)) await this.#start(replica);
    }
  }

  /** Names of all replicas that are built here and run. */
  get replicas(): string[] {
    return [...this.#plans.keys()];
  }

  plan(replica: string): ContainerPlan {
    const plan = this.#plans.get(replica);
    if (plan === undefined) throw new Error(`there is no ${replica}`);
    return plan;
  }

  host(replica: string): Host {
    const host = this.#hosts.get(replica);
    if (host === undefined) throw new Error(`there is no ${replica}`);
    return host;
  }

  /** Runs the image of a replica with a command in place of its own. */
  runOnce(replica: string, command: readonly string[]): Promise<Outcome> {
    return runInside(this.plan(replica), command);
  }

  /** A machine that is on one of the networks and belongs to nobody. */
  stranger(network: string): Host {
    return this.#networks.add('stranger', [network]);
  }

  /** Lets a host try to reach a network through another host. */
  route(from: Host, network: string, through: string): void {
    this.#networks.route(from, network, through);
  }

  async down(): Promise<void> {
    for (const running of this.#running.reverse()) await running.stop();
    this.#networks.close();
    removeScratch(this.#scratch);
  }

  async #start(replica: string): Promise<void> {
    const plan = this.#plans.get(replica);
    if (plan === undefined) return;
    const container = new Container(plan);
    this.#running.push(container);
    await container.ready();
    const { healthCheck } = plan.image;
    if (healthCheck === undefined) return;
    const { status, stderr } = await runInside(plan, healthCheck);
    if (status !== 0) throw new Error(`${replica} is not healthy: ${stderr}`);
  }
}

/** A service's own name, or one with a number for each of several replicas. */
function replicasOf(name: string, { deploy }: ComposeService): string[] {
  if (deploy.replicas === 1) return [name];
  return Array.from({ length: deploy.replicas }, (_, index) => `${name}#${index + 1}`);
}
