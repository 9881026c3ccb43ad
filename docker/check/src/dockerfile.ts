import { readFileSync } from 'node:fs';
import {
  type Copy,
  DockerfileParser,
  type From,
  type Instruction,
  type JSONInstruction,
} from 'dockerfile-ast';

/** An instruction that a build executes or that an image remembers, with all variables filled in. */
export type Step =
  | { readonly kind: 'run'; readonly script: string; readonly environment: Readonly<Record<string, string>> }
  | {
      readonly kind: 'copy';
      readonly from: string | undefined;
      readonly sources: readonly string[];
      readonly to: string;
    };

/** One `FROM` and what follows it. */
export interface Stage {
  readonly name: string | undefined;
  /** The image it starts from, such as `node:24-bookworm-slim`. */
  readonly base: string;
  readonly steps: readonly Step[];
  readonly environment: Readonly<Record<string, string>>;
  readonly folder: string;
  readonly user: string | undefined;
  readonly command: readonly string[];
  readonly healthCheck: readonly string[] | undefined;
  readonly volumes: readonly string[];
}

/**
 * Reads the stages of a Dockerfile.
 * @throws Error when it uses an instruction or a form of one that this reader does not execute
 */
export function readDockerfile(path: string): Stage[] {
  const file = DockerfileParser.parse(readFileSync(path, 'utf8'));
  const globals: Record<string, string> = {};
  const stages: Draft[] = [];
  for (const instruction of file.getInstructions()) {
    const keyword = instruction.getKeyword();
    const stage = stages.at(-1);
    if (keyword === 'FROM') stages.push(begin(instruction as From, globals));
    else if (stage === undefined) declare(instruction, globals);
    else apply(instruction, stage);
  }
  return stages.map(({ entrypoint, command, ...stage }) => ({
    ...stage,
    command: [...entrypoint, ...command],
  }));
}

interface Draft {
  name: string | undefined;
  base: string;
  steps: Step[];
  environment: Record<string, string>;
  folder: string;
  user: string | undefined;
  entrypoint: readonly string[];
  command: readonly string[];
  healthCheck: readonly string[] | undefined;
  volumes: string[];
}

function begin(from: From, globals: Readonly<Record<string, string>>): Draft {
  return {
    name: from.getBuildStage() ?? undefined,
    base: fill(from.getImage() ?? '', globals),
    steps: [],
    environment: {},
    folder: '/',
    user: undefined,
    entrypoint: [],
    command: [],
    healthCheck: undefined,
    volumes: [],
  };
}

function declare(instruction: Instruction, globals: Record<string, string>): void {
  const [name, value] = pair(instruction.getArgumentsContent() ?? '');
  if (instruction.getKeyword() !== 'ARG' || value === undefined) throw unknown(instruction);
  globals[name] = value;
}

function apply(instruction: Instruction, stage: Draft): void {
  const text = instruction.getArgumentsContent() ?? '';
  switch (instruction.getKeyword()) {
    case 'RUN':
      stage.steps.push({
        kind: 'run',
        script: `cd ${stage.folder} && ${text}`,
        environment: { ...stage.environment },
      });
      return;
    case 'COPY':
      stage.steps.push(copyOf(instruction as Copy, stage.folder));
      return;
    case 'ENV': {
      const [name, value] = pair(text);
      if (value === undefined) throw unknown(instruction);
      stage.environment[name] = value;
      return;
    }
    case 'WORKDIR':
      stage.folder = text;
      stage.steps.push({ kind: 'run', script: `mkdir -p ${text}`, environment: {} });
      return;
    case 'USER':
      stage.user = text;
      return;
    case 'VOLUME':
      stage.volumes.push(...words(instruction));
      return;
    case 'CMD':
      stage.command = words(instruction);
      return;
    case 'ENTRYPOINT':
      stage.entrypoint = words(instruction);
      return;
    case 'HEALTHCHECK':
      stage.healthCheck = JSON.parse(text.slice(text.indexOf('CMD') + 'CMD'.length)) as string[];
      return;
    case 'EXPOSE':
      return;
    default:
      throw unknown(instruction);
  }
}

function copyOf(copy: Copy, folder: string): Step {
  const from = copy.getFromFlag()?.getValue() ?? undefined;
  const places = copy.getArguments().map((argument) => argument.getValue());
  const to = places.pop() ?? '.';
  return { kind: 'copy', from, sources: places, to: to.startsWith('/') ? to : `${folder}/${to}` };
}

function words(instruction: Instruction): string[] {
  return (instruction as JSONInstruction)
    .getJSONStrings()
    .map((word) => JSON.parse(word.getValue()) as string);
}

function pair(text: string): [name: string, value: string | undefined] {
  const at = text.indexOf('=');
  return at === -1 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
}

function fill(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/\$\{(\w+)\}/g, (_, name: string) => values[name] ?? '');
}

function unknown(instruction: Instruction): Error {
  return new Error(`${instruction.getKeyword()} is used in a way that is not executed here`);
}
