/**
 * Which DynamoDB engine opens a data directory.
 *
 * The one that made it, if any: their files have nothing in common. Otherwise the one that was asked for, or dynoxide
 * where it runs (it starts at once at any size and needs a fraction of the memory), or dynalite, which runs anywhere.
 */
import { LocalEnvironmentError } from '../local-error.ts';
import { dynalite } from './dynalite.ts';
import { dynoxide, findDynoxide } from './dynoxide.ts';
import { ENGINE_NAMES, type Engine, type EngineName } from './engine.ts';

export type EngineChoice = EngineName | 'auto';

export interface ChoiceOptions {
  readonly requested: EngineChoice;
  /** What the data directory was made by. */
  readonly recorded: EngineName | undefined;
  /** @default looks for the binary */
  readonly hasDynoxide?: () => Promise<boolean>;
}

/** @throws LocalEnvironmentError (`engine`) if that engine cannot run here, or did not make this data directory. */
export async function chooseEngine(options: ChoiceOptions): Promise<Engine> {
  const { requested, recorded } = options;
  if (recorded !== undefined && requested !== 'auto' && requested !== recorded) {
    throw new LocalEnvironmentError(
      'engine',
      `The tables of this data directory were made by ${recorded}; ${requested} cannot read them. Leave ` +
        `TRAILDEX_DYNAMODB unset, or use another data directory.`,
    );
  }
  const wanted = recorded ?? requested;
  if (wanted === 'dynalite') return dynalite;
  if (await (options.hasDynoxide ?? (async () => (await findDynoxide()) !== undefined))()) return dynoxide;
  if (wanted === 'auto') return dynalite;
  throw new LocalEnvironmentError(
    'engine',
    recorded === undefined
      ? 'The DynamoDB engine dynoxide does not run on this machine (it needs Linux x64 and its optional npm package).'
      : 'The tables of this data directory were made by dynoxide, which does not run on this machine. Install the npm ' +
          'package @dynoxide/linux-x64, or use another data directory.',
  );
}

/** The value of TRAILDEX_DYNAMODB, checked. @throws LocalEnvironmentError (`engine`) for anything else. */
export function parseEngineChoice(text: string | undefined): EngineChoice {
  if (text === undefined || text === '' || text === 'auto') return 'auto';
  const known = ENGINE_NAMES.find((name) => name === text);
  if (known !== undefined) return known;
  throw new LocalEnvironmentError(
    'engine',
    `TRAILDEX_DYNAMODB is "${text}"; it takes ${ENGINE_NAMES.join(', ')} or auto.`,
  );
}
