import { mkdirSync, mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { buildImage, type Image, type Workshop } from './build-image.js';
import { type Compose, dockerfileOf, readCompose, startOrder } from './compose.js';
import { Container, type ContainerPlan, type Outcome, removeScratch, runInside } from './container.js';
import { type Host, Networks } from './networks.js';

/** A compose file that is up, on networks of its own that nothing else on the machine is on. */
export class Composition {
  readonly compose: Compose;
  readonly #networks: Networks;
  readonly #plans = new Map<string, ContainerPlan>();
  readonly #containers: Container[] = [];
  readonly #scratch: string;

  /** Builds the images and prepares hosts; nothing runs yet. */
  constructor(file: string, workshop: Workshop) {
    this.compose = readCompose(file);
    this.#scratch = mkdtempSync(join(workshop.cache, 'composition-'));
    mkdirSync(join(this.#scratch, 'volumes'));
    const images = new Map<string, Image>();
    for (const [name, service] of Object.entries(this.compose.services)) {
      images.set(name, buildImage(dockerfileOf(file, service), workshop));
    }
    this.#networks = new Networks(this.compose);
    const hosts = new Map<string, Host>();
    for (const [name, { networks }] of Object.entries(this.compose.services)) {
      hosts.set(name, this.#networks.add(name, networks));
    }
    for (const [name, service] of Object.entries(this.compose.services)) {
      const host = hosts.get(name)!;
      this.#plans.set(name, {
        image: images.get(name)!,
        service,
        host,
        hosts: this.#networks.hostsFile(host),
        scratch: this.#scratch,
      });
    }
  }

  /** Starts the services in their order, each when those it depends on are healthy. */
  async up(): Promise<void> {
    for (const name of startOrder(this.compose)) {
      const container = new Container(this.plan(name));
      this.#containers.push(container);
      await container.ready();
      const { healthCheck } = this.plan(name).image;
      if (healthCheck === undefined) continue;
      const { status, stderr } = await runInside(this.plan(name), healthCheck);
      if (status !== 0) throw new Error(`${name} is not healthy: ${stderr}`);
    }
  }

  plan(name: string): ContainerPlan {
    const plan = this.#plans.get(name);
    if (plan === undefined) throw new Error(`there is no service ${name}`);
    return plan;
  }

  /** Runs the image of a service with a command in place of its own. */
  runOnce(name: string, command: readonly string[]): Promise<Outcome> {
    return runInside(this.plan(name), command);
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
    for (const container of this.#containers.reverse()) await container.stop();
    this.#networks.close();
    removeScratch(this.#scratch);
  }
}
