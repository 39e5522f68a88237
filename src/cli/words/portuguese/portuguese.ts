import type { Catalog } from '../catalog.ts';
import { help } from './help.ts';
import { messages } from './messages.ts';
import { nouns } from './nouns.ts';
import { said } from './said.ts';

export const portuguese: Catalog = { said, help, nouns, messages };
